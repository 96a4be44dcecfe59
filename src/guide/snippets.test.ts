import { GUIDE_LIMITS } from './guideLimits';
import { parseGuide } from './parseGuide';
import { readSnippet, snippetIdsIn, withSnippets } from './snippets';

const ref = (snippetId: unknown) => ({ type: 'snippet-ref', snippetId });
const step = { type: 'interactive', id: 'look', action: 'highlight', reftarget: '#a', content: 'Look.' };
const guide = (...blocks: unknown[]) => ({ id: 'g', title: 'G', blocks });
const read = (json: unknown) => {
  const parsed = parseGuide(json);
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed;
};

describe('snippets', () => {
  const nested = guide(
    ref('a'),
    { type: 'section', blocks: [ref('a'), ref('b')] },
    { type: 'conditional', conditions: ['is-admin'], whenTrue: [ref('c')], whenFalse: [] }
  );

  it('are asked for once each, wherever they stand', () => {
    expect(snippetIdsIn(nested)).toEqual(['a', 'b', 'c']);
    expect(snippetIdsIn(guide(ref('../secret'), ref(7), ref('A b')))).toEqual([]);
  });

  it('take the place of their references, so that steps have the hash that they have without one', () => {
    const composed = withSnippets(nested, new Map([['a', [step]]]));
    const { steps } = read(composed).guide;
    expect(steps.map(({ id }) => id)).toEqual(['look', 'look-2']);
    expect(steps[0].hash).toBe(read(guide(step)).guide.steps[0].hash);
  });

  it('that are missing leave a note and a warning, and nothing to run', () => {
    const { guide: parsed, warnings } = read(guide(ref('gone')));
    expect(parsed.blocks).toEqual([{ kind: 'markdown', content: expect.stringContaining('gone') }]);
    expect(warnings).toEqual([{ path: 'blocks.0.snippetId', message: 'the snippet gone is missing' }]);
  });

  it('are refused when they are another one, ask for others, or are none', () => {
    expect(readSnippet({ id: 'a', title: 'A', blocks: [step] }, 'a')).toEqual([step]);
    expect(readSnippet({ id: 'b', blocks: [step] }, 'a')).toBeNull();
    expect(readSnippet({ id: 'a', blocks: [{ type: 'section', blocks: [ref('a')] }] }, 'a')).toBeNull();
    expect(readSnippet({ id: 'a' }, 'a')).toBeNull();
    expect(readSnippet(null, 'a')).toBeNull();
  });

  it('cannot blow a small guide up: a snippet used a thousand times counts a thousand times', () => {
    const large = [{ type: 'markdown', content: 'x'.repeat(10_000) }];
    const times = (count: number) => withSnippets(guide(...Array(count).fill(ref('a'))), new Map([['a', large]]));
    expect(times(10)).not.toBeNull();
    expect(times(Math.ceil(GUIDE_LIMITS.bytes / 10_000) + 1)).toBeNull();
  });
});
