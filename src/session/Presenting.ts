/** A presenter's page: creates or takes up the session at the directory, holds its lease, listens for attendees. */
import { z } from 'zod';
import { bytesToHex, hexToBytes } from '../protocol/bytes';
import type { CryptoBackend } from '../protocol/crypto';
import { createSessionResponseSchema, type PeerResponse } from '../protocol/directoryApi';
import { LIMITS, TIMES } from '../protocol/limits';
import { personNameSchema, sessionNameSchema, snapshotSchema, type GuideRef } from '../protocol/messages';
import { fingerprintFromDigest } from '../protocol/shareCode';
import type { Listener, Undo } from '../transport/Link';
import type { Clock } from './clock';
import type { DirectoryClient } from './DirectoryClient';
import { PresenterSession } from './PresenterSession';
import { SessionError } from './SessionError';
import { readStored, writeStored, type KeyValueStore } from './store';

const recordSchema = createSessionResponseSchema.extend({
  sessionName: sessionNameSchema,
  presenterName: personNameSchema,
  /** Ed25519 seed of this session's identity, as hex. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  pageId: z.string().regex(/^[0-9a-f]{16}$/),
  epoch: z.number().int().min(0),
  bases: z.array(z.object({ epoch: z.number().int().min(0), seq: z.number().int().min(0) })),
  stage: snapshotSchema.pick({ guide: true, highlight: true, route: true, policy: true }),
});
type PresentingRecord = z.infer<typeof recordSchema>;

/** Present in a tab's own store while it presents, so that a reload takes the session up and another tab does not. */
const TAB_KEY = 'presenting';
const recordKey = (sessionId: string) => `presenting/${sessionId}`;

export interface PresentingDeps {
  crypto: CryptoBackend;
  clock: Clock;
  directory: DirectoryClient;
  /** Shared by the browser's tabs. */
  store: KeyValueStore;
  /** This tab's own; survives a reload. */
  tabStore: KeyValueStore;
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

export class Presenting {
  private cancelLease: Undo = () => {};
  private ended = false;
  private changingEpoch = false;
  private state: 'live' | 'signalling-lost' = 'live';

  private constructor(
    private readonly record: PresentingRecord,
    private readonly deps: PresentingDeps,
    private readonly on: PresentingHandlers,
    private readonly publicKey: string,
    readonly fingerprint: string,
    readonly session: PresenterSession
  ) {
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
    if (!record) {
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
    let first: PeerResponse | null = started;
    let presenting: Presenting | null = null;
    const reached = outcome();
    const failures: SessionError[] = [];
    const listener = deps.listen({
      iceToken: token,
      async nextPeer() {
        const given = first;
        first = null;
        return given ?? directory.peer(code, token, { pageId: record.pageId, epoch: record.epoch });
      },
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
      },
      { crypto, signer, clock, listener, store },
      {
        changed: on.changed,
        failed: on.failed,
        persist(state) {
          record.epoch = state.epoch;
          record.bases = [...state.bases];
          record.stage = state.stage;
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
    presenting = new Presenting(record, deps, on, publicKey, fingerprint, session);
    return presenting;
  }

  view() {
    const { code, sessionName } = this.record;
    return { code, sessionName, state: this.state, fingerprint: this.fingerprint, ...this.session.view() };
  }

  /** The attendee leaves and stays out; everybody else gets a new key. Rejects with a SessionError. */
  async remove(attendeeId: string): Promise<void> {
    const { code, directoryToken, sessionId, sessionName, presenterName, pageId, epoch } = this.record;
    this.changingEpoch = true;
    try {
      const started = await this.deps.directory.start(code, directoryToken, {
        sessionId,
        name: sessionName,
        presenterName,
        presenterKey: this.publicKey,
        pageId,
        knownEpoch: epoch,
        takeOver: false,
      });
      await this.session.remove(attendeeId, started.epoch);
    } finally {
      this.changingEpoch = false;
    }
  }

  /** For everybody, for good. */
  async end(): Promise<void> {
    this.ended = true;
    this.cancelLease();
    const { code, directoryToken, sessionId } = this.record;
    await this.session.end();
    this.deps.tabStore.remove(TAB_KEY);
    this.deps.store.remove(recordKey(sessionId));
    // Without the server the session ends there by itself when nobody renews its lease.
    await this.deps.directory.end(code, directoryToken).catch(() => {});
  }

  /** The page goes away, perhaps to come back. */
  close(): void {
    this.ended = true;
    this.cancelLease();
    this.session.close();
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
        const { epoch } = this.record;
        this.renewLease().catch((error: unknown) => {
          const sessionError = SessionError.from(error);
          // A renewal that this page's own new epoch overtook is refused too.
          if (sessionError.reason === 'superseded' && epoch === this.record.epoch && !this.changingEpoch) {
            this.stop(sessionError);
          }
        });
      }
    });
  }

  /** Also brings the session back to a directory that was restarted. */
  private async renewLease(): Promise<void> {
    const { code, directoryToken, sessionId, sessionName, presenterName, pageId, epoch } = this.record;
    const direct = this.session.view().rows.filter((row) => row.links.some((link) => link.route === 'p2p')).length;
    await this.deps.directory.renewLease(code, directoryToken, {
      sessionId,
      name: sessionName,
      presenterName,
      presenterKey: this.publicKey,
      pageId,
      epoch,
      freeSlots: Math.max(0, LIMITS.directSlots - direct),
    });
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
