/** The interface's only door: at most one session a page, as presenter or as attendee, drawn from one view. */
import type {
  EndForAll,
  Following,
  FollowPolicy,
  GuideRef,
  Mode,
  Position,
  RouteRef,
  StageEvent,
} from '../protocol/messages';
import { Attending } from './Attending';
import { drawAnswers } from './drawView';
import { Entrance, type EntranceDeps, type SessionListeners } from './Entrance';
import { forgetLeft } from './leftSession';
import { PageState } from './PageState';
import { NO_ANSWERS, type StepName } from './ReceiptBook';
import { SessionError } from './SessionError';
import type { BrowserEntry, JoinOptions, LastEvent, SessionDoor, SessionView, StepAnswers } from './view';
import { forgetTab } from './startPresenting';

export class SessionManager implements SessionDoor {
  private readonly page: PageState;
  private readonly entrance: Entrance;

  constructor(
    private readonly deps: EntranceDeps,
    private readonly on: SessionListeners
  ) {
    this.page = new PageState((code, fingerprint) => deps.joinLink(code, fingerprint));
    this.entrance = new Entrance(this.page, deps, on);
  }

  view(): SessionView {
    return this.page.view();
  }

  subscribe(listener: () => void): () => void {
    return this.page.subscribe(listener);
  }

  start(options: Parameters<SessionDoor['start']>[0]): Promise<void> {
    return this.entrance.start(options);
  }

  join(options: JoinOptions): Promise<void> {
    return this.entrance.join(options);
  }

  /** Goes on with what this tab was in before it was reloaded. Never rejects: what cannot be taken up is shown. */
  takeUp(): Promise<void> {
    return this.entrance.takeUp();
  }

  goOn(): Promise<void> {
    return this.entrance.goOn();
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
    const ticket = await attending?.ticketTo('terminal');
    const { snapshot, typing = null } = attending?.session.view() ?? {};
    if (ticket === undefined || !snapshot?.terminal) {
      throw new SessionError('no-terminal');
    }
    return { ticket, view: snapshot.terminal.key, typing };
  }

  async shareBrowser(): Promise<void> {
    await this.page.presenting?.browser.share();
  }

  stopBrowser(): void {
    this.page.presenting?.browser.stop();
  }

  letDrive(who: string | 'everyone' | null): void {
    this.page.presenting?.browser.letDrive(who);
  }

  /** With what this page comes to the shared browser: keys say what may be done there. Rejects with a SessionError. */
  async browserEntry(): Promise<BrowserEntry> {
    const { presenting, attending } = this.page;
    if (presenting) {
      const { presenterName: name } = presenting;
      return { ticket: await presenting.browser.ticket(), view: null, driving: null, name };
    }
    const ticket = await attending?.ticketTo('browser');
    const { snapshot, driving = null } = attending?.session.view() ?? {};
    if (!attending || ticket === undefined || !snapshot?.browser) {
      throw new SessionError('no-browser');
    }
    return { ticket, view: snapshot.browser.key, driving, name: attending.name };
  }

  leave(): void {
    const state = this.page.now;
    if (state.kind === 'returning') {
      void this.deps.presenting().then(forgetTab, () => {});
      void this.deps.attending().then(Attending.forgetTab, () => {});
    } else if (state.kind !== 'attending' && state.kind !== 'finding') {
      return;
    }
    this.entrance.giveUp();
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
    const { presenting, attending } = this.page;
    if (attending) {
      attending.session.nudge();
    } else if (presenting) {
      presenting.nudge();
    } else {
      this.entrance.nudge();
    }
  }

  /** The page goes away, perhaps to come back: nothing is ended for good. */
  pageHidden(): void {
    const session = this.page.presenting ?? this.page.attending;
    if (session || this.entrance.isComingBack) {
      this.entrance.giveUp();
      session?.close();
      this.page.quietly({ kind: 'idle', error: null });
    }
  }
}
