/** A guide drawn over a page that does nothing until the test says how it went. Imported by tests alone. */
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import './jsdomGaps';
import './patience';
import type { Guide, GuideStep } from '../guide/model';
import { parseGuide, type GuideOrigin } from '../guide/parseGuide';
import { explainCondition } from '../guide/requirements';
import {
  NOTHING_DONE,
  type ConditionsAsked,
  type GuideStanding,
  type PageFix,
  type PersonHandlers,
  type StepConditions,
  type StepResult,
  type StepRunner,
  type WatchHandlers,
} from '../guide/StepRunner';
import { GuidePlayer, type GuidePlayerProps } from '../guide/player/GuidePlayer';
import { GuideRecords } from '../guide/player/records';

export const step = (id: string, extra: object = {}) => ({
  type: 'interactive',
  id,
  action: 'button',
  reftarget: 'Run',
  content: `Press **${id}**`,
  ...extra,
});

export const section = (...blocks: unknown[]) => ({ type: 'section', id: 's', title: 'Part', blocks });

export function guideOf(blocks: readonly unknown[], origin?: GuideOrigin): Guide {
  const parsed = parseGuide({ id: 'g', title: 'My guide', blocks }, origin);
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed.guide;
}

export const DONE: StepResult = { outcome: 'done', found: 1 };
export const SHOWN: StepResult = { outcome: 'shown', found: 1 };
export const STOPPED: StepResult = { outcome: 'stopped', found: 0 };

interface Run {
  readonly kind: 'show' | 'do' | 'watch';
  readonly step: GuideStep;
  readonly signal: AbortSignal;
  readonly on: WatchHandlers & { found?(): void };
  settle(result: StepResult): void;
}

export class ScriptedRunner implements StepRunner {
  readonly runs: Run[] = [];
  person: PersonHandlers | null = null;
  /** Settles every run at once where it is given. */
  constructor(private readonly answer?: (kind: Run['kind'], step: GuideStep) => StepResult) {}

  show = (one: GuideStep, signal: AbortSignal) => this.run('show', one, signal, {});
  do = (one: GuideStep, signal: AbortSignal, on: { found?(): void } = {}) => this.run('do', one, signal, on);
  watch = (one: GuideStep, signal: AbortSignal, on: WatchHandlers = {}) => this.run('watch', one, signal, on);
  onPerson = (handlers: PersonHandlers) => {
    this.person = handlers;
    return () => (this.person = null);
  };

  /** `kind id`, in the order in which they were asked for. */
  said(): string[] {
    return this.runs.map(({ kind, step: { id } }) => `${kind} ${id}`);
  }

  async settle(at: number, result: StepResult) {
    await act(async () => this.runs[at].settle(result));
  }

  private run(kind: Run['kind'], one: GuideStep, signal: AbortSignal, on: Run['on']): Promise<StepResult> {
    return new Promise((settle) => {
      this.runs.push({ kind, step: one, signal, on, settle });
      signal.addEventListener('abort', () => settle(STOPPED));
      if (this.answer) {
        settle(this.answer(kind, one));
      }
    });
  }
}

/** Conditions hold that are in `holding`, and those that the guide itself answers. */
export class Conditions implements StepConditions {
  private readonly listeners = new Set<() => void>();
  readonly fixed: PageFix[] = [];
  constructor(private readonly holding: Set<string> = new Set()) {}

  unmet = async ({ requirements }: ConditionsAsked, standing: GuideStanding = NOTHING_DONE) =>
    requirements
      .filter((condition) => !this.holds(condition, standing))
      .map((condition) => {
        const help = explainCondition(condition);
        const afterFix = help.fix?.kind === 'navigate' ? `Going to ${help.fix.path} did not help.` : undefined;
        return { condition, ...help, afterFix };
      });
  unmetAfterRetries = (asked: ConditionsAsked) => this.unmet(asked);
  fix = async (fix: PageFix) => {
    this.fixed.push(fix);
    return true;
  };
  onChange = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  async become(condition: string, holds = true) {
    if (holds) {
      this.holding.add(condition);
    } else {
      this.holding.delete(condition);
    }
    await act(async () => this.listeners.forEach((listener) => listener()));
  }
  get listening() {
    return this.listeners.size;
  }

  private holds(condition: string, standing: GuideStanding): boolean {
    const [, word, argument] = /^([^:]*):?(.*)$/.exec(condition) ?? [];
    return (
      this.holding.has(condition) ||
      (word === 'section-completed' && standing.isSectionComplete(argument)) ||
      (word.startsWith('var-') && standing.variable(word.slice(4)) === argument)
    );
  }
}

export function memoryRecords(reader = 'ada@1'): GuideRecords {
  const kept = new Map<string, string>();
  return new GuideRecords(reader, () => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }));
}

export const timers = {
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Draws the guide; `props` replaces what is made up. */
export async function mount(guide: Guide, props: Partial<GuidePlayerProps> = {}) {
  const runner = props.runner instanceof ScriptedRunner ? props.runner : new ScriptedRunner();
  const records = props.records ?? memoryRecords();
  const pressed: string[] = [];
  const all: GuidePlayerProps = {
    guide,
    runner,
    records,
    clock: timers,
    reader: 'ada@1',
    followLink: () => true,
    dataSources: { list: () => [], check: async () => ({ kind: 'rows' }) },
    onAction: (kind, { id }) => pressed.push(`${kind} ${id}`),
    ...props,
  };
  const rendered = render(<GuidePlayer {...all} />);
  await act(async () => undefined);
  const redraw = async (change: Partial<GuidePlayerProps>) => {
    rendered.rerender(<GuidePlayer {...all} {...change} />);
    await act(async () => undefined);
  };
  return { runner, records, pressed, redraw, user: userEvent.setup({ advanceTimers: advance }), ...rendered };
}

/** Also where a test has put a clock of its own in place of the timers. */
const advance = (ms: number) => {
  if ('clock' in setTimeout) {
    jest.advanceTimersByTime(ms);
  }
};

export const card = (id: string): HTMLElement => {
  const found = screen.getAllByTestId('guide-step').find((element) => element.dataset.stepId === id);
  if (!found) {
    throw new Error(`no card ${id}`);
  }
  return found;
};
export const stateOf = (id: string) => card(id).dataset.state;
export const button = (id: string, name: string | RegExp) => within(card(id)).getByRole('button', { name });
