/** What a guide is once it has been read: typed, bounded, everything that counts with its identity. Pure. */

export const STEP_ACTIONS = ['highlight', 'button', 'formfill', 'navigate', 'hover', 'noop', 'popout'] as const;
export type StepAction = (typeof STEP_ACTIONS)[number];

/** Anything that can be shown or performed on the page, inner steps of groups and the insert of a code block included. */
export interface GuideStep {
  /** Unique in its guide, the same on every machine that has the same guide. */
  readonly id: string;
  /** SHA-256 of the step as authored, 64 hex digits (stepHash.ts). */
  readonly hash: string;
  readonly action: StepAction;
  /** A target in the guide format's dialect; a path or URL for `navigate`; null where nothing is pointed at. */
  readonly reftarget: string | null;
  readonly targetvalue: string | null;
  readonly targetstate: string | null;
  /** Markdown. */
  readonly content: string;
  /** Markdown; empty when there is none. */
  readonly tooltip: string;
  readonly hint: string;
  readonly requirements: readonly string[];
  readonly objectives: readonly string[];
  readonly verify: readonly string[];
  readonly skippable: boolean;
  readonly showMe: boolean;
  readonly doIt: boolean;
  readonly completeEarly: boolean;
  /** The target may be far down a list that renders what is scrolled to. */
  readonly lazyRender: boolean;
  /** A CSS selector of what is scrolled then; null for Grafana's own scroll view. */
  readonly scrollContainer: string | null;
  /** The reader's own input must match `targetvalue`. */
  readonly validateInput: boolean;
  /** Markdown, shown when it does not. */
  readonly formHint: string;
  /** After a navigation: `bundled:<id>` or a URL. */
  readonly openGuide: string | null;
}

/** What a step is when its author says nothing else. */
export const PLAIN_STEP: Omit<GuideStep, 'id' | 'hash' | 'action'> = {
  reftarget: null,
  targetvalue: null,
  targetstate: null,
  content: '',
  tooltip: '',
  hint: '',
  requirements: [],
  objectives: [],
  verify: [],
  skippable: false,
  showMe: true,
  doIt: true,
  completeEarly: false,
  lazyRender: false,
  scrollContainer: null,
  validateInput: false,
  formHint: '',
  openGuide: null,
};

/** Several steps that count as one: `multistep` runs them, in `guided` the reader does them. */
export interface StepGroup {
  readonly id: string;
  readonly hash: string;
  /** Markdown. */
  readonly content: string;
  readonly requirements: readonly string[];
  readonly objectives: readonly string[];
  readonly verify: readonly string[];
  readonly skippable: boolean;
  readonly hint: string;
  /** At least one. */
  readonly steps: readonly GuideStep[];
  /** Milliseconds that the reader has for each step of a guided group. */
  readonly stepTimeout: number;
  readonly completeEarly: boolean;
}

export interface ConditionalBranch {
  /** Shown where the conditional is displayed as a section. */
  readonly title: string;
  readonly requirements: readonly string[];
  readonly objectives: readonly string[];
  readonly blocks: readonly Block[];
}

export interface QuizChoice {
  readonly id: string;
  /** Markdown. */
  readonly text: string;
  readonly correct: boolean;
  /** Markdown, shown when this choice was wrong. */
  readonly hint: string;
  /** Keeps its place when choices are shuffled. */
  readonly pinned: boolean;
}

/** A query that is run once when the reader asks for it, and passes with at least one row. */
export interface DataCheck {
  readonly query: string;
  /** Markdown. */
  readonly failureMessage: string;
  /** Grafana time expressions, such as `now-1h`. */
  readonly from: string;
  readonly to: string;
  readonly blocking: boolean;
}

interface StepConditionsAuthored {
  readonly requirements: readonly string[];
  readonly objectives: readonly string[];
  readonly skippable: boolean;
  /** Markdown, shown when it cannot be done. */
  readonly hint: string;
}

export interface Quiz {
  readonly id: string;
  readonly hash: string;
  /** Markdown. */
  readonly question: string;
  readonly choices: readonly QuizChoice[];
  /** The chosen set must equal the correct set. */
  readonly multiSelect: boolean;
  readonly completionMode: 'correct-only' | 'max-attempts';
  readonly maxAttempts: number;
  readonly shuffle: boolean;
  readonly requirements: readonly string[];
  readonly skippable: boolean;
}

export interface GuideInput {
  readonly id: string;
  readonly hash: string;
  /** Markdown. */
  readonly prompt: string;
  readonly inputType: 'text' | 'boolean' | 'datasource';
  readonly variableName: string;
  readonly placeholder: string;
  readonly checkboxLabel: string;
  /** `true` and `false` for a boolean; null where there is none. */
  readonly defaultValue: string | null;
  readonly required: boolean;
  /** A regular expression that must match somewhere in the answer (pattern.ts); null where anything goes. */
  readonly pattern: string | null;
  readonly validationMessage: string;
  /** A data source type; null for all. */
  readonly datasourceFilter: string | null;
  readonly dataCheck: DataCheck | null;
  /** Counts as a step: it must pass before what follows. */
  readonly tracked: boolean;
  readonly requirements: readonly string[];
  readonly skippable: boolean;
}

export interface GrotScreenLink {
  readonly title: string;
  readonly linkText: string;
  readonly href: string;
}
export type GrotScreen =
  | {
      readonly type: 'question';
      readonly id: string;
      readonly title: string;
      readonly options: ReadonlyArray<{ readonly text: string; readonly screenId: string }>;
    }
  | {
      readonly type: 'result';
      readonly id: string;
      readonly title: string;
      /** Markdown. */
      readonly body: string;
      readonly links: readonly GrotScreenLink[];
    };

export type Block =
  | { readonly kind: 'markdown'; readonly content: string }
  /** HTML that anyone may have written: to be sanitised. */
  | { readonly kind: 'html'; readonly content: string }
  | {
      readonly kind: 'image';
      /** An http or https address, or a path relative to the guide's own (media.ts). */
      readonly src: string;
      readonly alt: string;
      /** CSS pixels. */
      readonly width: number | null;
      readonly height: number | null;
    }
  | {
      readonly kind: 'video';
      readonly src: string;
      readonly provider: 'youtube' | 'vimeo' | 'native';
      readonly title: string;
      /** Seconds. */
      readonly start: number | null;
      readonly end: number | null;
    }
  | {
      readonly kind: 'collapsible';
      readonly title: string;
      readonly collapsed: boolean;
      readonly blocks: readonly Block[];
    }
  | {
      readonly kind: 'section';
      /** As authored: `section-completed:` names it. */
      readonly id: string | null;
      readonly title: string;
      readonly requirements: readonly string[];
      readonly objectives: readonly string[];
      readonly autoCollapse: boolean;
      readonly blocks: readonly Block[];
    }
  | {
      readonly kind: 'conditional';
      /** Unique in its guide, derived where none was authored. */
      readonly id: string;
      /** At least one; all must hold for `whenTrue`. */
      readonly conditions: readonly string[];
      readonly reftarget: string | null;
      readonly display: 'inline' | 'section';
      readonly whenTrue: ConditionalBranch;
      readonly whenFalse: ConditionalBranch;
    }
  /** An assistant's wrapper: its children are shown plainly. */
  | { readonly kind: 'group'; readonly blocks: readonly Block[] }
  | { readonly kind: 'step'; readonly step: GuideStep }
  | { readonly kind: 'multistep'; readonly group: StepGroup }
  | { readonly kind: 'guided'; readonly group: StepGroup }
  | {
      readonly kind: 'code-block';
      readonly id: string;
      /** Markdown. */
      readonly content: string;
      readonly code: string;
      /** Empty where none was named. */
      readonly language: string;
      /** Replaces the whole text of the editor by the code. */
      readonly step: GuideStep;
    }
  | ({ readonly kind: 'quiz' } & Quiz)
  | ({ readonly kind: 'input' } & GuideInput)
  | ({
      readonly kind: 'terminal';
      readonly id: string;
      readonly hash: string;
      /** To be copied, never to be run. */
      readonly command: string;
      /** Markdown. */
      readonly content: string;
    } & StepConditionsAuthored)
  | { readonly kind: 'terminal-connect'; readonly content: string; readonly buttonText: string }
  | ({
      readonly kind: 'challenge';
      readonly id: string;
      readonly hash: string;
      readonly title: string;
      /** Markdown. */
      readonly brief: string;
      readonly successCriteria: readonly string[];
      readonly mode: 'coda' | 'standard';
      /** To be copied, never to be run; empty where there are none. */
      readonly commands: readonly string[];
      /** Markdown each, from the slightest to the plainest. */
      readonly hintLevels: readonly string[];
      readonly failureMessage: string;
    } & StepConditionsAuthored)
  | {
      readonly kind: 'grot-guide';
      readonly welcome: {
        readonly title: string;
        readonly body: string;
        readonly ctas: ReadonlyArray<{ readonly text: string; readonly screenId: string }>;
      };
      readonly screens: readonly GrotScreen[];
    };

/**
 * Where a guide came from: with the plugin, from a place that an administrator listed, or from its reader (a file, a
 * paste). Only the first two may be performed for an attendee.
 */
export type GuideSource = 'bundled' | 'listed' | 'own';

/** A guide that belongs to a path, to be opened by its id. */
export interface GuideLesson {
  readonly id: string;
  readonly title: string;
}

export interface Guide {
  readonly id: string;
  readonly title: string;
  readonly source: GuideSource;
  /** What its relative addresses are relative to; null where there is no such place. */
  readonly baseUrl: string | null;
  readonly blocks: readonly Block[];
  /** All steps in reading order: both branches of conditionals and inner steps too. */
  readonly steps: readonly GuideStep[];
  /**
   * What progress counts, in reading order: ids of steps, groups, quizzes, tracked inputs, code blocks, terminals and
   * challenges. Inner steps of groups are not among them.
   */
  readonly units: readonly string[];
  /** What a path leads through, in its order; empty for a guide. */
  readonly lessons: readonly GuideLesson[];
}
