/** A presenter's page: creates or takes up the session at the directory, holds its lease, listens for attendees. */
import { z } from 'zod';
import { bytesToHex, hexToBytes } from '../protocol/bytes';
import type { CryptoBackend } from '../protocol/crypto';
import type { PeerResponse } from '../protocol/directoryApi';
import { LIMITS } from '../protocol/limits';
import type { EndForAll, GuideRef } from '../protocol/messages';
import { fingerprintFromDigest } from '../protocol/shareCode';
import type { Listener, Undo } from '../transport/Link';
import type { Clock } from './clock';
import type { DirectoryClient } from './DirectoryClient';
import { DirectoryPlace } from './DirectoryPlace';
import { OPEN_DOOR, type DoorState } from './Door';
import { PresenterSession } from './PresenterSession';
import { Outcome } from './Outcome';
import { BrowserDesk } from './BrowserDesk';
import { TerminalDesk } from './TerminalDesk';
import {
  doorKey,
  forgetRecord,
  keepRecord,
  keptDoor,
  LAST_KEY,
  lastRecord,
  recordKey,
  recordSchema,
  TAB_KEY,
  type PresentingRecord,
} from './presentingRecord';
import { SessionError } from './SessionError';
import { Vouchers } from './Vouchers';
import { readStored, writeStored, type KeyValueStore } from './store';
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
  private state: 'live' | 'signalling-lost' = 'live';
  private constructor(
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
      lost: (error) => this.stop(error),
    });
  }

  /** A new session. Rejects with a SessionError. */
  static async create(
    options: { sessionName: string; presenterName: string; guide: GuideRef | null; admit: boolean },
    deps: PresentingDeps,
    on: PresentingHandlers
  ): Promise<Presenting> {
    deps.log('Creating session...');
    const seed = deps.crypto.randomBytes(32);
    const signer = await deps.crypto.signer(seed);
    const created = await deps.directory.create({
      name: options.sessionName,
      presenterName: options.presenterName,
      presenterKey: bytesToHex(signer.publicKey),
    });
    const record: PresentingRecord = {
      ...created,
      sessionName: options.sessionName,
      presenterName: options.presenterName,
      seed: bytesToHex(seed),
      pageId: bytesToHex(deps.crypto.randomBytes(8)),
      epoch: 0,
      bases: [],
      stage: { guide: options.guide, highlight: null, route: null, policy: 'ask' },
      stageSeq: 0,
    };
    const door = { ...OPEN_DOOR, admit: options.admit };
    writeStored(deps.store, doorKey(created.sessionId), door);
    try {
      const presenting = await Presenting.open(record, { takeOver: false, reachable: true, door }, deps, on);
      deps.log(`Session created: ${created.code}`);
      return presenting;
    } catch (error) {
      forgetRecord(deps.store, created.sessionId);
      // The directory lets go of it by itself too, only later.
      await deps.directory.end(created.code, created.directoryToken).catch(() => {});
      throw error;
    }
  }

  /** What this tab presented before it was reloaded; null when it did not. Rejects with a SessionError. */
  static async takeUp(deps: PresentingDeps, on: PresentingHandlers): Promise<Presenting | null> {
    const sessionId = readStored(deps.tabStore, TAB_KEY, z.string());
    const record = sessionId === null ? null : readStored(deps.store, recordKey(sessionId), recordSchema);
    if (!record || (await deps.tabs.held(recordKey(record.sessionId)))) {
      // A copy of the tab that presents leaves the session there.
      deps.tabStore.remove(TAB_KEY);
      return null;
    }
    try {
      return await Presenting.open(
        record,
        { takeOver: false, reachable: false, door: keptDoor(deps.store, record.sessionId) },
        deps,
        on
      );
    } catch (error) {
      const { reason } = SessionError.from(error);
      if (reason === 'lease-held' || reason === 'superseded' || reason === 'code-unknown') {
        deps.tabStore.remove(TAB_KEY);
      }
      throw error;
    }
  }

  /** This tab takes nothing up again; the session is not over. */
  static forgetTab({ tabStore }: Pick<PresentingDeps, 'tabStore'>): void {
    tabStore.remove(TAB_KEY);
  }

  /** Goes on with the session that `findLeft` names, also where its gone page seems to present still. Rejects with a SessionError. */
  static async goOn(deps: PresentingDeps, on: PresentingHandlers): Promise<Presenting> {
    const record = lastRecord(deps.store);
    if (!record) {
      throw new SessionError('ended');
    }
    return Presenting.open(
      record,
      { takeOver: true, reachable: false, door: keptDoor(deps.store, record.sessionId) },
      deps,
      on
    );
  }

  /** `reachable`: settles when newcomers can come in, and not at all when they cannot. */
  private static async open(
    record: PresentingRecord,
    { takeOver, reachable, door }: { takeOver: boolean; reachable: boolean; door: DoorState },
    deps: PresentingDeps,
    on: PresentingHandlers
  ): Promise<Presenting> {
    const { crypto, clock, store, directory } = deps;
    const { code, directoryToken: token, sessionId } = record;
    const signer = await crypto.signer(hexToBytes(record.seed));
    const place = await DirectoryPlace.take(
      {
        ...{ directory, clock, code, token },
        about: {
          sessionId,
          name: record.sessionName,
          presenterName: record.presenterName,
          presenterKey: bytesToHex(signer.publicKey),
          pageId: record.pageId,
        },
      },
      { knownEpoch: record.epoch, takeOver, locked: door.locked }
    );
    let presenting: Presenting | null = null;
    const reached = new Outcome();
    const failures: SessionError[] = [];
    const listener = deps.listen({
      iceToken: token,
      nextPeer: () => place.nextPeer(),
      nextRelay: place.relay,
      signalling(state, peerId) {
        if (state === 'ready') {
          deps.log(`Peer ready: ${peerId}`);
          reached.resolve();
        } else {
          reached.reject(new SessionError('server-down'));
        }
        presenting?.signalling(state);
      },
      failed(error) {
        reached.reject(error);
        failures.push(error);
        presenting?.stop(error);
      },
    });
    const session = await PresenterSession.start(
      {
        session: sessionId,
        sessionName: record.sessionName,
        presenterName: record.presenterName,
        epoch: place.epoch,
        bases: record.bases,
        stage: record.stage,
        stageSeq: record.stageSeq,
        door,
        directSlots: place.routes === 'relay' ? 0 : (deps.directSlots ?? LIMITS.directSlots),
      },
      { crypto, signer, clock, listener, store },
      {
        changed() {
          presenting?.seen();
          on.changed();
        },
        failed: on.failed,
        entered(attendeeId) {
          presenting?.terminal.entered(attendeeId);
          presenting?.browser.entered(attendeeId);
        },
        doorChanged: (state) => writeStored(store, doorKey(sessionId), state),
        persist: (state) => keepRecord(store, record, { ...state, epoch: Math.max(state.epoch, place.epoch) }),
      }
    );
    if (reachable) {
      await reached.promise.catch((error: unknown) => {
        session.close();
        throw error;
      });
    }
    const fingerprint = fingerprintFromDigest(await crypto.sha256(signer.publicKey));
    if (failures.length > 0) {
      session.close();
      throw failures[0];
    }
    writeStored(deps.tabStore, TAB_KEY, sessionId);
    writeStored(store, LAST_KEY, sessionId);
    presenting = new Presenting(record, deps, on, fingerprint, session, place);
    return presenting;
  }

  get presenterName(): string {
    return this.record.presenterName;
  }

  view() {
    const { code, sessionName } = this.record;
    const logins = this.vouchers.logins();
    const { state, fingerprint } = this;
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

  private letGoOf(): void {
    this.ended = true;
    this.letGo();
    this.place.leave();
    this.vouchers.close();
    this.terminal.leave();
    this.browser.leave();
  }

  private seen(): void {
    const { rows, door } = this.session.view();
    if (rows !== this.seenRows || door.waiting !== this.seenWaiting) {
      this.seenRows = rows;
      this.seenWaiting = door.waiting;
      this.vouchers.see([...door.waiting, ...rows].map(({ attendeeId }) => attendeeId));
    }
  }

  private stop(error: SessionError): void {
    if (!this.ended) {
      this.close();
      this.deps.tabStore.remove(TAB_KEY);
      this.on.ended(error);
    }
  }

  private signalling(state: 'ready' | 'lost'): void {
    const next = state === 'ready' ? 'live' : 'signalling-lost';
    if (next !== this.state && !this.ended) {
      this.state = next;
      this.on.changed();
    }
  }
}
