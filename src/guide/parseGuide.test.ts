import { GUIDE_LIMITS } from './guideLimits';
import { parseGuide, parseGuideText, type ParsedGuide } from './parseGuide';

const step = (extra: object = {}) => ({
  type: 'interactive',
  action: 'highlight',
  reftarget: '#a',
  content: 'Look.',
  ...extra,
});
const guide = (blocks: unknown[], extra: object = {}) => ({ id: 'g', title: 'G', blocks, ...extra });
const read = (json: unknown) => {
  const parsed = parseGuide(json);
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed;
};
const errorsOf = (parsed: ParsedGuide) => (parsed.ok ? [] : parsed.errors.map(({ path }) => path));
const nest = (depth: number, inner: unknown): unknown =>
  depth === 0 ? inner : { type: 'section', title: 's', blocks: [nest(depth - 1, inner)] };

describe('parseGuide', () => {
  it('reads markdown, sections and steps in reading order', () => {
    const { guide: parsed, warnings } = read(
      guide([
        { type: 'markdown', content: 'Hello' },
        { type: 'section', id: 's', title: 'S', blocks: [step({ id: 'one' })] },
        step({ id: 'two', action: 'navigate', reftarget: '/explore' }),
      ])
    );
    expect(warnings).toEqual([]);
    expect(parsed.steps.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(parsed.blocks.map(({ kind }) => kind)).toEqual(['markdown', 'section', 'step']);
    expect(parsed.blocks[1]).toMatchObject({ id: 's', title: 'S', blocks: [{ kind: 'step', step: { id: 'one' } }] });
  });

  it('gives every field of a step its default', () => {
    const [only] = read(guide([step()])).guide.steps;
    expect(only).toMatchObject({
      showMe: true,
      doIt: true,
      skippable: false,
      completeEarly: false,
      requirements: [],
      verify: [],
      tooltip: '',
      targetvalue: null,
      targetstate: null,
    });
  });

  it('takes the camel-case twins, the lower-case name winning', () => {
    const { steps } = read(
      guide([
        {
          type: 'interactive',
          content: '',
          targetAction: 'formfill',
          refTarget: '#b',
          targetValue: 'v',
          targetState: true,
        },
        { ...step(), refTarget: '#loses' },
      ])
    ).guide;
    expect(steps[0]).toMatchObject({ action: 'formfill', reftarget: '#b', targetvalue: 'v', targetstate: 'true' });
    expect(steps[1].reftarget).toBe('#a');
  });

  it('splits conditions at commas, in lists and in one string', () => {
    const [only] = read(guide([step({ requirements: ['on-page:/a, exists-reftarget', 'x'], verify: 'on-page:/b,y' })]))
      .guide.steps;
    expect(only.requirements).toEqual(['on-page:/a', 'exists-reftarget', 'x']);
    expect(only.verify).toEqual(['on-page:/b', 'y']);
  });

  it('skips an unknown block type with a warning', () => {
    const { guide: parsed, warnings } = read(guide([{ type: 'hologram' }, step()]));
    expect(parsed.blocks).toEqual([expect.objectContaining({ kind: 'step' })]);
    expect(warnings.map(({ path }) => path)).toEqual(['blocks.0']);
  });

  it('ignores unknown fields', () => {
    expect(read(guide([step({ whatever: 1 })], { schemaVersion: '9', note: 'x' })).warnings).toEqual([]);
  });

  it.each([
    ['a target is missing', guide([step({ reftarget: undefined })]), 'blocks.0.reftarget'],
    ['an action is unknown', guide([step({ action: 'explode' })]), 'blocks.0.action'],
    ['a block is no object', guide(['x']), 'blocks.0'],
    ['a nested block is malformed', guide([nest(1, step({ content: 1 }))]), 'blocks.0.blocks.0.content'],
    ['the id is missing', { title: 'G', blocks: [] }, 'id'],
    ['the blocks are missing', { id: 'g', title: 'G' }, 'blocks'],
  ])('says where the fault is when %s', (_what, json, path) => {
    expect(errorsOf(parseGuide(json))).toEqual([path]);
  });

  it('needs no target for noop and popout', () => {
    expect(read(guide([step({ action: 'noop', reftarget: undefined })])).guide.steps[0].reftarget).toBeNull();
  });

  it.each([null, 1, 'x', [], {}])('refuses %j without throwing', (json) => {
    expect(parseGuide(json).ok).toBe(false);
  });
});

describe('bounds of a guide', () => {
  it('nests containers 5 deep and no deeper', () => {
    expect(parseGuide(guide([nest(GUIDE_LIMITS.depth, step())])).ok).toBe(true);
    expect(parseGuide(guide([nest(GUIDE_LIMITS.depth + 1, step())])).ok).toBe(false);
  });

  it('has 512 KiB and no more', () => {
    const text = (bytes: number) => {
      const empty = JSON.stringify(guide([], { note: '' })).length;
      return JSON.stringify(guide([], { note: 'x'.repeat(bytes - empty) }));
    };
    expect(parseGuideText(text(GUIDE_LIMITS.bytes)).ok).toBe(true);
    expect(parseGuideText(text(GUIDE_LIMITS.bytes + 1)).ok).toBe(false);
  });

  it('counts bytes, not characters', () => {
    expect(parseGuideText(JSON.stringify(guide([], { note: 'é'.repeat(GUIDE_LIMITS.bytes / 2 + 1) }))).ok).toBe(false);
  });

  it('takes as many steps and blocks as the bounds say and not one more', () => {
    const many = (count: number, block: unknown) => parseGuide(guide(Array.from({ length: count }, () => block)));
    expect(many(GUIDE_LIMITS.steps, step()).ok).toBe(true);
    expect(many(GUIDE_LIMITS.steps + 1, step()).ok).toBe(false);
    expect(many(GUIDE_LIMITS.blocks, { type: 'markdown', content: '' }).ok).toBe(true);
    expect(many(GUIDE_LIMITS.blocks + 1, { type: 'markdown', content: '' }).ok).toBe(false);
  });

  it('bounds selectors', () => {
    const long = (length: number) => parseGuide(guide([step({ reftarget: '#'.padEnd(length, 'a') })])).ok;
    expect(long(GUIDE_LIMITS.selectorLength)).toBe(true);
    expect(long(GUIDE_LIMITS.selectorLength + 1)).toBe(false);
  });

  it('refuses JSON that would overflow the stack of a recursive reader', () => {
    const deep = `{"id":"g","title":"G","blocks":[],"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(parseGuideText(deep).ok).toBe(false);
  });

  it('refuses text that is no Unicode, since it has no canonical JSON', () => {
    expect(parseGuideText('{"id":"g","title":"G","blocks":[],"x":"\\ud800"}').ok).toBe(false);
    expect(parseGuideText('{"id":"g","title":"G","blocks":[],"x":"\\\\ud800 \\ud83d\\ude00"}').ok).toBe(true);
  });
});
