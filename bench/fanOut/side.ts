/** The sides that are compared: the same number of pages and peers, the same events. */
import type { Page } from '@playwright/test';
import type { StageEvent } from '../../src/protocol/messages';
import type { PageName } from './pages';

/** `unanswered` is ours with attendees that open events and send no receipts; nobody does in the baseline either. */
export type SideName = 'baseline' | 'ours' | 'unanswered';

export interface Side {
  presenter: PageName;
  attendees: PageName;
  /** Where both kinds of page find the server. */
  serverUrl: string;
  /** Whether attendees send receipts. */
  answering: boolean;
}

export interface Arrival {
  attendee: number;
  stepId: string;
  /** Milliseconds since 1970, by the page's clock. */
  at: number;
}

/** What the presenters' bundles export. */
export interface PresenterPage {
  open(serverUrl: string, directSlots?: number): Promise<string>;
  connected(): number;
  run(events: readonly StageEvent[], everyMs: number): Promise<number[]>;
}

/** What the attendees' bundles export. */
export interface AttendeesPage {
  join(
    serverUrl: string,
    address: string,
    count: { opening: number; discarding: number; answering: boolean }
  ): Promise<void>;
  arrivals(): Arrival[];
}

type Callable = PresenterPage & AttendeesPage;

/** Calls what the page's bundle exports. */
export function call<K extends keyof Callable>(
  page: Page,
  name: K,
  ...args: Parameters<Callable[K]>
): Promise<Awaited<ReturnType<Callable[K]>>> {
  return page.evaluate<Awaited<ReturnType<Callable[K]>>>(`bench.${name}(...${JSON.stringify(args)})`);
}
