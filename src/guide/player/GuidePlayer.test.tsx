import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Guide, GuideStep } from '../model';
import { parseGuide } from '../parseGuide';
import type { ConditionsAsked, StepConditions, StepResult, StepRunner } from '../StepRunner';
import { explainCondition } from '../requirements';
import { GuidePlayer, type GuidePlayerProps } from './GuidePlayer';

const step = (id: string, extra: object = {}) => ({
  type: 'interactive',
  id,
  action: 'button',
  reftarget: 'Run',
  content: `Press **${id}**`,
  ...extra,
});
const section = (...blocks: unknown[]) => ({ type: 'section', id: 's', title: 'Part', blocks });

function guideOf(...blocks: unknown[]): Guide {
  const parsed = parseGuide({ id: 'g', title: 'My guide', blocks });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed.guide;
}

/** Runs nothing until the test says how it went. */
class ScriptedRunner implements StepRunner {
  readonly runs: Array<{ kind: string; stepId: string; signal: AbortSignal; settle(result: StepResult): void }> = [];
  show = (one: GuideStep, signal: AbortSignal) => this.run('show', one, signal);
  do = (one: GuideStep, signal: AbortSignal) => this.run('do', one, signal);

  async settle(at: number, result: StepResult) {
    await act(async () => this.runs[at].settle(result));
  }

  private run(kind: string, { id }: GuideStep, signal: AbortSignal): Promise<StepResult> {
    return new Promise((settle) => this.runs.push({ kind, stepId: id, signal, settle }));
  }
}

class Conditions implements StepConditions {
  private readonly listeners = new Set<() => void>();
  constructor(private holds: boolean) {}
  unmet = async ({ requirements }: ConditionsAsked) =>
    this.holds ? [] : requirements.map((condition) => ({ condition, ...explainCondition(condition) }));
  unmetAfterRetries = this.unmet;
  onChange = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  async becomeMet() {
    this.holds = true;
    await act(async () => this.listeners.forEach((listener) => listener()));
  }
  get listening() {
    return this.listeners.size;
  }
}

const card = (id: string) => {
  const found = screen.getAllByTestId('guide-step').find((element) => element.dataset.stepId === id);
  if (!found) {
    throw new Error(`no card ${id}`);
  }
  return found;
};
const stateOf = (id: string) => card(id).dataset.state;
const button = (id: string, name: string) => within(card(id)).getByRole('button', { name });

async function mount(guide: Guide, props: Partial<GuidePlayerProps> = {}) {
  const runner = new ScriptedRunner();
  const rendered = render(<GuidePlayer guide={guide} runner={runner} {...props} />);
  await act(async () => undefined);
  return { runner, user: userEvent.setup(), ...rendered };
}

beforeEach(() => {
  localStorage.clear();
});

describe('GuidePlayer', () => {
  it('shows title, text and steps', async () => {
    await mount(guideOf({ type: 'markdown', content: 'Some *text*' }, section(step('a'))));
    expect(screen.getByTestId('guide-title')).toHaveTextContent('My guide');
    expect(screen.getByText('text').tagName).toBe('EM');
    expect(screen.getByRole('region', { name: 'Part' })).toContainElement(card('a'));
    expect(stateOf('a')).toBe('ready');
  });

  it('tells which button was pressed, then runs the step', async () => {
    const pressed: string[] = [];
    const { runner, user } = await mount(guideOf(step('a')), {
      onAction: (kind, { id }) => pressed.push(`${kind} ${id}`),
    });
    await user.click(button('a', 'Show Me'));
    expect(pressed).toEqual(['show a']);
    expect(runner.runs.map(({ kind, stepId }) => `${kind} ${stepId}`)).toEqual(['show a']);
    expect(stateOf('a')).toBe('running');
    await runner.settle(0, { outcome: 'shown', found: 1 });
    expect(stateOf('a')).toBe('ready');
    await user.click(button('a', 'Do It'));
    await runner.settle(1, { outcome: 'done', found: 1 });
    expect(stateOf('a')).toBe('done');
    expect(pressed).toEqual(['show a', 'do a']);
  });

  it('never completes a step whose element was not found, and says why', async () => {
    const { runner, user } = await mount(guideOf(step('a', { doIt: false, hint: 'Look in the menu' })));
    await user.click(button('a', 'Show Me'));
    await runner.settle(0, { outcome: 'failed', found: 0, detail: 'the element is not on this page' });
    expect(stateOf('a')).toBe('failed');
    expect(within(card('a')).getByText(/the element is not on this page/)).toBeInTheDocument();
    expect(within(card('a')).getByText('Look in the menu')).toBeInTheDocument();
  });

  it('completes a step that can only be shown once it was shown', async () => {
    const { runner, user } = await mount(guideOf(step('a', { doIt: false })));
    expect(within(card('a')).queryByTestId('guide-do-it')).toBeNull();
    await user.click(button('a', 'Show Me'));
    await runner.settle(0, { outcome: 'shown', found: 1 });
    expect(stateOf('a')).toBe('done');
  });

  it('keeps the order inside a section, and only there', async () => {
    const { runner, user } = await mount(guideOf(section(step('a'), step('b')), step('c')));
    expect([stateOf('a'), stateOf('b'), stateOf('c')]).toEqual(['ready', 'locked', 'ready']);
    expect(button('b', 'Show Me')).toBeDisabled();
    await user.click(button('a', 'Do It'));
    await runner.settle(0, { outcome: 'done', found: 1 });
    expect(stateOf('b')).toBe('ready');
  });

  it('lets a skippable step be passed over', async () => {
    const { user } = await mount(guideOf(section(step('a', { skippable: true }), step('b'))));
    await user.click(button('a', 'Skip'));
    expect(stateOf('b')).toBe('ready');
  });

  it('completes a note in a section as soon as it is reached', async () => {
    const note = step('note', { action: 'noop', reftarget: undefined });
    const { runner, user } = await mount(guideOf(section(step('a'), note, step('b'))));
    expect(stateOf('note')).toBe('locked');
    await user.click(button('a', 'Do It'));
    await runner.settle(0, { outcome: 'done', found: 1 });
    expect([stateOf('note'), stateOf('b')]).toEqual(['done', 'ready']);
  });

  it('explains unmet requirements in words until they are met', async () => {
    const conditions = new Conditions(false);
    const { unmount } = await mount(guideOf(step('a', { requirements: ['on-page:/explore'] })), { conditions });
    expect(stateOf('a')).toBe('locked');
    expect(button('a', 'Do It')).toBeDisabled();
    expect(screen.getByText('Go to the page /explore first.')).toBeInTheDocument();
    await conditions.becomeMet();
    expect(stateOf('a')).toBe('ready');
    expect(button('a', 'Do It')).toBeEnabled();
    unmount();
    expect(conditions.listening).toBe(0);
  });

  it('gives up a step that still runs when another one is started, and at the end', async () => {
    const { runner, user, unmount } = await mount(guideOf(step('a'), step('b')));
    await user.click(button('a', 'Show Me'));
    await user.click(button('b', 'Show Me'));
    expect(runner.runs[0].signal.aborted).toBe(true);
    await runner.settle(0, { outcome: 'failed', found: 0, detail: 'late' });
    expect([stateOf('a'), stateOf('b')]).toEqual(['ready', 'running']);
    unmount();
    expect(runner.runs[1].signal.aborted).toBe(true);
  });

  it('leaves the highlight of a step that was shown when it goes away itself', async () => {
    const { runner, user, unmount } = await mount(guideOf(step('a')));
    await user.click(button('a', 'Show Me'));
    await runner.settle(0, { outcome: 'shown', found: 1 });
    unmount();
    expect(runner.runs[0].signal.aborted).toBe(false);
  });

  it('remembers progress, except for steps that say something else now', async () => {
    const first = await mount(guideOf(step('a'), step('b')));
    await first.user.click(button('a', 'Do It'));
    await first.runner.settle(0, { outcome: 'done', found: 1 });
    await first.user.click(button('b', 'Do It'));
    await first.runner.settle(1, { outcome: 'done', found: 1 });
    first.unmount();

    const second = await mount(guideOf(step('a'), step('b', { content: 'New words' })));
    expect([stateOf('a'), stateOf('b')]).toEqual(['done', 'ready']);
    await second.user.click(screen.getByRole('button', { name: 'Start over' }));
    expect(stateOf('a')).toBe('ready');
    second.unmount();

    await mount(guideOf(step('a')));
    expect(stateOf('a')).toBe('ready');
  });

  it('draws receipts only when there is a session', async () => {
    const guide = guideOf(step('a'), step('b'));
    const { rerender, runner } = await mount(guide);
    expect(screen.queryByTestId('live-receipts')).toBeNull();
    rerender(
      <GuidePlayer
        guide={guide}
        runner={runner}
        receipts={new Map([['a', { shown: 3, done: 1, failed: 2 }]])}
        activeStepId="a"
      />
    );
    const receipts = within(card('a')).getByTestId('live-receipts');
    expect(receipts.dataset).toMatchObject({ stepId: 'a', shown: '3', done: '1', failed: '2' });
    expect(receipts).toHaveTextContent('3 shown · 1 done · 2 failed');
    expect(within(card('b')).getByTestId('live-receipts').dataset).toMatchObject({
      shown: '0',
      done: '0',
      failed: '0',
    });
    expect(card('a')).toHaveAttribute('aria-current', 'step');
  });

  it('starts afresh with another guide', async () => {
    const { rerender, runner, user } = await mount(guideOf(step('a')));
    await user.click(button('a', 'Do It'));
    rerender(<GuidePlayer guide={{ ...guideOf(step('a')), id: 'other' }} runner={runner} />);
    expect(stateOf('a')).toBe('ready');
  });

  it('shows the text of a block that it cannot play', async () => {
    await mount(guideOf({ type: 'terminal', command: 'ls', content: 'List the files.' }));
    expect(screen.getByText('List the files.')).toBeInTheDocument();
    expect(screen.getByText(/\(terminal\) cannot be run here yet/)).toBeInTheDocument();
  });
});
