import type { Clock } from './clock';
import { findNow, findTarget, RETRY_WAITS, type FindDeps } from './find';
import type { TargetSource } from './readings';
import { createTokenResolver } from './tokens';

const deps: FindDeps = {
  root: document,
  clock: { now: () => 0, after: () => () => undefined },
  resolveToken: async (path, argument) => (path === 'components.X' ? `data-testid X ${argument ?? ''}`.trim() : null),
  isRendered: (element) => !element.hasAttribute('hidden'),
};
const highlight = (reftarget: string): TargetSource => ({ action: 'highlight', reftarget });
const button = (reftarget: string): TargetSource => ({ action: 'button', reftarget });
const idOf = async (source: TargetSource): Promise<string> => {
  const found = await findNow(source, deps);
  return found.kind === 'found' ? found.element.id : found.kind;
};

describe('what a target means', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <button id="a">Run query again</button><button id="b"> run QUERY </button>
      <div id="c" class="run">Run query</div><span id="d" role="button" class="run">x</span>
      <button id="e">Note: x</button><button id="f">a > b</button>
      <div data-viz-panel-key="p1" id="p1"><i data-testid="data-testid Panel header Requests by instance"></i><b id="g"></b></div>
      <div data-viz-panel-key="p2" id="p2"><i data-testid="data-testid Panel header Requests"></i><b id="h"></b></div>
      <p id="i" data-testid="data-testid X one: two"></p><p id="j" aria-label="data-testid X"></p>
      <input type="checkbox" class="box" id="k"><button class="box" id="l">x</button>`;
  });

  it.each<[string, TargetSource, string]>([
    ['a label, exact before partial, whatever the case', button('Run query'), 'b'],
    ['a part of a label', button('query again'), 'a'],
    ['only buttons for a button', button('.run'), 'd'],
    ['anything for a highlight', highlight('.run'), 'c'],
    ['a label that looks like CSS', button('Note: x'), 'e'],
    ['a label with a combinator in it', button('a > b'), 'f'],
    ['CSS that looks like a label', button('span.run'), 'd'],
    ['the panel of that very title', highlight('panel:Requests'), 'p2'],
    ['a panel whose title contains it', highlight('panel:by instance'), 'missing'],
    ['a part of a panel', highlight('panel:Requests > b'), 'h'],
    ['a panel whose title begins so', highlight('panel:Requests by > b'), 'g'],
    ['a name of Grafana’s with an argument', highlight('grafana:components.X:one: two'), 'i'],
    ['such a name as a label', highlight('body > {grafana:components.X}'), 'j'],
    ['a button though toggles have the class', button('.box'), 'l'],
    ['a toggle where a state is wanted', { ...button('.box'), targetstate: 'true' }, 'k'],
  ])('is %s', async (_what, source, expected) => {
    expect(await idOf(source)).toBe(expected);
  });

  it('is said to be unreadable, unknown, hidden or not there', async () => {
    expect(await findNow(highlight('div[['), deps)).toMatchObject({ kind: 'missing', final: true });
    expect(await findNow(highlight('grafana:components.Y'), deps)).toMatchObject({
      detail: 'this Grafana has no element named components.Y',
    });
    expect(await findNow(highlight('#nowhere'), deps)).toEqual({
      kind: 'missing',
      found: 0,
      detail: 'the element is not on this page',
    });
    document.getElementById('c')?.setAttribute('hidden', '');
    expect(await findNow(highlight('#c'), deps)).toMatchObject({ found: 1, detail: 'the element is there but hidden' });
  });

  it('is looked up in the table of the running version, in its own members alone', async () => {
    const resolve = createTokenResolver('12.0.0');
    expect(await resolve('components.NavMenu.item', null)).toBe('data-testid Nav menu item');
    expect(await resolve('components.Breadcrumbs.breadcrumb', 'Home')).toBe('data-testid Home breadcrumb');
    for (const path of [
      'constructor.constructor',
      'components.toString',
      '__proto__',
      'components',
      'components.NavMenu.item.length',
    ]) {
      expect(await resolve(path, 'alert(1)')).toBeNull();
    }
  });
});

describe('looking again', () => {
  const waits: number[] = [];
  /** Time that passes when it is waited for; what happens meanwhile is told by `meanwhile`. */
  const passing = (meanwhile: (total: number) => void): Clock => {
    let now = 0;
    return {
      now: () => now,
      after: (ms, run) => {
        waits.push(ms);
        now += ms;
        meanwhile(now);
        queueMicrotask(run);
        return () => undefined;
      },
    };
  };
  const find = (reftarget: string, meanwhile: (total: number) => void = () => undefined) =>
    findTarget(highlight(reftarget), { ...deps, clock: passing(meanwhile) }, new AbortController().signal);
  beforeEach(() => {
    waits.splice(0);
    document.body.innerHTML = '<ul><li><span><b id="a" data-testid="data-testid instance-17"></b></span></li></ul>';
  });

  it('waits 200, 600 and 1800 ms and then says that it is not there', async () => {
    expect(await find('#nowhere')).toMatchObject({ kind: 'missing' });
    expect(waits).toEqual([...RETRY_WAITS]);
    expect(RETRY_WAITS).toEqual([200, 600, 1800]);
  });

  it('takes what has come meanwhile', async () => {
    const found = await find('#late', (total) => {
      if (total >= 800) {
        document.body.insertAdjacentHTML('beforeend', '<i id="late"></i>');
      }
    });
    expect(found.kind).toBe('found');
    expect(waits).toEqual([200, 600]);
  });

  it('reads > as any depth from the second retry on', async () => {
    expect(await find('ul > li > b')).toMatchObject({ kind: 'found', found: 1 });
    expect(waits).toEqual([200, 600]);
  });

  it('takes a test id with another tail from the second retry on, where it is the only one', async () => {
    const found = await find('[data-testid="data-testid instance-3"]');
    expect(found).toMatchObject({ kind: 'found' });
    expect(waits).toEqual([200, 600]);
    document.body.insertAdjacentHTML('beforeend', '<b data-testid="data-testid instance-18"></b>');
    expect(found.kind === 'found' && found.again()).toBeNull();
    expect((await find('[data-testid="data-testid instance-3"]')).kind).toBe('missing');
  });

  it('takes no other element for one that is there but hidden', async () => {
    document.body.innerHTML =
      '<p><b data-testid="data-testid instance-3" hidden></b></p><b data-testid="data-testid instance-4"></b>';
    expect(await find('[data-testid="data-testid instance-3"]')).toMatchObject({ kind: 'missing', found: 1 });
  });

  it('looks again where only the machine was busy, not where the work is too much', async () => {
    document.body.innerHTML = '<i></i>'.repeat(300);
    let slow = true;
    const busy: Clock = {
      ...passing(() => (slow = false)),
      now: () => (slow ? performance.now() * 1e6 : 0),
    };
    const found = await findTarget(highlight('i'), { ...deps, clock: busy }, new AbortController().signal);
    expect(found).toMatchObject({ kind: 'found', found: 300 });
    expect(waits).toEqual([200]);
    document.body.innerHTML = '<i></i>'.repeat(3000);
    const much = await find(Array.from({ length: 190 }, () => '*').join(' ~ '));
    expect(much).toMatchObject({ kind: 'missing', final: true });
    expect(waits).toEqual([200]);
  });

  it('does not look again for what can never be found', async () => {
    await find('div[[');
    await find('grafana:components.Y');
    expect(waits).toEqual([]);
  });
});

describe('a guide that aims at what is ours', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <div id="dock" data-live-own>
        <button data-testid="follow-confirm" id="mine" aria-pressed="false">Do it in my Grafana</button>
        <form><input id="name"><select></select></form></div>
      <div role="dialog" id="dialog"><button id="close">Close</button><form data-live-own><button>Join</button></form></div>
      <main><p>Do it</p></main>`;
  });

  it.each([
    '[data-testid="follow-confirm"]',
    '#mine',
    '[data-live-own] button',
    '#dock > *',
    "button:contains('do it')",
    "button:text('Do it in my Grafana')",
    ':has(> [data-testid="follow-confirm"])',
    'body *:has(button)',
    'button:nth-match(1)',
    '*:nth-match(9)',
    'div:nth-match(1)',
    ':not(main *):not(main):not(html, head, body)',
    'main ~ *, #dialog *',
    '#close',
    ':is(#mine, form)',
  ])('finds nothing by %s', async (reftarget) => {
    expect(await idOf(highlight(reftarget))).toBe('missing');
    expect(await idOf(button(reftarget))).toBe('missing');
  });

  it.each(['Do it in my Grafana', 'do it', 'Join', 'Close', 'o'])('finds no button called %s', async (label) => {
    expect(await idOf(button(label))).toBe('missing');
  });
});
