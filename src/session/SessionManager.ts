/** The interface's only door: at most one session a page, as presenter or as attendee, drawn from one view. */
import type {
  EndForAll,
  Following,
  FollowPolicy,
  GuideRef,
  Mode,
  Position,
  RouteRef,
  Snapshot,
  StageEvent,
} from '../protocol/messages';
import { parseInvitation } from '../protocol/shareCode';
import { Attending, type AttendingDeps } from './Attending';
import { Comeback, type Try } from './Comeback';
import { drawAnswers } from './drawView';
import { checkedName } from './names';
import { findLeft, forgetLeft } from './leftSession';
import { PageState, type State } from './PageState';
import { Presenting, type PresentingDeps } from './Presenting';
import { NO_ANSWERS, type StepName } from './ReceiptBook';
import { SessionError, type SessionErrorReason } from './SessionError';
import type { JoinOptions, LastEvent, SessionDoor, SessionView, StepAnswers } from './view';

export interface SessionManagerDeps {
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
  /** This page attends no longer. */
  attended(): void;
}

export class SessionManager implements SessionDoor {
  private readonly page: PageState;
  /** Counts joinings: one that was given up must not come true later, nor report its end over what came after. */
  private joining = 0;
  /** Of what this tab was in before a reload. */
  private comeback: Comeback | null = null;

  constructor(
    private readonly deps: SessionManagerDeps,
    private readonly on: SessionListeners
  ) {
    this.page = new PageState((code, fingerprint) => deps.joinLink(code, fingerprint));
  }

  view(): SessionView {
    return this.page.view();
  }

  subscribe(listener: () => void): () => void {
    return this.page.subscribe(listener);
  }

  async start(options: Parameters<SessionDoor['start']>[0]): Promise<void> {
    this.page.mustBeIdle();
    const sessionName = checkedName(options.sessionName, 'session');
    const presenterName = checkedName(options.presenterName, 'person');
    await this.startWith((deps) =>
      Presenting.create({ ...options, sessionName, presenterName }, deps, this.presentingHandlers())
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
      if (this.view().role === 'returning') {
        this.page.become({ kind: 'idle', error: ended?.reason ?? null });
      }
      if (this.view().role === 'idle') {
        this.page.leftBehind(await findLeft(await this.deps.presenting()));
      }
    } catch (error) {
      this.page.become({ kind: 'idle', error: SessionError.from(error).reason });
    }
  }

  async goOn(): Promise<void> {
    this.page.mustBeIdle();
    await this.startWith((deps) => Presenting.goOn(deps, this.presentingHandlers()), true);
  }

  forgetLeft(): void {
    void this.deps.presenting().then((deps) => {
      forgetLeft(deps);
      this.page.leftBehind(undefined);
    });
  }

  /** Presenter's: the guide that the room has open. */
  presentedGuide(): GuideRef | null {
    return this.page.presenting?.view().stage.guide ?? null;
  }

  /** Attendee's: how events are to be taken here; guided where this page attends nothing. */
  attendance(): { mode: Mode; policy: FollowPolicy; last: LastEvent | null } {
    if (this.page.now.kind !== 'attending') {
      return { mode: 'guided', policy: 'off', last: null };
    }
    const { mode, snapshot } = this.page.now.attending.session.view();
    return { mode, policy: snapshot?.policy ?? 'ask', last: this.page.now.last };
  }

  /** Presenter's: an event for everyone; ignored when this page does not present. */
  publish(event: StageEvent): void {
    this.page.presenting?.session.publish(event);
  }

  /** Presenter's: where newcomers begin from now on; nobody who is in is taken there. */
  presenterAt(route: RouteRef | null): void {
    this.page.presenting?.session.standAt(route);
  }

  /** Attendee's: an event's action begins. */
  begun(of: Position): void {
    this.page.attending?.session.begun(of);
  }

  /** Attendee's: this page's person is asked about an event. */
  asked(of: Position): void {
    this.page.attending?.session.asked(of);
  }

  /** Attendee's: how follow mode stands here, for the presenter to see. */
  setFollowing(following: Following): void {
    this.page.attending?.session.setFollowing(following);
  }

  /** Attendee's: what became of an event. */
  receipt(of: Position, last: LastEvent): void {
    if (this.page.now.kind === 'attending') {
      this.page.now.attending.session.receipt(of, last.outcome, last.detail === '' ? undefined : last.detail);
      this.page.become({ ...this.page.now, last });
    }
  }

  setMode(mode: Mode): void {
    this.page.attending?.setMode(mode);
  }

  setHand(up: boolean): void {
    this.page.attending?.setHand(up);
  }

  setPolicy(policy: FollowPolicy): void {
    this.page.presenting?.session.setPolicy(policy);
  }

  removeAttendee(attendeeId: string): void {
    this.page.presenting?.remove(attendeeId);
  }

  lowerHand(attendeeId: string): void {
    this.page.presenting?.session.lowerHand(attendeeId);
  }

  stepAnswers(step: StepName): StepAnswers {
    const session = this.page.presenting?.session;
    return drawAnswers(session?.view().rows ?? [], session?.answers(step) ?? NO_ANSWERS);
  }

  setDoor(change: { locked?: boolean; admit?: boolean }): void {
    this.page.presenting?.setDoor(change);
  }

  admit(attendeeIds: readonly string[]): void {
    this.page.presenting?.session.doorway.admit(attendeeIds);
  }

  decline(attendeeIds: readonly string[]): void {
    this.page.presenting?.session.doorway.decline(attendeeIds);
  }

  letBack(attendeeId: string): void {
    this.page.presenting?.session.doorway.letBack(attendeeId);
  }

  async shareTerminal(): Promise<void> {
    await this.page.presenting?.terminal.share();
  }

  stopTerminal(): void {
    this.page.presenting?.terminal.stop();
  }

  letType(attendeeId: string, may: boolean): void {
    this.page.presenting?.terminal.letType(attendeeId, may);
  }

  /** With what one socket to the shared terminal is opened: keys say what may be done there. Rejects with a SessionError. */
  async terminalEntry(): Promise<{ ticket: string; view: string | null; typing: string | null }> {
    const { presenting, attending } = this.page;
    if (presenting) {
      return { ticket: await presenting.terminal.ticket(), view: null, typing: null };
    }
    const ticket = await attending?.terminalTicket();
    const { snapshot, typing = null } = attending?.session.view() ?? {};
    if (ticket === undefined || !snapshot?.terminal) {
      throw new SessionError('no-terminal');
    }
    return { ticket, view: snapshot.terminal.key, typing };
  }

  leave(): void {
    const state = this.page.now;
    if (state.kind === 'returning') {
      void this.deps.presenting().then(Presenting.forgetTab, () => {});
      void this.deps.attending().then(Attending.forgetTab, () => {});
    } else if (state.kind !== 'attending' && state.kind !== 'finding') {
      return;
    }
    this.joining++;
    this.giveUpComingBack();
    this.page.become({ kind: 'idle', error: null });
    if (state.kind === 'attending') {
      state.attending.leave();
      state.settle?.reject(new SessionError('ended'));
      this.on.attended();
    }
  }

  end(reason: EndForAll = 'ended'): void {
    const { presenting } = this.page;
    if (presenting) {
      void presenting.end(reason);
      this.page.become({ kind: 'idle', error: null });
      this.on.presented();
    }
  }

  dismiss(): void {
    if (this.page.now.kind === 'ended' || this.page.now.kind === 'idle') {
      this.page.become({ kind: 'idle', error: null });
    }
  }

  /** The network or the page came back: what is cut off tries at once, what could not be taken up is tried again. */
  nudge(): void {
    if (this.page.now.kind === 'attending') {
      this.page.now.attending.session.nudge();
    } else {
      this.comeback?.now();
    }
  }

  /** The page goes away, perhaps to come back: nothing is ended for good. */
  pageHidden(): void {
    const session = this.page.presenting ?? this.page.attending;
    if (session || this.comeback) {
      this.joining++;
      this.giveUpComingBack();
      session?.close();
      this.page.quietly({ kind: 'idle', error: null });
    }
  }

  private async startWith(
    open: (deps: PresentingDeps) => Promise<Presenting | null>,
    elsewhere = false
  ): Promise<void> {
    const joining = ++this.joining;
    this.becomeUnlessReturning({ kind: 'starting' });
    try {
      const presenting = await open(await this.deps.presenting());
      if (joining !== this.joining) {
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
      if (joining === this.joining) {
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

  private giveUpComingBack(): void {
    this.comeback?.giveUp();
    this.comeback = null;
  }

  private async takeUpOnce(): Promise<Try> {
    let as: 'presenter' | 'attendee' = 'presenter';
    try {
      await this.startWith((deps) => Presenting.takeUp(deps, this.presentingHandlers()));
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
    const joining = ++this.joining;
    this.becomeUnlessReturning({ kind: 'finding' });
    try {
      const attending = await open(await this.deps.attending());
      if (joining !== this.joining) {
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
      if (joining === this.joining) {
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
