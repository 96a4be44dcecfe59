/** A presenter's page while it presents: the session, its place at the directory, what it shares; `startPresenting` makes it. */
import type { CryptoBackend } from '../protocol/crypto';
import type { PeerResponse } from '../protocol/directoryApi';
import type { EndForAll } from '../protocol/messages';
import type { Listener, Undo } from '../transport/Link';
import type { Clock } from './clock';
import type { DirectoryClient } from './DirectoryClient';
import type { DirectoryPlace } from './DirectoryPlace';
import type { DoorState } from './Door';
import type { PresenterSession } from './PresenterSession';
import { Hearing } from './Hearing';
import { BrowserDesk } from './BrowserDesk';
import { TerminalDesk } from './TerminalDesk';
import { forgetRecord, recordKey, TAB_KEY, type PresentingRecord } from './presentingRecord';
import type { SessionError } from './SessionError';
import { Vouchers } from './Vouchers';
import type { KeyValueStore } from './store';
import type { Tabs } from './tabs';

export interface PresentingDeps {
  crypto: CryptoBackend;
  clock: Clock;
  directory: DirectoryClient;
  /** Shared by the browser's tabs. */
  store: KeyValueStore;
  /** This tab's own; survives a reload. */
  tabStore: KeyValueStore;
  tabs: Tabs;
  /** How many attendees may have direct links; `LIMITS.directSlots` where nothing is said. */
  directSlots?: number;
  listen(peers: {
    nextPeer(): Promise<PeerResponse>;
    /** A new ticket for the relay; null where there is none. */
    nextRelay: (() => Promise<string>) | null;
    iceToken: string;
    signalling(state: 'ready' | 'lost', peerId: string | null): void;
    failed(error: SessionError): void;
  }): Listener;
  log(line: string): void;
}

export interface PresentingHandlers {
  changed(): void;
  /** Something that was to be sent was not; the session goes on. */
  failed(error: SessionError): void;
  /** This page presents no longer. */
  ended(error: SessionError): void;
}

export class Presenting {
  private readonly letGo: Undo;
  private readonly vouchers: Vouchers;
  readonly terminal: TerminalDesk;
  readonly browser: BrowserDesk;
  private seenRows: readonly unknown[] = [];
  private seenWaiting: readonly unknown[] = [];
  private ended = false;
  private readonly hearing: Hearing;
  private newcomersFindIt = true;

  constructor(
    private readonly record: PresentingRecord,
    private readonly deps: PresentingDeps,
    private readonly on: PresentingHandlers,
    readonly fingerprint: string,
    readonly session: PresenterSession,
    private readonly place: DirectoryPlace
  ) {
    this.letGo = deps.tabs.hold(recordKey(record.sessionId));
    this.vouchers = new Vouchers({
      clock: deps.clock,
      ask: () => deps.directory.vouchedFor(record.code, record.directoryToken),
      changed: on.changed,
    });
    this.hearing = new Hearing({ clock: deps.clock, heardAt: () => session.heardAt(), changed: on.changed });
    const { code, directoryToken } = record;
    this.terminal = new TerminalDesk(
      {
        ...{ clock: deps.clock, store: deps.store, sessionId: record.sessionId },
        ask: (wanted) => place.terminal(wanted),
        close: () => deps.directory.endTerminal(code, directoryToken),
      },
      {
        changed: on.changed,
        publish: (event) => session.publish(event),
        shared: () => session.view().stage.terminal ?? null,
        tell: (attendeeId, key) => session.tellKey(attendeeId, 'terminal_typing', key),
      }
    );
    this.browser = new BrowserDesk(
      {
        ...{ clock: deps.clock, store: deps.store, sessionId: record.sessionId },
        ask: (wanted) => place.browser(wanted),
        close: () => deps.directory.endBrowser(code, directoryToken),
      },
      {
        changed: on.changed,
        publish: (event) => session.publish(event),
        shared: () => session.view().stage.browser ?? null,
        tell: (attendeeId, key) => session.tellKey(attendeeId, 'browser_driving', key),
      }
    );
    place.keep({
      freeSlots: () => session.freeSlots(),
      locked: () => session.doorway.view().locked,
      rekey: async (epoch) => {
        await session.rekey(epoch);
        this.terminal.rekeyed();
        this.browser.rekeyed();
      },
      answered: (isAnswered) => this.hearing.answered(isAnswered),
      lost: (error) => this.stop(error),
    });
  }

  get presenterName(): string {
    return this.record.presenterName;
  }

  view() {
    const { code, sessionName } = this.record;
    const logins = this.vouchers.logins();
    const { fingerprint } = this;
    const found = this.newcomersFindIt ? 'live' : 'signalling-lost';
    const state: 'live' | 'signalling-lost' | 'unheard' = this.hearing.isUnheard ? 'unheard' : found;
    const [terminal, browser] = [this.terminal.view(), this.browser.view()];
    return { code, sessionName, state, fingerprint, logins, terminal, browser, ...this.session.view() };
  }

  /** The attendee is out and stays out; everybody else gets a new key as soon as the directory gives an epoch for it. */
  remove(attendeeId: string): void {
    this.session.remove(attendeeId);
    this.terminal.letType(attendeeId, false);
    this.browser.takeBack(attendeeId);
    this.place.oweRekey();
  }

  /** Whether newcomers are refused and whether the presenter is asked about them; the directory hears of the first. */
  setDoor(change: Partial<Pick<DoorState, 'locked' | 'admit'>>): void {
    this.session.doorway.set(change);
    this.place.renew();
  }

  /** For everybody, for good. */
  async end(reason: EndForAll = 'ended'): Promise<void> {
    this.letGoOf();
    const { code, directoryToken, sessionId } = this.record;
    this.deps.tabStore.remove(TAB_KEY);
    await this.session.end(reason);
    forgetRecord(this.deps.store, sessionId);
    // Without the server the session ends there by itself when nobody renews its lease.
    await this.deps.directory.end(code, directoryToken).catch(() => {});
  }

  /** The page goes away, perhaps to come back. */
  close(): void {
    this.letGoOf();
    this.session.close();
  }

  /** The network or the page came back: the next lease is not waited for. */
  nudge(): void {
    this.place.renew();
  }

  /** The session has changed. */
  seen(): void {
    this.hearing.look();
    const { rows, door } = this.session.view();
    if (rows !== this.seenRows || door.waiting !== this.seenWaiting) {
      this.seenRows = rows;
      this.seenWaiting = door.waiting;
      this.vouchers.see([...door.waiting, ...rows].map(({ attendeeId }) => attendeeId));
    }
  }

  /** It can present no longer. */
  stop(error: SessionError): void {
    if (!this.ended) {
      this.close();
      this.deps.tabStore.remove(TAB_KEY);
      this.on.ended(error);
    }
  }

  /** Whether newcomers find this page. */
  signalling(state: 'ready' | 'lost'): void {
    const findIt = state === 'ready';
    if (findIt !== this.newcomersFindIt && !this.ended) {
      this.newcomersFindIt = findIt;
      this.on.changed();
    }
  }

  private letGoOf(): void {
    this.ended = true;
    this.letGo();
    this.place.leave();
    this.hearing.close();
    this.vouchers.close();
    this.terminal.leave();
    this.browser.leave();
  }
}
