/** What every part of a drawn guide is handed. */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { DataCheck } from '../model';
import type { Player } from './Player';
import type { PlayerView } from './PlayerStore';

/** How many attendees' last word on a step says what. */
export interface StepReceipts {
  readonly shown: number;
  readonly done: number;
  readonly asked: number;
  readonly declined: number;
  readonly failed: number;
}

export interface StepAnswer {
  readonly attendeeId: string;
  readonly name: string;
  /** What became of it there, in words. */
  readonly outcome: string;
  /** What the attendee's page says about it, or empty. */
  readonly detail: string;
}

/** Who is behind a step's counts. */
export interface StepAnswers {
  readonly failed: readonly StepAnswer[];
  readonly asked: readonly StepAnswer[];
  readonly declined: readonly StepAnswer[];
  readonly skipped: readonly StepAnswer[];
  readonly unanswered: ReadonlyArray<{ readonly attendeeId: string; readonly name: string }>;
}

export interface ListedDataSource {
  readonly name: string;
  readonly type: string;
}

export type DataCheckResult =
  { readonly kind: 'rows' } | { readonly kind: 'no-rows' } | { readonly kind: 'failed'; readonly detail: string };

/** What questions about data need of Grafana. */
export interface DataSources {
  /** @param type null for all */
  list(type: string | null): readonly ListedDataSource[];
  /** Runs the check's query once on the data source of that name. Never rejects. */
  check(name: string, check: DataCheck): Promise<DataCheckResult>;
}

/** What a guide is drawn with beside its player. */
export interface GuidePorts {
  readonly dataSources: DataSources;
  /** Goes to a path of this Grafana that the reader has pressed in a text; says whether it was taken. */
  readonly followLink: (route: string) => boolean;
  /** Tells readers apart, so that each has an order of choices of their own. */
  readonly reader: string;
}

export interface GuideSetting extends GuidePorts {
  readonly player: Player;
  /** By step id; null when no session is presented. */
  readonly receipts: ReadonlyMap<string, StepReceipts> | null;
  /** By step id; asked for when somebody looks. */
  readonly answersTo: (stepId: string) => StepAnswers;
  /** The step that the session is at. */
  readonly activeStepId: string | null;
}

const GuideContext = createContext<GuideSetting | null>(null);
export const GuideProvider = GuideContext.Provider;

export interface DrawnGuide extends GuideSetting {
  readonly view: PlayerView;
}

/** Draws anew whenever the player changes. Throws outside of a `GuideProvider`. */
export function useGuide(): DrawnGuide {
  const setting = useContext(GuideContext);
  if (!setting) {
    throw new Error('useGuide needs a GuideProvider above it');
  }
  const view = useSyncExternalStore(setting.player.subscribe, setting.player.view);
  return useMemo(() => ({ ...setting, view }), [setting, view]);
}
