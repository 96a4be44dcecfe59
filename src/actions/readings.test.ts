import { expandTokens, matchTarget, UnreadableTargetError } from './readings';

const match = (action: 'button' | 'highlight', text: string) =>
  matchTarget({ action }, text, document).map(({ id }) => id);

describe('matchTarget', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <button id="a">Run query again</button><button id="b"> run QUERY </button>
      <div id="c" class="run">Run query</div><span id="d" role="button" class="run">x</span>
      <button id="e">Note: x</button>`;
  });

  it('reads a button’s target as its label, exact before partial, whatever the case', () => {
    expect(match('button', 'Run query')).toEqual(['b']);
    expect(match('button', 'run')).toEqual(['a', 'b']);
  });

  it('takes only buttons for a button, anything for a highlight', () => {
    expect(match('button', '.run')).toEqual(['d']);
    expect(match('highlight', '.run')).toEqual(['c', 'd']);
  });

  it('tries the other reading when one finds nothing', () => {
    expect(match('button', 'Note: x')).toEqual(['e']);
    expect(match('button', 'span.run')).toEqual(['d']);
  });

  it('knows what it cannot read from what is not there', () => {
    expect(() => match('highlight', 'div[[')).toThrow(UnreadableTargetError);
    expect(match('highlight', '#nowhere')).toEqual([]);
  });
});

describe('expandTokens', () => {
  const resolve = async (path: string, argument: string | null) =>
    path === 'components.X' ? `[x="${argument ?? ''}"]` : null;

  it('replaces a whole target and parts of one', async () => {
    expect(await expandTokens('grafana:components.X', resolve)).toBe('[x=""]');
    expect(await expandTokens('grafana:components.X:a:b', resolve)).toBe('[x="a:b"]');
    expect(await expandTokens('div {grafana:components.X} > {grafana:components.X:1} p', resolve)).toBe(
      'div [x=""] > [x="1"] p'
    );
    expect(await expandTokens('.plain', resolve)).toBe('.plain');
  });

  it('says which name is not known', async () => {
    await expect(expandTokens('grafana:components.Y', resolve)).rejects.toThrow('components.Y');
  });
});
