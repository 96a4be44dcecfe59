/** A presenter's page and the session's shared browser, which the presenter lets one attendee drive, or everybody (SPEC BROW-1, BROW-3). */
import {
  liveControlSchema,
  type LiveBrowserRequest,
  type LiveBrowserResponse,
  type LiveControl,
} from '../protocol/directoryApi';
import type { SharedBrowser } from '../protocol/messages';
import { driverKey } from './presentingRecord';
import { SharingDesk, type SharingDeps, type SharingHandlers } from './SharingDesk';

export interface BrowserDeskDeps extends Pick<
  SharingDeps<LiveControl, LiveBrowserResponse>,
  'clock' | 'store' | 'close'
> {
  sessionId: string;
  /** Rejects with a SessionError. */
  ask(wanted: Pick<LiveBrowserRequest, 'start' | 'control'>): Promise<LiveBrowserResponse>;
}

const PRESENTER: LiveControl = { mode: 'one', driver: null };

export class BrowserDesk extends SharingDesk<LiveControl, SharedBrowser, LiveBrowserResponse> {
  constructor({ sessionId, ask, ...deps }: BrowserDeskDeps, on: SharingHandlers<SharedBrowser>) {
    super(
      {
        nobody: PRESENTER,
        schema: liveControlSchema,
        storeKey: driverKey(sessionId),
        named: (control) => new Set(control.mode === 'one' && control.driver !== null ? [control.driver] : []),
        told: ({ browser, key }) => ({ browser, key }),
        isSame: (one, other) => one.browser === other.browser && one.key === other.key,
        keys: ({ driver }) => new Map(driver ? [[driver.attendeeId, driver.key]] : []),
        opened: (browser) => ({ type: 'browser_open', browser }),
        closed: { type: 'browser_close' },
        missing: 'no-browser',
      },
      { ...deps, ask: (start, control) => ask({ start, control }) },
      on
    );
  }

  view() {
    return { state: this.sharing, control: this.wanted };
  }

  /** Who drives from now on: one attendee, everybody, or the presenter alone (null). */
  letDrive(who: string | 'everyone' | null): void {
    this.want(who === 'everyone' ? { mode: 'everyone' } : { mode: 'one', driver: who });
  }

  /** This attendee drives no longer, if they do. */
  takeBack(attendeeId: string): void {
    const { wanted } = this;
    if (wanted.mode === 'one' && wanted.driver === attendeeId) {
      this.letDrive(null);
    }
  }
}
