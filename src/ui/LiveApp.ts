/** All that the interface is handed: one door to the session, one to replay, the guides, and what a click in a guide does. */
import { createContext, useContext } from 'react';
import type { ReplayDoor } from '../actions/replayView';
import type { CatalogueEntry } from '../guide/catalogue';
import type { GuideTabs } from '../guide/GuideTabs';
import type { Guide, GuideStep } from '../guide/model';
import type { ActionKind } from '../guide/player/playerState';
import type { GuideLibrary } from '../guide/library';
import type { GuidePorts } from '../guide/player/GuideContext';
import type { Clock } from '../guide/wait';
import type { GuideRecords } from '../guide/player/records';
import type { StepConditions, StepRunner } from '../guide/StepRunner';
import type { Offers } from '../protocol/directoryApi';
import type { FollowPolicy } from '../protocol/messages';
import type { BrowserEntry, SessionDoor, SessionView } from '../session/view';
import type { Entry } from '../terminal/TerminalChannel';
import { useView } from './useView';

export interface LiveApp {
  session: SessionDoor;
  replay: ReplayDoor;
  runner: StepRunner;
  conditions: StepConditions;
  guides: GuideTabs;
  /** What guides are drawn with: a reader's progress and answers, the page's clock, data sources and links. */
  player: GuidePorts & { readonly records: GuideRecords; readonly clock: Clock };
  /** Opens the guide that a step leads on to, as the step names it. */
  openGuide(reference: string): void;
  /** An attendee's own click: to the page where the presenter is, and there to the step that was missed. */
  goToPage(route: string): Promise<void>;
  /** Rejects when the list cannot be fetched. */
  listGuides(): Promise<readonly CatalogueEntry[]>;
  /** Guides that are not on the list. */
  library: Pick<GuideLibrary, 'openAddress' | 'openText'>;
  /** Every click on Show Me and Do It, whoever clicks; what becomes of it is for the session to say. */
  onPlayerAction(kind: ActionKind, step: GuideStep, guide: Guide): void;
  /** The session server's, as browsers reach it; empty until it is set up. */
  serverUrl: string;
  /** Which optional parts the session server runs. Rejects with a SessionError. */
  offers(): Promise<Offers>;
  /** With what one socket to the session's terminal is opened. Rejects with a SessionError. */
  terminalEntry(): Promise<Entry>;
  /** With what this page comes to the session's browser, once. Rejects with a SessionError. */
  browserEntry(): Promise<BrowserEntry>;
  /** The administrator's bound on follow mode. */
  followCeiling: FollowPolicy;
  /** Milliseconds of the page's clock: the one that `Outage.since` and `ReplayQuestion.armedAt` are in. */
  now(): number;
}

const LiveAppContext = createContext<LiveApp | null>(null);
export const LiveAppProvider = LiveAppContext.Provider;

/** Null outside of a `LiveAppProvider`: while the plugin is being loaded, or could not be. */
export const useLiveAppIfThere = (): LiveApp | null => useContext(LiveAppContext);

/** Throws outside of a `LiveAppProvider`. */
export function useLiveApp(): LiveApp {
  const app = useContext(LiveAppContext);
  if (!app) {
    throw new Error('useLiveApp needs a LiveAppProvider above it');
  }
  return app;
}

export function useSessionView(): SessionView {
  return useView(useLiveApp().session);
}
