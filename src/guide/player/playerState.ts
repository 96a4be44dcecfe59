/** What the player is about just now: one value, changed by one function. What lasts, progress and answers, is in the records. Pure. */
import type { UnmetCondition } from '../requirements';
import type { Branches, SectionLike } from './outline';

export type ActionKind = 'show' | 'do';

export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'step'; readonly unitId: string; readonly stepId: string; readonly doing: ActionKind }
  /** The machine goes through a group's steps. `at` counts from 1. */
  | {
      readonly kind: 'multistep';
      readonly unitId: string;
      readonly stepId: string;
      readonly at: number;
      readonly of: number;
    }
  /** The person goes through them. */
  | {
      readonly kind: 'guided';
      readonly unitId: string;
      readonly stepId: string;
      readonly at: number;
      readonly of: number;
      /** Nothing on the page to do: the reader says when to go on. */
      readonly waitsForGo: boolean;
      /** What was entered will not do. */
      /** What the person does at the step's target is seen. */
      readonly watched: boolean;
      readonly refused: boolean;
    }
  | { readonly kind: 'fixing'; readonly unitId: string };

export interface Failure {
  readonly unitId: string;
  readonly stepId: string;
  readonly detail: string;
}

export type SectionRun = {
  readonly section: SectionLike;
  /** In words; null where a reader paused it, and while it runs. */
  readonly why: string | null;
} & (
  | { readonly state: 'running' }
  /** Until the reader resumes it. */
  | { readonly state: 'paused' }
  /** Until the reader has done this unit, which nobody does for them; then it goes on by itself. */
  | { readonly state: 'waiting'; readonly unitId: string }
  /** It cannot go on. */
  | { readonly state: 'stopped' }
);

/** Units by id, sections by themselves. */
export type Subject = string | SectionLike;

export interface PlayerState {
  readonly activity: Activity;
  /** Of what was tried last. */
  readonly failure: Failure | null;
  readonly run: SectionRun | null;
  readonly branches: Branches;
  /** Requirements that do not hold. */
  readonly unmet: ReadonlyMap<Subject, readonly UnmetCondition[]>;
  /** Sentences of unmet requirements whose fix was tried in vain, by unit id. */
  readonly triedInVain: ReadonlyMap<string, ReadonlySet<string>>;
  /** Answers to quizzes since the page was opened: ids of choices, oldest first, by quiz id. */
  readonly attempts: ReadonlyMap<string, ReadonlyArray<readonly string[]>>;
}

export const IDLE: PlayerState = {
  activity: { kind: 'idle' },
  failure: null,
  run: null,
  branches: new Map(),
  unmet: new Map(),
  triedInVain: new Map(),
  attempts: new Map(),
};

export type PlayerInput =
  | { readonly type: 'began'; readonly activity: Exclude<Activity, { kind: 'idle' }> }
  | { readonly type: 'watching' }
  | { readonly type: 'refused' }
  | { readonly type: 'ended'; readonly failure: Failure | null }
  /** It came about after all. */
  | { readonly type: 'completed'; readonly unitId: string }
  | { readonly type: 'checked'; readonly branches: Branches; readonly unmet: PlayerState['unmet'] }
  /** Its fix was tried, and these still do not hold. */
  | { readonly type: 'fix-tried'; readonly unitId: string; readonly unmet: readonly UnmetCondition[] }
  | { readonly type: 'attempted'; readonly quizId: string; readonly chosen: readonly string[] }
  | { readonly type: 'run-began' | 'run-resumed'; readonly section: SectionLike }
  | { readonly type: 'run-paused' | 'run-stopped'; readonly why: string | null }
  | { readonly type: 'run-waits'; readonly unitId: string; readonly why: string }
  | { readonly type: 'run-ended' }
  | { readonly type: 'restarted' };

export function reducePlayer(state: PlayerState, input: PlayerInput): PlayerState {
  switch (input.type) {
    case 'began':
      return { ...state, activity: input.activity, failure: null };
    case 'watching':
      return state.activity.kind === 'guided' ? { ...state, activity: { ...state.activity, watched: true } } : state;
    case 'refused':
      return state.activity.kind === 'guided' ? { ...state, activity: { ...state.activity, refused: true } } : state;
    case 'ended':
      return { ...state, activity: { kind: 'idle' }, failure: input.failure };
    case 'completed':
      return state.failure?.unitId === input.unitId ? { ...state, failure: null } : state;
    case 'checked':
      return sameChecks(state, input) ? state : { ...state, branches: input.branches, unmet: input.unmet };
    case 'fix-tried': {
      const texts = new Set(input.unmet.map(({ text }) => text));
      return { ...state, triedInVain: new Map(state.triedInVain).set(input.unitId, texts) };
    }
    case 'attempted': {
      const before = state.attempts.get(input.quizId) ?? [];
      return { ...state, attempts: new Map(state.attempts).set(input.quizId, [...before, input.chosen]) };
    }
    case 'run-began':
    case 'run-resumed':
      return { ...state, run: { section: input.section, state: 'running', why: null } };
    case 'run-paused':
      // What is being done comes to its end unseen; everything can be pressed meanwhile.
      return state.run?.state === 'running'
        ? { ...state, activity: { kind: 'idle' }, run: { ...state.run, state: 'paused', why: input.why } }
        : state;
    case 'run-waits':
      return state.run?.state === 'running'
        ? { ...state, run: { ...state.run, state: 'waiting', unitId: input.unitId, why: input.why } }
        : state;
    case 'run-stopped':
      return state.run ? { ...state, run: { ...state.run, state: 'stopped', why: input.why } } : state;
    case 'run-ended':
      return { ...state, run: null };
    case 'restarted':
      return { ...IDLE, branches: state.branches };
  }
}

/** Most looks at the page find nothing new; drawing everything anew for them would be waste. */
function sameChecks(a: Pick<PlayerState, 'branches' | 'unmet'>, b: Pick<PlayerState, 'branches' | 'unmet'>): boolean {
  const words = (list: readonly UnmetCondition[]) =>
    list.map(({ condition, text }) => `${condition}\n${text}`).join('\n');
  return (
    sameMap(a.branches, b.branches, (one, other) => one === other) &&
    sameMap(a.unmet, b.unmet, (one, other) => words(one) === words(other))
  );
}

function sameMap<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, same: (one: V, other: V) => boolean): boolean {
  return (
    a.size === b.size &&
    Array.from(a).every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && same(value, other);
    })
  );
}
