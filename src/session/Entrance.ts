/**
 * How a page comes into a session: it starts one, joins one, goes on with what it was in before a reload, or with what another
 * tab has left. At most one of these counts at a time.
 */
import type { Position, Snapshot, StageEvent, StepRef } from '../protocol/messages';
import { parseInvitation } from '../protocol/shareCode';
import { Attending, type AttendingDeps } from './Attending';
import { Comeback, type Try } from './Comeback';
import { findLeft } from './leftSession';
import { checkedName } from './names';
import type { PageState, State } from './PageState';
import type { Presenting, PresentingDeps } from './Presenting';
import { createPresenting, goOnPresenting, takeUpPresenting } from './startPresenting';
import { SessionError, type SessionErrorReason } from './SessionError';
import type { JoinOptions, SessionDoor } from './view';

export interface EntranceDeps {
  /** Rejects with a SessionError, such as `not-configured`. */
  presenting(): Promise<PresentingDeps>;
  attending(): Promise<AttendingDeps>;
  /** The whole link for a code and a fingerprint. */
  joinLink(code: string, fingerprint: string): string;
}

/** What the rest of the page hears of a session. */
export interface SessionListeners {
  /** This page presents from now on. `elsewhere`: what another tab presented before. */
  presenting(elsewhere: boolean): void;
  /** This page presents no longer. */
  presented(): void;
  /** This page attends from now on: events and snapshots follow. `sessionId` is the same over reloads. */
  attending(sessionId: string): void;
  /** `late`: it was said while this page was cut off for a while. */
  event(event: StageEvent, of: Position, late: boolean): void;
  snapshot(snapshot: Snapshot, of: Position): void;
  /** Attendee's: what stood on this tab's page before it was loaded anew. */
  stillShown(step: StepRef, of: Position): void;
  /** This page attends no longer. */
  attended(): void;
}

export class Entrance {
  /** Counts entries: one that was given up must not come true later, nor report its end over what came after. */
  private entries = 0;
  /** Of what this tab was in before a reload. */
  private comeback: Comeback | null = null;

  constructor(
    private readonly page: PageState,
    private readonly deps: EntranceDeps,
    private readonly on: SessionListeners
  ) {}

  get isComingBack(): boolean {
    return this.comeback !== null;
  }

  async start(options: Parameters<SessionDoor['start']>[0]): Promise<void> {
    this.page.mustBeIdle();
    const sessionName = checkedName(options.sessionName, 'session');
    const presenterName = checkedName(options.presenterName, 'person');
    await this.startWith((deps) =>
      createPresenting({ ...options, sessionName, presenterName }, deps, this.presentingHandlers())
    );
  }

  async join(options: JoinOptions): Promise<void> {
    this.page.mustBeIdle();
    const invitation = parseInvitation(options.invitation);
    if (typeof invitation === 'string') {
      throw new SessionError(invitation);
    }
    const name = checkedName(options.name, 'person');
    await this.attendWith((deps) =>
      Attending.join({ ...options, invitation, name, hand: false, tabId: null }, deps, this.attendingHandlers())
    );
  }

  /** Goes on with what this tab was in before it was reloaded. Never rejects: what cannot be taken up is shown. */
  async takeUp(): Promise<void> {
    if (this.page.now.kind !== 'idle') {
      return;
    }
    try {
      const deps = await this.deps.attending();
      const comeback = new Comeback({
        clock: deps.clock,
        random: () => deps.random(),
        once: () => this.takeUpOnce(),
        waits: (since, reason) => this.page.become({ kind: 'returning', since, reason }),
      });
      this.comeback = comeback;
      const ended = await comeback.run();
      if (this.comeback !== comeback) {
        return;
      }
      this.comeback = null;
      if (ended?.reason === 'code-unknown') {
        Attending.forgetTab(deps);
      }
      if (this.page.view().role === 'returning') {
        this.page.become({ kind: 'idle', error: ended?.reason ?? null });
      }
      if (this.page.view().role === 'idle') {
        this.page.leftBehind(await findLeft(await this.deps.presenting()));
      }
    } catch (error) {
      this.page.become({ kind: 'idle', error: SessionError.from(error).reason });
    }
  }

  async goOn(): Promise<void> {
    this.page.mustBeIdle();
    await this.startWith((deps) => goOnPresenting(deps, this.presentingHandlers()), true);
  }

  /** What could not be taken up is tried again at once. */
  nudge(): void {
    this.comeback?.now();
  }

  /** What is under way comes to nothing. */
  giveUp(): void {
    this.entries += 1;
    this.comeback?.giveUp();
    this.comeback = null;
  }

  private async startWith(
    open: (deps: PresentingDeps) => Promise<Presenting | null>,
    elsewhere = false
  ): Promise<void> {
    const entry = ++this.entries;
    this.becomeUnlessReturning({ kind: 'starting' });
    try {
      const presenting = await open(await this.deps.presenting());
      if (entry !== this.entries) {
        presenting?.close();
        throw new SessionError('ended');
      }
      if (presenting) {
        this.page.become({ kind: 'presenting', presenting });
        this.on.presenting(elsewhere);
      } else {
        this.becomeUnlessReturning({ kind: 'idle', error: null });
      }
    } catch (error) {
      const sessionError = SessionError.from(error);
      if (entry === this.entries) {
        this.becomeUnlessReturning({ kind: 'idle', error: sessionError.reason });
      }
      throw sessionError;
    }
  }

  /** While it is tried again and again the page says that, and not how each try goes. */
  private becomeUnlessReturning(state: State): void {
    if (this.page.now.kind !== 'returning') {
      this.page.become(state);
    }
  }

  private async takeUpOnce(): Promise<Try> {
    let as: 'presenter' | 'attendee' = 'presenter';
    try {
      await this.startWith((deps) => takeUpPresenting(deps, this.presentingHandlers()));
      if (this.page.now.kind !== 'presenting') {
        as = 'attendee';
        await this.attendWith((deps) => Attending.rejoin(deps, this.attendingHandlers()), true);
      }
      return { kind: 'over' };
    } catch (error) {
      return { kind: 'failed', as, error: SessionError.from(error) };
    }
  }

  /** `again`: after a reload nobody waits for the answer, and an outage is shown as one. */
  private async attendWith(open: (deps: AttendingDeps) => Promise<Attending | null>, again = false): Promise<void> {
    const entry = ++this.entries;
    this.becomeUnlessReturning({ kind: 'finding' });
    try {
      const attending = await open(await this.deps.attending());
      if (entry !== this.entries) {
        attending?.leave();
        throw new SessionError('ended');
      }
      if (!attending) {
        this.becomeUnlessReturning({ kind: 'idle', error: null });
        return;
      }
      const { connection } = attending.session.view();
      if (connection.kind === 'ended') {
        throw new SessionError(connection.reason);
      }
      this.on.attending(attending.info.sessionId);
      if (again) {
        this.page.become({ kind: 'attending', attending, last: null, settle: null });
        return;
      }
      await this.page.joining(attending);
    } catch (error) {
      const sessionError = SessionError.from(error);
      if (entry === this.entries) {
        this.becomeUnlessReturning({ kind: 'idle', error: sessionError.reason });
        this.on.attended();
      }
      throw sessionError;
    }
  }

  private presentingHandlers() {
    return {
      changed: () => this.page.changed(),
      failed: () => this.page.changed(),
      ended: (error: SessionError) => {
        const sessionName = this.page.presenting?.view().sessionName ?? '';
        this.page.become({ kind: 'ended', reason: error.reason, sessionName, joined: null });
        this.on.presented();
      },
    };
  }

  private attendingHandlers() {
    return {
      changed: () => this.page.attendingChanged(),
      event: (event: StageEvent, of: Position, late: boolean) => this.on.event(event, of, late),
      snapshot: (snapshot: Snapshot, of: Position) => this.on.snapshot(snapshot, of),
      stillShown: (step: StepRef, of: Position) => this.on.stillShown(step, of),
      ended: (reason: SessionErrorReason) => {
        if (this.page.now.kind !== 'attending') {
          return;
        }
        const { attending, settle } = this.page.now;
        if (settle) {
          settle.reject(new SessionError(reason));
        } else {
          const joined = attending.joined((code, fingerprint) => this.deps.joinLink(code, fingerprint));
          this.page.become({ kind: 'ended', reason, sessionName: attending.info.name, joined });
          this.on.attended();
        }
      },
    };
  }
}
