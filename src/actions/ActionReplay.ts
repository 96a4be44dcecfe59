/** An attendee's side: takes stage events one by one, decides by mode and policy what may happen here, and says what did. */
import type { GuideStep } from '../guide/model';
import type {
  FollowPolicy,
  GuideRef,
  Mode,
  Position,
  RouteRef,
  Snapshot,
  StageEvent,
  StepRef,
} from '../protocol/messages';
import { ActionQueue, type Job } from './ActionQueue';
import { watchAttention } from './attention';
import { CatchUp } from './CatchUp';
import type { Undo } from './clock';
import { GuideOpener } from './GuideOpener';
import { DONE, failed, SHOWN, shownOnly, skipped, type ActionOutcome } from './outcome';
import type { Page } from './page';
import { onlyShown, OwnSteps, type OwnGuides } from './OwnSteps';
import { Performer } from './Performer';
import type { DoneList } from './DoneList';
import { ReplayBoard, type ReplayDoor } from './replayView';
import { judgeRoute } from './routes';

export interface ReplayDeps extends OwnGuides {
  readonly page: Page;
  /** What was done here, over reloads. */
  readonly done: DoneList;
  openGuide(guide: GuideRef): void;
  mode(): Mode;
  policy(): FollowPolicy;
  /** An event's turn has come: what is cut off from here on was interrupted. */
  begun(of: Position): void;
  /** The person is asked about the event whose turn it is. */
  asks(of: Position): void;
  log(tag: 'ActionReplay' | 'DocsPanel', line: string): void;
}

/** A page that has just been opened may need longer than one search takes. */
const TRIES_ON_NEW_PAGE = 3;

const LEFT_OUT = skipped('it was done while this page was cut off, and left out here');

export class ActionReplay {
  private readonly board: ReplayBoard;
  private readonly queue: ActionQueue;
  private readonly performer: Performer;
  private readonly opener: GuideOpener;
  private readonly steps: OwnSteps;
  private readonly catchUp = new CatchUp((count) => this.board.wasMissed(count));
  private offAttention: Undo | null = null;
  private guideId: string | null = null;
  /** The newest step, when it could not be shown or done. */
  private missed: { step: StepRef; of: Position } | null = null;
  private newest: Position | null = null;
  /** The event whose turn it is. */
  private turn: Position | null = null;
  private mode: Mode | undefined;
  /** As it was when mode or policy were looked at last. */
  private following = false;

  constructor(private readonly deps: ReplayDeps) {
    this.board = new ReplayBoard(deps.page.clock, deps.done, (choice) => this.catchUp.choose(choice));
    this.queue = new ActionQueue(deps.page.clock);
    this.opener = new GuideOpener(deps.page.clock, (guide) => {
      deps.log('DocsPanel', `Auto-opening guide: bundled:${guide.guideId}`);
      deps.openGuide(guide);
    });
    this.steps = new OwnSteps(deps, ({ id, title }) => {
      if (this.guideId !== id) {
        this.open({ guideId: id, title });
      }
    });
    this.performer = new Performer({
      page: deps.page,
      board: this.board,
      show: (step, signal) => this.showStep(step, signal),
      follows: () => this.follows(),
      asks: () => this.turn && deps.asks(this.turn),
    });
  }

  get door(): ReplayDoor {
    return this.board;
  }

  /** The attendee is in: from now on their own presses pause following. Consent of an earlier session does not count. */
  attend(session: string): void {
    this.end();
    this.board.attend(session);
    this.performer.forgetConsent();
    this.offAttention = watchAttention({
      takesOver: () => this.pause(),
      stops: () => {
        this.pause();
        this.stop();
      },
      looksAround: () => this.performer.looksAround(),
    });
    this.modeChanged();
  }

  /** The session is over here: nothing is waiting, shown or listened for any more. Who comes again follows again. */
  leave(): void {
    this.end();
    this.board.resume();
  }

  private end(): void {
    this.offAttention?.();
    this.offAttention = null;
    this.guideId = null;
    this.missed = null;
    this.mode = undefined;
    this.following = false;
    this.opener.stop();
    this.stop();
  }

  /** Mode or policy is another: what was asked for under the old one is taken back. */
  modeChanged(): void {
    const mode = this.deps.mode();
    if (mode !== this.mode) {
      this.deps.log('ActionReplay', `Mode changed: ${this.mode} → ${mode}`);
      if (this.mode !== undefined) {
        this.board.resume();
      }
      this.mode = mode;
    }
    const follows = this.follows();
    if (this.following && !follows) {
      this.performer.interrupt();
      this.queue.dropActs();
      this.board.withdraw();
    }
    this.following = follows;
  }

  /** The administrator's bound is another. Where it was off, going on is for the attendee to say. */
  ceilingChanged(): void {
    if (this.deps.mode() === 'follow' && !this.follows()) {
      this.board.pause();
    }
    this.modeChanged();
  }

  /** The attendee takes over: until `resume` at the door things are only shown. */
  pause(): void {
    if (this.follows()) {
      this.board.pause();
      this.performer.interrupt();
    }
  }

  /** Empties the queue, takes back a question, clears the highlight. */
  stop(): void {
    this.performer.interrupt();
    this.queue.stop();
    this.board.withdraw();
    this.deps.page.clear();
  }

  /** Takes a newcomer to where the room stands; performs nothing of the past. Settles with what became of the highlight. */
  async enter(snapshot: Snapshot, { epoch }: Pick<Position, 'epoch'>): Promise<ActionOutcome> {
    const { guide, route, highlight } = snapshot;
    this.missed = null;
    if (guide) {
      this.open(guide);
    }
    const moved = this.queue.push('act', async (signal) =>
      route && judgeRoute(route.path).class === 'move' ? this.goTo(route, signal) : DONE
    );
    if (!highlight) {
      return moved;
    }
    const { step, seq } = highlight;
    const outcome = await this.queue.push('show', (signal) => this.show(step, signal));
    if (outcome.outcome === 'failed') {
      this.missed = { step, of: { epoch, seq } };
    }
    return outcome;
  }

  /** This page was loaded anew, and what stood on it is drawn again. Settles with what became of it. */
  async stillShown(step: StepRef, of: Position): Promise<ActionOutcome> {
    const outcome = await this.queue.push('show', (signal) => this.show(step, signal));
    if (outcome.outcome === 'failed' && this.newest === null) {
      this.missed = { step, of };
    }
    return outcome;
  }

  /**
   * Settles when the event was taken in or it is known why not. Never rejects.
   * @param late it was said while this page was cut off: what it would do here is asked about first
   */
  async handle(event: StageEvent, of: Position, late = false): Promise<ActionOutcome> {
    this.missed = null;
    this.newest = of;
    const outcome = await this.take(event, of, late);
    if (this.newest === of && outcome.outcome === 'failed' && (event.type === 'show_me' || event.type === 'do_it')) {
      this.missed = { step: event.step, of };
    }
    return outcome;
  }

  /** The attendee has gone to another page: what could not be shown before is looked for again. Null when nothing was missed. */
  async showAgain(): Promise<(ActionOutcome & { readonly of: Position }) | null> {
    const { missed } = this;
    if (!missed) {
      return null;
    }
    for (let tries = 1; ; tries++) {
      const outcome = await this.queue.push('show', (signal) => this.show(missed.step, signal));
      if (outcome.outcome !== 'failed' || tries === TRIES_ON_NEW_PAGE || this.missed !== missed) {
        return { ...outcome, of: missed.of };
      }
    }
  }

  private take(event: StageEvent, of: Position, late: boolean): Promise<ActionOutcome> {
    const { deps } = this;
    deps.log('DocsPanel', `Received event: ${event.type}`);
    switch (event.type) {
      case 'show_me':
        return this.queue.push('show', (signal) => this.begin(of, event.type, () => this.show(event.step, signal)));
      case 'do_it':
        return this.act(late, (signal) => this.begin(of, event.type, () => this.do(event.step, signal)));
      case 'navigation': {
        const { to } = event;
        if (to.kind === 'guide') {
          deps.begun(of);
          if (to.guide.guideId !== this.guideId) {
            // What the guide before it points at is over.
            this.queue.dropShows();
            deps.page.clear();
          }
          this.open(to.guide);
          return Promise.resolve(DONE);
        }
        return this.act(late, (signal) => this.begin(of, event.type, () => this.goTo(to.route, signal)));
      }
      case 'clear_highlight':
        deps.begun(of);
        this.queue.dropShows();
        deps.page.clear();
        return Promise.resolve(DONE);
      case 'mode_policy':
        deps.begun(of);
        this.modeChanged();
        return Promise.resolve(DONE);
      case 'terminal_open':
      case 'terminal_close':
      case 'browser_open':
      case 'browser_close':
        // It stands in the dock, and nothing on the page has to do with it.
        deps.begun(of);
        return Promise.resolve(DONE);
      case 'session_end':
        deps.begun(of);
        this.stop();
        return Promise.resolve(DONE);
      default:
        return Promise.resolve({ outcome: 'unsupported' });
    }
  }

  private act(late: boolean, job: Job): Promise<ActionOutcome> {
    if (!late || this.performer.whyNot() !== null) {
      return this.queue.push('act', job);
    }
    const over = this.catchUp.missed();
    return this.queue
      .push('act', async (signal) => ((await this.catchUp.answer(signal)) === 'skip' ? LEFT_OUT : job(signal)))
      .finally(over);
  }

  private begin(of: Position, type: string, run: () => Promise<ActionOutcome>): Promise<ActionOutcome> {
    this.turn = of;
    this.deps.begun(of);
    this.deps.log('ActionReplay', `Handling ${type} in ${this.deps.mode()} mode`);
    return run();
  }

  private follows(): boolean {
    return this.deps.mode() === 'follow' && this.deps.policy() !== 'off';
  }

  private open(guide: GuideRef): void {
    this.guideId = guide.guideId;
    this.opener.open(guide);
  }

  private async goTo(to: RouteRef, signal: AbortSignal): Promise<ActionOutcome> {
    const why = this.performer.whyNot();
    return why === null ? this.performer.goTo(to.path, signal) : skipped(why);
  }

  private async show(ref: StepRef, signal: AbortSignal): Promise<ActionOutcome> {
    const resolved = await this.steps.resolve(ref);
    if (resolved.kind === 'none') {
      return resolved.why;
    }
    const outcome = await this.showStep(resolved.step, signal);
    return resolved.kind === 'differs' && outcome.outcome === 'shown'
      ? shownOnly('the step reads differently here')
      : outcome;
  }

  private async showStep(step: GuideStep, signal: AbortSignal): Promise<ActionOutcome> {
    const shown = await this.deps.page.show(step, signal);
    switch (shown.kind) {
      case 'shown':
        if (!shown.element) {
          return skipped('this step has nothing to frame');
        }
        this.deps.log('ActionReplay', `Highlighted element: ${step.reftarget}`);
        return SHOWN;
      case 'failed':
        return failed(shown.detail);
      case 'stopped':
        return skipped('it was replaced before it was shown');
    }
  }

  private async do(ref: StepRef, signal: AbortSignal): Promise<ActionOutcome> {
    const resolved = await this.steps.resolve(ref);
    if (resolved.kind === 'none') {
      return resolved.why;
    }
    const { step } = resolved;
    const why = onlyShown(resolved) ?? this.performer.whyNot();
    if (why === null) {
      return this.performer.do(step, signal);
    }
    const shown = await this.showStep(step, signal);
    return shown.outcome === 'shown' ? shownOnly(why) : shown;
  }
}
