import { EVERY_BLOCK } from '../testing/everyBlock';
import type { Block, GuideStep } from './model';
import { parseGuide } from './parseGuide';

const read = (...blocks: unknown[]) => {
  const parsed = parseGuide({ id: 'g', title: 'G', blocks });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed;
};
const errorsOf = (...blocks: unknown[]) => {
  const parsed = parseGuide({ id: 'g', title: 'G', blocks });
  return parsed.ok ? [] : parsed.errors.map(({ path }) => path);
};
const all = read(...EVERY_BLOCK.blocks);
const blockOf = <K extends Block['kind']>(kind: K, at = 0): Extract<Block, { kind: K }> => {
  const found = all.guide.blocks.filter((block): block is Extract<Block, { kind: K }> => block.kind === kind)[at];
  if (!found) {
    throw new Error(`there is no ${kind}`);
  }
  return found;
};
const stepOf = (id: string): GuideStep | undefined => all.guide.steps.find((step) => step.id === id);

describe('a guide with every block type', () => {
  it('is read whole, with a warning for the missing snippet alone', () => {
    expect(all.warnings.map(({ path }) => path)).toEqual(['blocks.7.snippetId']);
    expect(all.guide.blocks.map(({ kind }) => kind)).toEqual([
      ...['markdown', 'html', 'image', 'video', 'video', 'collapsible', 'grot-guide', 'markdown', 'section'],
      ...['conditional', 'group', 'multistep', 'guided', 'code-block', 'quiz', 'input', 'input', 'input'],
      ...['terminal', 'terminal-connect', 'challenge'],
    ]);
  });

  it('has every step in reading order, inner ones, both branches and the code block among them', () => {
    expect(all.guide.steps.map(({ action }) => action)).toEqual([
      ...['navigate', 'highlight', 'button', 'formfill', 'hover', 'noop', 'popout'],
      ...['button', 'button', 'button', 'formfill', 'hover', 'noop', 'formfill'],
    ]);
    expect(new Set(all.guide.steps.map(({ id }) => id)).size).toBe(all.guide.steps.length);
    expect(all.places.get('together/2')).toBe('blocks.11.steps.1');
  });

  it('counts what a reader completes: no inner steps, no untracked inputs', () => {
    const { units } = all.guide;
    expect(new Set(units).size).toBe(units.length);
    expect(units).toHaveLength(7 + 2 + 2 + 1 + 1 + 1 + 1 + 1);
    expect(units).toEqual(expect.arrayContaining(['go', 'together', 'why', 'check', blockOf('code-block').step.id]));
    expect(units).not.toContain('together/1');
  });

  it('tells the branches of a conditional apart, also where they hold the same step', () => {
    const { whenTrue, whenFalse } = blockOf('conditional');
    const [yes] = whenTrue.blocks;
    const [no] = whenFalse.blocks;
    expect(yes.kind === 'step' && yes.step.id).toMatch(/^step-9\.then\.0-/);
    expect(no.kind === 'step' && no.step.id).toMatch(/^step-9\.else\.0-/);
    expect(whenTrue).toMatchObject({ title: 'Here', requirements: ['is-admin'], objectives: ['is-editor'] });
    expect(whenFalse).toMatchObject({ title: '', requirements: [] });
  });

  it('names inner steps by their group and number unless they have an id, each with the hash of its own JSON', () => {
    const { group } = blockOf('multistep');
    expect(group.steps.map(({ id }) => id)).toEqual(['together/1', 'together/2']);
    expect(group).toMatchObject({ stepTimeout: 120_000, skippable: true, hint: 'Open **Explore** first.' });
    const moved = read({ ...EVERY_BLOCK.blocks[11], content: 'Other words.' });
    expect(moved.guide.steps.map(({ hash }) => hash)).toEqual(group.steps.map(({ hash }) => hash));
    expect(blockOf('guided').group.steps[0].id).toBe('point');
  });

  it('takes an inner step’s description for its text, else its tooltip', () => {
    const [point, think] = blockOf('guided').group.steps;
    expect(point).toMatchObject({ content: 'Point here', tooltip: 'Point here', skippable: true });
    expect(think).toMatchObject({ content: 'Think', tooltip: 'Think', reftarget: null });
    expect(blockOf('guided').group.stepTimeout).toBe(30_000);
  });

  it('keeps every field of a step', () => {
    expect(stepOf('go')).toMatchObject({ verify: ['on-page:/explore'], openGuide: 'bundled:first-steps' });
    expect(all.guide.steps[3]).toMatchObject({
      validateInput: true,
      formHint: 'Type up.',
      lazyRender: true,
      scrollContainer: '.view',
      targetvalue: '^up$',
    });
    expect(all.guide.steps[2]).toMatchObject({
      targetstate: 'true',
      completeEarly: true,
      objectives: ['has-datasource:prometheus'],
    });
  });

  it('makes of a code block a step that fills the editor with the code', () => {
    const { step, code } = blockOf('code-block');
    expect(step).toMatchObject({ action: 'formfill', reftarget: '.monaco-editor', targetvalue: code, skippable: true });
    expect(all.guide.steps).toContain(step);
  });

  it('reads inputs, quizzes, terminals and challenges', () => {
    expect(blockOf('input')).toMatchObject({
      pattern: '^[a-z]+$',
      defaultValue: 'ops',
      tracked: false,
      dataCheck: null,
    });
    expect(blockOf('input', 1)).toMatchObject({ defaultValue: 'true', checkboxLabel: 'Yes' });
    expect(blockOf('input', 2)).toMatchObject({
      tracked: true,
      dataCheck: { query: 'up', from: 'now-6h', to: 'now-1m', blocking: true },
    });
    expect(blockOf('quiz')).toMatchObject({ maxAttempts: 2, multiSelect: true, shuffle: false });
    expect(blockOf('challenge')).toMatchObject({
      successCriteria: ['coda-exit-zero:true'],
      commands: ['one', 'two', 'break it'],
      hintLevels: ['Look.', 'Look there.'],
    });
    expect(blockOf('terminal-connect')).toEqual({ kind: 'terminal-connect', content: 'Connect.', buttonText: 'Go' });
  });

  it.each([
    ['https://www.youtube.com/embed/x', 'youtube'],
    ['https://youtu.be/x', 'youtube'],
    ['https://player.vimeo.com/video/1', 'vimeo'],
    ['https://youtube.com.evil.example/x', 'native'],
    ['https://evil.example/youtube.com', 'native'],
    ['https://youtube.com@evil.example/x', 'native'],
    ['a.mp4', 'native'],
  ])('guesses the player of %s', (src, provider) => {
    expect(read({ type: 'video', src }).guide.blocks).toEqual([expect.objectContaining({ provider })]);
  });
});

describe('what a block cannot be', () => {
  it.each([
    ['blocks.0.src', { type: 'image', src: 'javascript:alert(1)' }],
    ['blocks.0.src', { type: 'image', src: 'data:image/svg+xml,x' }],
    ['blocks.0.src', { type: 'image', src: '//evil.example/a.png' }],
    ['blocks.0.src', { type: 'image', src: '/\\evil.example/a.png' }],
    ['blocks.0.src', { type: 'video', src: 'java\nscript:alert(1)' }],
    ['blocks.0.src', { type: 'video', src: 'blob:https://x/y' }],
    ['blocks.0.blocks.0.type', { type: 'collapsible', blocks: [{ type: 'interactive', action: 'noop', content: '' }] }],
    ['blocks.0.conditions', { type: 'conditional', conditions: [], whenTrue: [], whenFalse: [] }],
    ['blocks.0.conditions', { type: 'conditional', conditions: [' , '], whenTrue: [], whenFalse: [] }],
    ['blocks.0.whenFalse', { type: 'conditional', conditions: ['is-admin'], whenTrue: [] }],
    ['blocks.0.targetvalue', { type: 'interactive', action: 'popout', content: '', targetvalue: 'away' }],
    [
      'blocks.0.targetvalue',
      { type: 'interactive', action: 'formfill', content: '', reftarget: '#a', validateInput: true },
    ],
    ['blocks.0.steps', { type: 'multistep', content: '', steps: [] }],
    ['blocks.0.steps.0', { type: 'multistep', content: '', steps: ['x'] }],
    ['blocks.0.steps.1.reftarget', { type: 'guided', content: '', steps: [{ action: 'noop' }, { action: 'hover' }] }],
    ['blocks.0.stepTimeout', { type: 'guided', content: '', steps: [{ action: 'noop' }], stepTimeout: 0 }],
    ['blocks.0.choices', { type: 'quiz', question: '', choices: [{ id: 'a', text: 'x' }] }],
    [
      'blocks.0.choices',
      { type: 'quiz', question: '', choices: [1, 2].map((n) => ({ id: `${n}`, text: 'x', correct: true })) },
    ],
    [
      'blocks.0.choices',
      { type: 'quiz', question: '', choices: [true, false].map((correct) => ({ id: 'a', text: 'x', correct })) },
    ],
    ['blocks.0.variableName', { type: 'input', prompt: '', inputType: 'text', variableName: 'a b' }],
    [
      'blocks.0.dataCheckQuery',
      { type: 'input', prompt: '', inputType: 'text', variableName: 'a', dataCheckQuery: 'up' },
    ],
    [
      'blocks.0.id',
      {
        type: 'input',
        prompt: '',
        inputType: 'datasource',
        variableName: 'a',
        dataCheckQuery: 'up',
        dataCheckBlocking: true,
      },
    ],
    ['blocks.0.snippetId', { type: 'snippet-ref', snippetId: '../secret' }],
    [
      'blocks.0.welcome.ctas.0.screenId',
      { type: 'grot-guide', welcome: { title: '', body: '', ctas: [{ text: '', screenId: 'x' }] }, screens: [] },
    ],
  ])('says %s of %j', (path, block) => {
    expect(errorsOf(block)).toEqual([path]);
  });

  it('nests containers of every kind within the one bound', () => {
    const wrap = (kind: string, inner: unknown) =>
      kind === 'conditional'
        ? { type: kind, conditions: ['is-admin'], whenTrue: [], whenFalse: [inner] }
        : { type: kind, blocks: [inner] };
    const nested = ['section', 'conditional', 'assistant', 'section', 'conditional'].reduceRight<unknown>(
      (inner, kind) => wrap(kind, inner),
      { type: 'markdown', content: '' }
    );
    expect(errorsOf(nested)).toEqual([]);
    expect(errorsOf(wrap('assistant', nested))).not.toEqual([]);
  });

  it('bounds steps together, wherever they stand', () => {
    const group = { type: 'multistep', content: '', steps: Array(251).fill({ action: 'noop' }) };
    expect(errorsOf(group)).toEqual([]);
    expect(errorsOf(group, group).length).toBeGreaterThan(0);
  });

  it('warns of conditions that nobody knows', () => {
    const { warnings } = read({ type: 'section', blocks: [], requirements: ['is-admin', 'phase-of-moon:full'] });
    expect(warnings).toEqual([
      { path: 'blocks.0.requirements', message: expect.stringContaining('phase-of-moon:full') },
    ]);
  });

  it('takes fields with the names of object members for what they are: nothing', () => {
    const json: unknown = JSON.parse(
      '{"id":"g","title":"G","blocks":[{"type":"constructor"},{"type":"__proto__"},{"type":"noop","__proto__":{"type":"x"}}]}'
    );
    const parsed = parseGuide(json);
    expect(parsed.ok && parsed.warnings).toHaveLength(3);
  });
});

describe('the words of a problem', () => {
  const messageOf = (block: unknown) => {
    const parsed = parseGuide({ id: 'g', title: 'G', blocks: [block] });
    return parsed.ok ? '' : `${parsed.errors[0].path} ${parsed.errors[0].message}`;
  };

  it.each([
    [{ type: 'markdown' }, 'blocks.0.content is missing: give it text'],
    [{ type: 'markdown', content: 7 }, 'blocks.0.content must be text, but is the number 7'],
    [{ type: 'section' }, 'blocks.0.blocks is missing: give it a list'],
    [
      { type: 'interactive', content: '', action: 'explode' },
      /^blocks\.0\.action must be one of "highlight", .* but is "explode"$/,
    ],
    [{ type: 'interactive', content: '' }, /^blocks\.0\.action is missing: give it one of /],
    [
      { type: 'interactive', content: '', action: 'noop', skippable: 'yes' },
      'blocks.0.skippable must be true or false, but is "yes"',
    ],
    [
      { type: 'interactive', content: '', action: 'noop', targetstate: [] },
      'blocks.0.targetstate must be text, or true or false, but is a list',
    ],
    [{ type: 'markdown', content: 'x'.repeat(20_001) }, 'blocks.0.content is too long: at most 20000 characters'],
    [{ type: 'guided', content: '', steps: [] }, 'blocks.0.steps must not be empty'],
    [{ type: 'html', content: null }, 'blocks.0.content must be text, but is null'],
  ])('say what to do about %j', (block, message) => {
    expect(messageOf(block)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});
