/** The parts of the player that know nothing of a page: what stands where, what is kept, how a quiz is judged, what a session ticks. */
import { stepRefOf } from '../stepRef';
import { guideOf, memoryRecords, section, step } from '../../testing/playerForTests';
import { outlineOf, sectionNamed } from './outline';
import { IDLE, reducePlayer, type PlayerState } from './playerState';
import { judge, orderedChoices } from './quiz';
import { ANSWER_LENGTH, GuideRecords } from './records';
import { tickStep } from './sessionTicks';

const NOTHING = { completed: new Map(), answers: new Map() };

describe('the outline', () => {
  it('keeps order within sections, inner ones too, and none outside of them', () => {
    const guide = guideOf([section(step('a'), { ...section(step('b')), id: 't' }, step('c')), step('d')]);
    const waits = (done: readonly string[]) => {
      const completed = new Map(
        guide.steps.filter(({ id }) => done.includes(id)).map(({ id, hash }) => [id, { hash, as: 'done' as const }])
      );
      const { standings } = outlineOf(guide, { ...NOTHING, completed }, new Map());
      return Array.from(standings.values(), (one) => one.waits);
    };
    expect(waits([])).toEqual([false, true, true, false]);
    expect(waits(['a'])).toEqual([false, false, true, false]);
    expect(waits(['a', 'b'])).toEqual([false, false, false, false]);
  });

  it('counts what is shown alone', () => {
    const guide = guideOf([
      {
        type: 'conditional',
        id: 'if',
        conditions: ['is-admin'],
        whenTrue: [step('a'), step('b')],
        whenFalse: [step('c')],
      },
    ]);
    const total = (branches: Array<[string, boolean]>) => outlineOf(guide, NOTHING, new Map(branches)).total;
    const [block] = guide.blocks;
    const id = block.kind === 'conditional' ? block.id : '';
    expect([total([]), total([[id, true]]), total([[id, false]])]).toEqual([0, 2, 1]);
  });

  it('finds a section by its name with and without its prefix, also in a branch', () => {
    const inner = { ...section(step('b')), id: 'section-two' };
    const guide = guideOf([
      section(step('a')),
      { type: 'conditional', conditions: ['x'], whenTrue: [inner], whenFalse: [] },
    ]);
    expect(sectionNamed(guide, 'section-s')?.id).toBe('s');
    expect(sectionNamed(guide, 'two')?.id).toBe('section-two');
    expect(sectionNamed(guide, 'three')).toBeNull();
  });
});

describe('records', () => {
  const stored = () => {
    const kept = new Map<string, string>();
    const storage = () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    return { kept, storage };
  };

  it('are there for the same reader and guide, and for no other', () => {
    const { storage } = stored();
    new GuideRecords('ada@1', storage).complete('g', { id: 'a', hash: 'h' }, 'skipped');
    new GuideRecords('ada@1', storage).answer('g', 'v', 'up');
    expect(new GuideRecords('ada@1', storage).of('g').completed.get('a')).toEqual({ hash: 'h', as: 'skipped' });
    expect(new GuideRecords('ada@1', storage).of('g').answers.get('v')).toBe('up');
    for (const other of [new GuideRecords('ada@2', storage).of('g'), new GuideRecords('ada@1', storage).of('g2')]) {
      expect([other.completed.size, other.answers.size]).toEqual([0, 0]);
    }
    expect(new GuideRecords('ada', storage).of('1.g').completed.size).toBe(0);
  });

  it.each(['', 'null', '[]', '{"completed":{"a":1},"answers":{}}', '{'])(
    'begin anew where storage holds %j',
    (text) => {
      const { kept, storage } = stored();
      new GuideRecords('ada', storage).answer('g', 'v', 'x');
      kept.forEach((_value, key) => kept.set(key, text));
      expect(new GuideRecords('ada', storage).of('g').answers.size).toBe(0);
    }
  );

  it('last as long as the page where there is no storage, and bound an answer', () => {
    const records = new GuideRecords('ada', () => {
      throw new Error('denied');
    });
    records.answer('g', 'v', 'x'.repeat(ANSWER_LENGTH + 1));
    expect(records.of('g').answers.get('v')).toHaveLength(ANSWER_LENGTH);
    records.forget('g');
    expect(records.of('g').answers.size).toBe(0);
  });

  it('are the same object until something changes', () => {
    const records = memoryRecords();
    let told = 0;
    records.subscribe(() => told++);
    const before = records.of('g');
    records.complete('g', { id: 'a', hash: 'h' }, 'done');
    const after = records.of('g');
    records.complete('g', { id: 'a', hash: 'h' }, 'done');
    expect([before === after, records.of('g') === after, told]).toEqual([false, true, 1]);
  });
});

describe('a quiz', () => {
  const choices = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
    id,
    text: id,
    correct: id === 'b' || id === 'c',
    hint: '',
    pinned: id === 'e',
  }));
  const ids = (reader: string) => orderedChoices({ id: 'q', choices, shuffle: true }, reader).map(({ id }) => id);

  it('stands in the same order for one reader, in different ones for others, with what is pinned in place', () => {
    const readers = Array.from({ length: 40 }, (_, index) => `reader ${index}`);
    const orders = readers.map((reader) => ids(reader).join(''));
    expect(readers.map((reader) => ids(reader).join(''))).toEqual(orders);
    expect(new Set(orders).size).toBeGreaterThan(10);
    orders.forEach((order) => expect([order[4], Array.from(order).sort().join('')]).toEqual(['e', 'abcde']));
  });

  it('wants exactly the right choices', () => {
    const [block] = guideOf([
      {
        type: 'quiz',
        question: 'x',
        choices: choices.map(({ id, correct }) => ({ id, text: id, correct })),
        multiSelect: true,
      },
    ]).blocks;
    if (block.kind !== 'quiz') {
      throw new Error('no quiz');
    }
    expect(judge(block, [['b', 'c']]).kind).toBe('right');
    expect(judge(block, [['b']])).toEqual({ kind: 'wrong', chosen: [], left: null });
    expect(judge(block, [['a', 'b', 'c']])).toMatchObject({ kind: 'wrong', chosen: [{ id: 'a' }] });
  });
});

describe('what a session did', () => {
  const guide = guideOf([step('a'), step('b', { doIt: false })], { source: 'bundled', baseUrl: null });
  const [a, b] = guide.steps.map((one) => stepRefOf(guide, one));
  const ticked = async (...[event, outcome]: [Parameters<typeof tickStep>[2], Parameters<typeof tickStep>[3]]) => {
    const records = memoryRecords();
    const load = (id: string) => (id === guide.id ? Promise.resolve(guide) : Promise.reject(new Error('unknown')));
    await tickStep(records, load, event, outcome);
    return [...records.of(guide.id).completed.keys()];
  };

  it('is ticked when it was done, or shown where there is nothing to do', async () => {
    expect(await ticked({ type: 'do_it', step: a }, 'done')).toEqual(['a']);
    expect(await ticked({ type: 'show_me', step: b }, 'shown')).toEqual(['b']);
  });

  it('is not ticked when it was only shown, failed, was declined, reads differently or is of another guide', async () => {
    expect(await ticked({ type: 'show_me', step: a }, 'shown')).toEqual([]);
    expect(await ticked({ type: 'do_it', step: a }, 'shown')).toEqual([]);
    expect(await ticked({ type: 'do_it', step: a }, 'declined')).toEqual([]);
    expect(await ticked({ type: 'do_it', step: { ...a, stepHash: '0'.repeat(64) } }, 'done')).toEqual([]);
    expect(await ticked({ type: 'do_it', step: { ...a, guideId: 'other' } }, 'done')).toEqual([]);
    expect(await ticked({ type: 'clear_highlight' }, 'done')).toEqual([]);
  });
});

describe('the player’s state', () => {
  const run = (...inputs: Array<Parameters<typeof reducePlayer>[1]>): PlayerState => inputs.reduce(reducePlayer, IDLE);
  const part = { title: 'x', requirements: [], objectives: [], blocks: [] };

  it('is paused only while it runs, and everything can be pressed meanwhile', () => {
    expect(run({ type: 'run-paused', why: null }).run).toBeNull();
    const began = { type: 'began', activity: { kind: 'step', unitId: 'a', stepId: 'a', doing: 'do' } } as const;
    const paused = run({ type: 'run-began', section: part }, began, { type: 'run-paused', why: 'x' });
    expect(paused).toMatchObject({ activity: { kind: 'idle' }, run: { state: 'paused', why: 'x' } });
  });

  it('is the same object when the page says the same again', () => {
    const checked = () => ({ type: 'checked', branches: new Map([['x', false]]), unmet: new Map() }) as const;
    const state = run(checked());
    expect(reducePlayer(state, checked())).toBe(state);
    expect(reducePlayer(state, { ...checked(), branches: new Map([['x', true]]) })).not.toBe(state);
  });

  it('forgets a failure when what failed came about after all', () => {
    const failed = run({ type: 'ended', failure: { unitId: 'a', stepId: 'a', detail: 'x' } });
    expect(reducePlayer(failed, { type: 'completed', unitId: 'b' }).failure).not.toBeNull();
    expect(reducePlayer(failed, { type: 'completed', unitId: 'a' }).failure).toBeNull();
  });
});
