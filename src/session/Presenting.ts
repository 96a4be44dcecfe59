/** A presenter's page: creates or takes up the session at the directory, holds its lease, listens for attendees. */
import { z } from 'zod';
import { bytesToHex, hexToBytes } from '../protocol/bytes';
import type { CryptoBackend } from '../protocol/crypto';
import type { PeerResponse } from '../protocol/directoryApi';
import { LIMITS, TIMES } from '../protocol/limits';
import type { GuideRef } from '../protocol/messages';
import { fingerprintFromDigest } from '../protocol/shareCode';
import type { Listener, Undo } from '../transport/Link';
import type { Clock } from './clock';
import type { DirectoryClient } from './DirectoryClient';
import { PresenterSession } from './PresenterSession';
import { LAST_KEY, lastRecord, recordKey, recordSchema, TAB_KEY, type PresentingRecord } from './presentingRecord';
import { SessionError } from './SessionError';
import { Vouchers } from './Vouchers';
import { readStored, writeStored, type KeyValueStore } from './store';
import type { Tabs } from './tabs';
import { takeTurns, type InTurn } from './turns';

export interface PresentingDeps {
  crypto: CryptoBackend;
  clock: Clock;
  directory: DirectoryClient;
  /** Shared by the browser's tabs. */
  store: KeyValueStore;
  /** This tab's own; survives a reload. */
  tabStore: KeyValueStore;
  tabs: Tabs;
  listen(peers: {
    nextPeer(): Promise<PeerResponse>;
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

/** What the directory has for this page: the epoch that its calls must name, and a signalling id that waits for use. */
interface Held {
  epoch: number;
  peer: PeerResponse | null;
}

export class Presenting {
  private cancelLease: Undo = () => {};
  private readonly letGo: Undo;
  private readonly vouchers: Vouchers;
  private seenRows: readonly unknown[] = [];
  private ended = false;
  private state: 'live' | 'signalling-lost' = 'live';
  /** Somebody was removed, and the directory has not given the epoch yet that shuts them out of what comes. */
  private rekeyOwed = false;

  private constructor(
    private readonly record: PresentingRecord,
    private readonly deps: PresentingDeps,
    private readonly on: PresentingHandlers,
    private readonly publicKey: string,
    readonly fingerprint: string,
    readonly session: PresenterSession,
    private readonly held: Held,
    /** The directory's calls: one that still named the epoch before would end this page's part (SPEC DIR-4). */
    private readonly inTurn: InTurn
  ) {
    this.letGo = deps.tabs.hold(recordKey(record.sessionId));
    this.vouchers = new Vouchers({
      clock: deps.clock,
      ask: () => deps.directory.vouchedFor(record.code, record.directoryToken),
      changed: on.changed,
    });
    this.scheduleLease();
  }

  /** A new session. Rejects with a SessionError. */
  static async create(
    options: { sessionName: string; presenterName: string; guide: GuideRef | null },
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
    try {
      const presenting = await Presenting.open(record, { takeOver: false, reachable: true }, deps, on);
      deps.log(`Session created: ${created.code}`);
      return presenting;
    } catch (error) {
      deps.store.remove(recordKey(created.sessionId));
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
      return await Presenting.open(record, { takeOver: false, reachable: false }, deps, on);
    } catch (error) {
      const { reason } = SessionError.from(error);
      if (reason === 'lease-held' || reason === 'superseded' || reason === 'code-unknown') {
        deps.tabStore.remove(TAB_KEY);
      }
      throw error;
    }
  }

  /** Goes on with the session that `findLeft` names, also where its gone page seems to present still. Rejects with a SessionError. */
  static async goOn(deps: PresentingDeps, on: PresentingHandlers): Promise<Presenting> {
    const record = lastRecord(deps.store);
    if (!record) {
      throw new SessionError('ended');
    }
    return Presenting.open(record, { takeOver: true, reachable: false }, deps, on);
  }

  /** `reachable`: settles when newcomers can come in, and not at all when they cannot. */
  private static async open(
    record: PresentingRecord,
    { takeOver, reachable }: { takeOver: boolean; reachable: boolean },
    deps: PresentingDeps,
    on: PresentingHandlers
  ): Promise<Presenting> {
    const { crypto, clock, store, directory } = deps;
    const { code, directoryToken: token, sessionId } = record;
    const signer = await crypto.signer(hexToBytes(record.seed));
    const publicKey = bytesToHex(signer.publicKey);
    const started = await directory.start(code, token, {
      sessionId,
      name: record.sessionName,
      presenterName: record.presenterName,
      presenterKey: publicKey,
      pageId: record.pageId,
      knownEpoch: record.epoch,
      takeOver,
    });
    const held: Held = { epoch: started.epoch, peer: started };
    const inTurn = takeTurns();
    let presenting: Presenting | null = null;
    const reached = outcome();
    const failures: SessionError[] = [];
    const listener = deps.listen({
      iceToken: token,
      nextPeer: () =>
        inTurn(async () => {
          const { epoch, peer } = held;
          held.peer = null;
          return peer ?? directory.peer(code, token, { pageId: record.pageId, epoch });
        }),
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
        epoch: started.epoch,
        bases: record.bases,
        stage: record.stage,
        stageSeq: record.stageSeq,
      },
      { crypto, signer, clock, listener, store },
      {
        changed() {
          presenting?.seen();
          on.changed();
        },
        failed: on.failed,
        persist(state) {
          record.epoch = Math.max(state.epoch, held.epoch);
          record.bases = [...state.bases];
          record.stage = state.stage;
          record.stageSeq = state.stageSeq;
          writeStored(store, recordKey(sessionId), record);
        },
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
    presenting = new Presenting(record, deps, on, publicKey, fingerprint, session, held, inTurn);
    return presenting;
  }

  view() {
    const { code, sessionName } = this.record;
    const logins = this.vouchers.logins();
    return { code, sessionName, state: this.state, fingerprint: this.fingerprint, logins, ...this.session.view() };
  }

  /** The attendee is out and stays out; everybody else gets a new key as soon as the directory gives an epoch for it. */
  remove(attendeeId: string): void {
    this.session.remove(attendeeId);
    this.rekeyOwed = true;
    void this.keepAtDirectory(() => this.rekey());
  }

  /** For everybody, for good. */
  async end(): Promise<void> {
    this.ended = true;
    this.letGo();
    this.cancelLease();
    this.vouchers.close();
    const { code, directoryToken, sessionId } = this.record;
    this.deps.tabStore.remove(TAB_KEY);
    await this.session.end();
    this.deps.store.remove(recordKey(sessionId));
    // Without the server the session ends there by itself when nobody renews its lease.
    await this.deps.directory.end(code, directoryToken).catch(() => {});
  }

  /** The page goes away, perhaps to come back. */
  close(): void {
    this.ended = true;
    this.letGo();
    this.cancelLease();
    this.vouchers.close();
    this.session.close();
  }

  private seen(): void {
    const { rows } = this.session.view();
    if (rows !== this.seenRows) {
      this.seenRows = rows;
      this.vouchers.see(rows.map(({ attendeeId }) => attendeeId));
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

  private scheduleLease(): void {
    this.cancelLease = this.deps.clock.after(TIMES.leaseRenewal, () => {
      if (!this.ended) {
        this.scheduleLease();
        void this.keepAtDirectory(async () => {
          await this.renewLease();
          await this.rekey();
        });
      }
    });
  }

  /** In turn. A directory that is down is asked again with the next lease; one that has no place for this page ends it. */
  private async keepAtDirectory(work: () => Promise<void>): Promise<void> {
    try {
      await this.inTurn(async () => {
        if (!this.ended) {
          await work();
        }
      });
    } catch (error) {
      const { reason } = SessionError.from(error);
      if (reason === 'superseded' || reason === 'lease-held') {
        this.stop(new SessionError('superseded'));
      } else if (reason === 'code-unknown') {
        // A directory that only lost the session takes it in again: this one was told that it is over (SPEC DIR-5).
        this.stop(new SessionError('ended'));
      }
    }
  }

  private async rekey(): Promise<void> {
    if (!this.rekeyOwed) {
      return;
    }
    this.rekeyOwed = false;
    const { code, directoryToken } = this.record;
    const about = { ...this.about(), knownEpoch: this.held.epoch, takeOver: false };
    const started = await this.deps.directory.start(code, directoryToken, about).catch((error: unknown) => {
      this.rekeyOwed = true;
      throw error;
    });
    this.held.epoch = started.epoch;
    // The directory has closed the signalling socket of the id before.
    this.held.peer = started;
    await this.session.rekey(started.epoch);
  }

  /** Also brings the session back to a directory that was restarted. */
  private async renewLease(): Promise<void> {
    const { code, directoryToken } = this.record;
    const direct = this.session.view().rows.filter((row) => row.links.some((link) => link.route === 'p2p')).length;
    await this.deps.directory.renewLease(code, directoryToken, {
      ...this.about(),
      epoch: this.held.epoch,
      freeSlots: Math.max(0, LIMITS.directSlots - direct),
    });
  }

  private about() {
    const { sessionId, sessionName, presenterName, pageId } = this.record;
    return { sessionId, name: sessionName, presenterName, presenterKey: this.publicKey, pageId };
  }
}

/** A promise that is settled from outside, once; nobody need wait for it. */
function outcome() {
  let resolve: () => void = () => {};
  let reject: (error: SessionError) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
