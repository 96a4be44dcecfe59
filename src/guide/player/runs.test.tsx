/** Sections, groups and guided steps as they run, on a clock that the test moves. */
import { act, screen, within } from '@testing-library/react';
import type { GuideStep } from '../model';
import {
  button,
  card,
  Conditions,
  DONE,
  guideOf,
  mount,
  ScriptedRunner,
  section,
  SHOWN,
  stateOf,
  step,
} from '../../testing/playerForTests';
import { PACE } from './stepWork';

const obedient = () => new ScriptedRunner((kind) => (kind === 'show' ? SHOWN : DONE));
const later = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
const press = (name: string | RegExp) => act(async () => screen.getByRole('button', { name }).click());
const runState = () => screen.queryByTestId('guide-section-run')?.dataset.state ?? 'none';
const inner = (group: string) =>
  within(card(group))
    .getAllByTestId('guide-inner-step')
    .map(({ dataset }) => dataset.state);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('Do section', () => {
  it('shows, waits, does and waits, step by step, and tells the session of each step once', async () => {
    const runner = obedient();
    const { pressed } = await mount(guideOf([section(step('a'), step('b', { doIt: false }), step('c'))]), { runner });
    await press('Do section');
    expect(runState()).toBe('running');
    expect(screen.getByText('Doing step 1 of 3.')).toBeInTheDocument();
    await later(PACE.shownInSection - 100);
    expect([runner.said(), pressed]).toEqual([['show a'], []]);
    await later(100);
    expect([runner.said(), pressed]).toEqual([['show a', 'do a'], ['do a']]);
    await later(PACE.settle + PACE.done);
    expect(pressed).toEqual(['do a', 'show b']);
    await later(60_000);
    expect(pressed).toEqual(['do a', 'show b', 'do c']);
    expect(runState()).toBe('none');
    expect(screen.getByRole('button', { name: 'Part' })).toHaveAttribute('aria-expanded', 'false');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('pauses between showing and doing, and goes on where it was', async () => {
    const runner = obedient();
    const { pressed } = await mount(guideOf([section(step('a'), step('b'))]), { runner });
    await press('Do section');
    await later(1000);
    await press('Pause');
    await later(60_000);
    expect([runState(), pressed]).toEqual(['paused', []]);
    await press('Resume');
    await later(0);
    expect(pressed).toEqual(['do a']);
    await later(60_000);
    expect(pressed).toEqual(['do a', 'do b']);
  });

  it('pauses when the person does something on the page themselves, and does not repeat what they did', async () => {
    const runner = obedient();
    const { pressed } = await mount(guideOf([section(step('a'), step('b'))]), { runner });
    await press('Do section');
    await later(1000);
    await act(async () => runner.person?.takesOver());
    expect(screen.getByText(/You did something on the page yourself/)).toBeInTheDocument();
    await act(async () => button('a', 'Do It').click());
    await later(60_000);
    expect([stateOf('a'), runState(), pressed]).toEqual(['done', 'paused', ['do a']]);
    await press('Resume');
    await later(60_000);
    expect(pressed).toEqual(['do a', 'do b']);
  });

  it('ends where it is stopped and leaves nothing behind', async () => {
    const runner = obedient();
    const { pressed } = await mount(guideOf([section(step('a'), step('b'))]), { runner });
    await press('Do section');
    await later(1000);
    await press('Stop');
    await later(60_000);
    expect([runState(), pressed, jest.getTimerCount()]).toEqual(['none', [], 0]);
    expect(stateOf('a')).toBe('ready');
  });

  it('tries once to fix what is required, then passes over what may be skipped and stops at what may not', async () => {
    const runner = obedient();
    const conditions = new Conditions();
    const needs = { requirements: ['on-page:/x'] };
    const { pressed } = await mount(
      guideOf([section(step('a', { ...needs, skippable: true }), step('b'), step('c', needs), step('d'))]),
      { runner, conditions }
    );
    await press('Do section');
    await later(60_000);
    expect(conditions.fixed).toEqual([
      { kind: 'navigate', path: '/x' },
      { kind: 'navigate', path: '/x' },
    ]);
    expect([stateOf('a'), stateOf('b'), pressed]).toEqual(['skipped', 'done', ['do b']]);
    expect(runState()).toBe('stopped');
    expect(screen.getByText(/Stopped at step 3 of 4: Go to the page \/x first/)).toBeInTheDocument();
    await conditions.become('on-page:/x');
    await press('Try again');
    await later(60_000);
    expect(pressed).toEqual(['do b', 'do c', 'do d']);
  });

  it('stops where an element is not found', async () => {
    const runner = new ScriptedRunner(() => ({ outcome: 'failed', found: 0, detail: 'it is not there' }));
    await mount(guideOf([section(step('a'), step('b'))]), { runner });
    await press('Do section');
    await later(60_000);
    expect(runState()).toBe('stopped');
    expect(screen.getByText(/it is not there/)).toBeInTheDocument();
    expect(stateOf('b')).toBe('locked');
  });

  it('goes on by itself once the reader has done what was theirs, and ends where that was the last', async () => {
    const guided = { type: 'guided', id: 'p', content: 'x', steps: [{ action: 'noop', content: 'y' }] };
    const quiz = { type: 'quiz', id: 'q', question: 'x', choices: [{ id: 'a', text: 'A', correct: true }] };
    const { pressed } = await mount(guideOf([section(step('a'), guided, step('b'), quiz)]), { runner: obedient() });
    await press('Do section');
    await later(60_000);
    expect([runState(), pressed]).toEqual(['waiting', ['do a']]);
    await act(async () => button('p', 'Start').click());
    await later(0);
    await act(async () => button('p', 'Continue').click());
    await later(60_000);
    expect([stateOf('p'), runState(), pressed]).toEqual(['done', 'waiting', ['do a', 'do b']]);
    expect(inner('p')).toEqual(['done']);
    await act(async () => within(card('q')).getByRole('radio').click());
    await act(async () => button('q', 'Check answer').click());
    await later(60_000);
    expect(runState()).toBe('none');
    // Its section stays open, so that the answer is seen to be right.
    expect(within(card('q')).getByText('That is right.')).toBeInTheDocument();
  });

  it.each([
    ['guided', { type: 'guided', id: 'p', content: 'x', steps: [{ action: 'noop' }] }],
    ['a quiz', { type: 'quiz', id: 'p', question: 'x', choices: [{ id: 'a', text: 'A', correct: true }] }],
    ['a terminal', { type: 'terminal', id: 'p', content: 'x', command: 'ls' }],
    ['a challenge', { type: 'challenge', id: 'p', title: 'x', brief: 'x', successCriteria: 'is-admin' }],
    [
      'a question that must be answered',
      {
        ...{ type: 'input', id: 'p', prompt: 'x', inputType: 'datasource', variableName: 'v' },
        ...{ dataCheckQuery: 'up', dataCheckBlocking: true },
      },
    ],
  ])('leaves %s to the person', async (_, block) => {
    const { pressed } = await mount(guideOf([section(step('a'), block, step('b'))]), { runner: obedient() });
    await press('Do section');
    await later(60_000);
    expect([runState(), pressed]).toEqual(['waiting', ['do a']]);
    expect(screen.getByText(/yours/)).toBeInTheDocument();
    await press('Go to it');
    expect(card('p')).toHaveFocus();
  });
});

describe('multistep', () => {
  const group = (...steps: object[]) => ({ type: 'multistep', id: 'm', content: 'All of it', steps });
  const one = (id: string, extra: object = {}) => ({ action: 'button', reftarget: 'Run', id, ...extra });

  it('runs its steps, each as an event of its own, and is complete after the last', async () => {
    const runner = obedient();
    const { pressed } = await mount(guideOf([group(one('x'), one('y'))]), { runner });
    await act(async () => button('m', 'Do It').click());
    expect(inner('m')).toEqual(['now', 'todo']);
    await later(PACE.shown);
    expect([runner.said(), pressed]).toEqual([['show x', 'do x'], ['do x']]);
    await later(PACE.settle + PACE.done);
    expect(inner('m')).toEqual(['done', 'now']);
    await later(60_000);
    expect([stateOf('m'), pressed, jest.getTimerCount()]).toEqual(['done', ['do x', 'do y'], 0]);
  });

  it('says at which of them it failed, and is not complete', async () => {
    const runner = new ScriptedRunner((_kind, { id }) =>
      id === 'y' ? { outcome: 'failed', found: 0, detail: 'gone' } : DONE
    );
    await mount(guideOf([group(one('x'), one('y'))]), { runner });
    await act(async () => button('m', 'Do It').click());
    await later(60_000);
    expect([stateOf('m'), inner('m')]).toEqual(['failed', ['todo', 'failed']]);
    expect(screen.getByText(/did not work: gone/)).toBeInTheDocument();
  });

  it.each(['Cancel', 'a press on the page'])('ends between two steps by %s', async (how) => {
    const runner = obedient();
    const { pressed } = await mount(guideOf([group(one('x'), one('y'))]), { runner });
    await act(async () => button('m', 'Do It').click());
    await later(PACE.shown);
    await act(async () => (how === 'Cancel' ? button('m', 'Cancel').click() : runner.person?.takesOver()));
    await later(60_000);
    expect([stateOf('m'), pressed]).toEqual(['ready', ['do x']]);
  });

  it('is complete when a session has done each of its steps', async () => {
    const guide = guideOf([group(one('x'), one('y'))]);
    const { records } = await mount(guide);
    await act(async () => guide.steps.slice(0, 1).forEach((inside) => records.complete('g', inside, 'done')));
    expect(stateOf('m')).toBe('ready');
    await act(async () => guide.steps.forEach((inside) => records.complete('g', inside, 'done')));
    expect(stateOf('m')).toBe('done');
  });
});

describe('guided', () => {
  const guided = (more: object, ...steps: object[]) => ({ type: 'guided', id: 'h', content: 'Do it', steps, ...more });
  const one = (id: string, extra: object = {}) => ({ action: 'button', reftarget: 'Run', id, ...extra });
  const start = () => act(async () => button('h', 'Start').click());

  it('points and waits for the person, step by step, each told to the session as shown', async () => {
    const { runner, pressed } = await mount(guideOf([guided({}, one('x'), { action: 'noop', id: 'n' }, one('y'))]));
    await start();
    expect([runner.said(), pressed]).toEqual([['watch x'], ['show x']]);
    await runner.settle(0, DONE);
    expect(inner('h')).toEqual(['done', 'now', 'todo']);
    await act(async () => button('h', 'Continue').click());
    expect(pressed).toEqual(['show x', 'show y']);
    await runner.settle(1, DONE);
    await later(1000);
    expect([stateOf('h'), jest.getTimerCount()]).toEqual(['done', 0]);
  });

  it('says what is asked for when what was entered will not do', async () => {
    const fill = one('x', { action: 'formfill', targetvalue: 'up', validateInput: true, formHint: 'Write **up**' });
    const { runner } = await mount(guideOf([guided({}, fill)]));
    await start();
    await act(async () => runner.runs[0].on.refused?.());
    expect(screen.getByText('up').closest('[role="status"]')).not.toBeNull();
  });

  it('ends by Cancel, by Escape and when its time is over, and lets a step be skipped where that is allowed', async () => {
    const guide = guideOf([guided({ stepTimeout: 5000 }, one('x', { skippable: true }), one('y'))]);
    const { runner } = await mount(guide);
    await start();
    await act(async () => button('h', 'Cancel').click());
    expect([stateOf('h'), runner.runs[0].signal.aborted]).toEqual(['ready', true]);
    await start();
    await act(async () => runner.person?.stops());
    expect(stateOf('h')).toBe('ready');
    await start();
    await act(async () => button('h', 'Skip this step').click());
    expect(inner('h')).toEqual(['done', 'now']);
    expect(within(card('h')).queryByRole('button', { name: 'Skip this step' })).toBeNull();
    await later(5000);
    expect(stateOf('h')).toBe('failed');
    expect(screen.getByText(/not done within 5 seconds/)).toBeInTheDocument();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not stopped by the person who does what is asked', async () => {
    const { runner } = await mount(guideOf([guided({}, one('x'))]));
    await start();
    await act(async () => runner.person?.takesOver());
    expect(stateOf('h')).toBe('running');
  });
});

it('puts the reader’s answers into what runs, and not into what travels', async () => {
  const runner = obedient();
  const told: GuideStep[] = [];
  const guide = guideOf([
    { type: 'input', prompt: 'Which?', inputType: 'text', variableName: 'metric' },
    step('a', { action: 'formfill', reftarget: '#{{metric}}', targetvalue: '{{metric}} > {{other}}' }),
  ]);
  const { records } = await mount(guide, { runner, onAction: (_kind, one) => told.push(one) });
  await act(async () => button('a', 'Do It').click());
  expect(stateOf('a')).toBe('failed');
  expect([runner.said(), told]).toEqual([[], []]);
  await act(async () => records.answer('g', 'metric', 'up'));
  await act(async () => button('a', 'Do It').click());
  expect(runner.runs[0].step).toMatchObject({ reftarget: '#up', targetvalue: 'up > {{other}}' });
  expect(told).toEqual([guide.steps[0]]);
});
