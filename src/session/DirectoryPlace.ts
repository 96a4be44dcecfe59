/** A presenting page's place at the directory: its lease, its epoch, the signalling ids that attendees dial. */
import type {
  PeerResponse,
  Routes,
  StartRequest,
  StartResponse,
  LiveBrowserRequest,
  LiveBrowserResponse,
  TerminalRequest,
  TerminalResponse,
} from '../protocol/directoryApi';
import { TIMES } from '../protocol/limits';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';
import { ANSWER_WITHIN, type DirectoryClient } from './DirectoryClient';
import { SessionError } from './SessionError';
import { takeTurns } from './turns';

/** What the directory is told of the page again and again. */
export type AboutPage = Omit<StartRequest, 'knownEpoch' | 'takeOver' | 'locked'>;

export interface DirectoryPlaceDeps {
  directory: DirectoryClient;
  clock: Clock;
  code: string;
  /** The directory token. */
  token: string;
  about: AboutPage;
}

export interface DirectoryPlaceHandlers {
  /** Attendees that could still be linked directly. */
  freeSlots(): number;
  /** Whether newcomers are to be refused. */
  locked(): boolean;
  /** The directory gave an epoch for a new group key. */
  rekey(epoch: number): Promise<void>;
  /** Whether the directory answered when it was told of this page. */
  answered(isAnswered: boolean): void;
  /** The directory has no place for this page any more: it was taken over, or the session is over. */
  lost(error: SessionError): void;
}

export class DirectoryPlace {
  /** The directory's calls: one that still named the epoch before would end this page's part (SPEC DIR-4). */
  private readonly inTurn = takeTurns();
  private peer: PeerResponse | null;
  private cancelLease: Undo = () => {};
  private on: DirectoryPlaceHandlers | null = null;
  /** Somebody was removed, and the directory has not given the epoch yet that shuts them out of what comes. */
  private rekeyOwed = false;

  private constructor(
    private readonly deps: DirectoryPlaceDeps,
    /** The newest that the directory gave. */
    public epoch: number,
    peer: PeerResponse,
    readonly routes: Routes
  ) {
    this.peer = peer;
  }

  /** Takes the lease. Rejects with a SessionError, `lease-held` where another page has it and `takeOver` is false. */
  static async take(
    deps: DirectoryPlaceDeps,
    options: { knownEpoch: number; takeOver: boolean; locked: boolean }
  ): Promise<DirectoryPlace> {
    const { directory, code, token, about } = deps;
    const started = await directory.start(code, token, { ...about, ...options });
    return new DirectoryPlace(deps, started.epoch, started, started.routes);
  }

  /** A signalling id that was not used yet. Rejects with a SessionError. */
  nextPeer(): Promise<PeerResponse> {
    return this.inTurn(async () => {
      const { directory, code, token, about } = this.deps;
      const { peer } = this;
      this.peer = null;
      return peer ?? this.known(() => directory.peer(code, token, { pageId: about.pageId, epoch: this.epoch }));
    });
  }

  /** A ticket for the relay that was not used yet; null where the server has no relay. Rejects with a SessionError. */
  get relay(): (() => Promise<string>) | null {
    const { directory, code, token, about } = this.deps;
    return this.routes !== 'direct'
      ? () =>
          this.inTurn(() => this.known(() => directory.relay(code, token, { pageId: about.pageId, epoch: this.epoch })))
      : null;
  }

  /** What the session's terminal is to be. Rejects with a SessionError. */
  terminal(wanted: Pick<TerminalRequest, 'start' | 'typists'>): Promise<TerminalResponse> {
    const { directory, code, token, about } = this.deps;
    return this.inTurn(() =>
      this.known(() => directory.terminal(code, token, { pageId: about.pageId, epoch: this.epoch, ...wanted }))
    );
  }

  /** What the session's browser is to be. Rejects with a SessionError. */
  browser(wanted: Pick<LiveBrowserRequest, 'start' | 'control'>): Promise<LiveBrowserResponse> {
    const { directory, code, token, about } = this.deps;
    return this.inTurnAtFirst(() =>
      this.known(() => directory.browser(code, token, { pageId: about.pageId, epoch: this.epoch, ...wanted }))
    );
  }

  /** A server that was restarted takes the session in again with the lease, and is not to wait for the next of those. */
  private async known<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (SessionError.from(error).reason !== 'code-unknown' || !this.on) {
        throw error;
      }
      await this.renewLease(this.on);
      return call();
    }
  }

  /** For what may take longer than a lease lasts: the next call waits only as long as this one may be on its way to the server. */
  private async inTurnAtFirst<T>(call: () => Promise<T>): Promise<T> {
    const { answer } = await this.inTurn(async () => {
      const answer = call();
      await new Promise<void>((resolve) => {
        const cancel = this.deps.clock.after(ANSWER_WITHIN, resolve);
        void answer
          .catch(() => {})
          .finally(() => {
            cancel();
            resolve();
          });
      });
      return { answer };
    });
    return answer;
  }

  /** Renews the lease from now on, until `leave`. */
  keep(handlers: DirectoryPlaceHandlers): void {
    this.on = handlers;
    this.scheduleLease();
  }

  /** Everybody who is in gets a new key as soon as the directory gives an epoch for it. */
  oweRekey(): void {
    this.rekeyOwed = true;
    void this.atDirectory((on) => this.rekey(on));
  }

  /** Something that the directory is told with the lease has changed: it hears of it now. */
  renew(): void {
    void this.atDirectory((on) => this.renewLease(on));
  }

  /** The lease runs out by itself. */
  leave(): void {
    this.on = null;
    this.cancelLease();
  }

  private scheduleLease(): void {
    this.cancelLease = this.deps.clock.after(TIMES.leaseRenewal, () => {
      this.scheduleLease();
      void this.atDirectory(async (on) => {
        await this.renewLease(on);
        await this.rekey(on);
      });
    });
  }

  /** In turn. A directory that is down is asked again with the next lease; one that has no place for this page ends it. */
  private async atDirectory(work: (on: DirectoryPlaceHandlers) => Promise<void>): Promise<void> {
    try {
      await this.inTurn(async () => {
        if (this.on) {
          await work(this.on);
        }
      });
      this.on?.answered(true);
    } catch (error) {
      const { reason } = SessionError.from(error);
      this.on?.answered(reason !== 'server-down' && reason !== 'local-network');
      if (reason === 'superseded' || reason === 'lease-held') {
        this.on?.lost(new SessionError('superseded'));
      } else if (reason === 'code-unknown') {
        // A directory that only lost the session takes it in again: this one was told that it is over (SPEC DIR-5).
        this.on?.lost(new SessionError('ended'));
      }
    }
  }

  private async rekey(on: DirectoryPlaceHandlers): Promise<void> {
    if (!this.rekeyOwed) {
      return;
    }
    this.rekeyOwed = false;
    const started = await this.startAnew(on.locked()).catch((error: unknown) => {
      this.rekeyOwed = true;
      throw error;
    });
    this.epoch = started.epoch;
    // The directory has closed the signalling socket of the id before.
    this.peer = started;
    await on.rekey(started.epoch);
  }

  private startAnew(locked: boolean): Promise<StartResponse> {
    const { directory, code, token, about } = this.deps;
    return directory.start(code, token, { ...about, knownEpoch: this.epoch, takeOver: false, locked });
  }

  /** Also brings the session back to a directory that was restarted. */
  private async renewLease(on: DirectoryPlaceHandlers): Promise<void> {
    const { directory, code, token, about } = this.deps;
    await directory.renewLease(code, token, {
      ...about,
      epoch: this.epoch,
      freeSlots: on.freeSlots(),
      locked: on.locked(),
    });
  }
}
