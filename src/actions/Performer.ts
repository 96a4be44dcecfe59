/** Does things in an attendee's Grafana: judges, asks, looks again, acts, writes it down. The rules are SPEC's SAFE. */
import type { GuideStep } from '../guide/model';
import { wait } from '../guide/wait';
import type { Undo } from './clock';
import { leavesUnasked, wordsOfHeld } from './leading';
import { pathOf } from './location';
import type { NavigationGuard } from './navigationGuard';
import { DONE, failed, shownOnly, skipped, type ActionOutcome } from './outcome';
import type { Page } from './page';
import { needsTarget } from './perform';
import { classify, isOnlyUnlisted, isUnlistedPage, type ActionClass } from './policy';
import type { ReplayBoard } from './replayView';
import { judgeRoute } from './routes';
import { isSameEffect, isSameTarget, type TargetDescription } from './target';
import { describeAction, describeAddress } from './words';

export interface PerformerDeps {
  readonly page: Page;
  readonly board: ReplayBoard;
  show(step: GuideStep, signal: AbortSignal): Promise<ActionOutcome>;
  /** Follow mode is chosen and allowed. */
  follows(): boolean;
  /** A question is about to be put to the person. */
  asks(): void;
}

/** A page that its reader scrolls is left alone for this long, in milliseconds. */
const AFTER_LOOKING = 700;
/** A page's own code may answer a click later than at once: so long it is watched where it goes, in milliseconds. */
const AFTERMATH = 2_000;

type Leave = { readonly may: true; readonly asked: boolean } | { readonly may: false; readonly outcome: ActionOutcome };

export class Performer {
  private consented = false;
  private lookedAt = -Infinity;
  /** Ends what is being done right now. */
  private acting: AbortController | null = null;
  private endGuard: Undo = () => undefined;

  constructor(private readonly deps: PerformerDeps) {}

  /** Consent is for one session. */
  forgetConsent(): void {
    this.consented = false;
  }

  /** The reader has just scrolled or touched the page. */
  looksAround(): void {
    this.lookedAt = this.deps.page.clock.now();
  }

  /** Whatever is being done goes no further, not even to its next key. */
  interrupt(): void {
    this.acting?.abort();
    this.endGuard();
  }

  /** Null while things may be done here, else why they may not. */
  whyNot(): string | null {
    if (!this.deps.follows()) {
      return 'guided mode';
    }
    return this.deps.board.view().paused ? 'following is paused' : null;
  }

  async do(step: GuideStep, signal: AbortSignal): Promise<ActionOutcome> {
    await this.letLook(signal);
    const why = this.whyNot();
    if (signal.aborted || why !== null) {
      return why === null ? STOPPED : skipped(why);
    }
    if (step.action === 'navigate') {
      return this.navigate(step, signal);
    }
    if (!needsTarget(step.action)) {
      this.deps.page.clear();
      const performed = await this.deps.page.perform(step, null);
      return performed.ok ? DONE : failed(performed.detail);
    }
    return this.act(step, signal);
  }

  /** Every navigation that a session causes passes here. */
  async goTo(address: string, signal: AbortSignal): Promise<ActionOutcome> {
    const { page } = this.deps;
    const judged = judgeRoute(address);
    if (judged.route === null) {
      return this.noted(describeAddress(address), failed('a session never opens this page'));
    }
    const here = page.location.route();
    if (here === judged.route || (!judged.route.includes('?') && pathOf(here) === judged.route)) {
      return DONE;
    }
    const words = describeAddress(judged.route);
    const leave = await this.obtain(judged.class, words, signal, { unlisted: isUnlistedPage(address) });
    if (!leave.may) {
      return leave.outcome;
    }
    page.clear();
    page.location.go(judged.route);
    return this.noted(words, DONE);
  }

  /** A click, a fill, a hover: found, judged, asked for, found again, done. */
  private async act(step: GuideStep, signal: AbortSignal): Promise<ActionOutcome> {
    const { page } = this.deps;
    const found = await page.find(step, signal);
    if (found.kind !== 'found') {
      return found.kind === 'missing' ? this.noted(describeAction(step, null), failed(found.detail)) : STOPPED;
    }
    const target = page.describe(step, found.element);
    const words = describeAction(step, target);
    const judged = classify(step, target);
    if (judged === 'never') {
      const shown = await this.deps.show(step, signal);
      return this.noted(
        words,
        shown.outcome === 'shown' ? shownOnly('this is never done for someone, so it was only shown') : shown
      );
    }
    const leave = await this.obtain(judged, words, signal, {
      unlisted: isOnlyUnlisted(step, target),
      showIt: () => this.deps.show(step, signal),
    });
    if (!leave.may) {
      return leave.outcome;
    }
    let element = this.sameAgain(step, found.again(), target);
    if (element && !page.isReachable(element)) {
      // The page may have scrolled while one was asked.
      await page.bringIntoView(element, signal);
      element = this.sameAgain(step, found.again(), target);
    }
    const why = leave.asked ? null : this.whyNot();
    if (signal.aborted || why !== null) {
      return why === null ? STOPPED : skipped(why);
    }
    if (!element) {
      return this.noted(words, failed('the element changed before it was used'));
    }
    if (!page.isReachable(element)) {
      return this.noted(words, failed('the element is covered by something else'));
    }
    return this.perform(step, element, { target, judged, words }, signal);
  }

  private async perform(
    step: GuideStep,
    element: Element,
    { target, judged, words }: { target: TargetDescription; judged: ActionClass; words: string },
    signal: AbortSignal
  ): Promise<ActionOutcome> {
    const { page, board } = this.deps;
    const guard = this.guard(judged);
    const ended = board.begin(words);
    const end = ({ outcome, detail }: ActionOutcome): ActionOutcome => {
      ended(outcome, detail);
      return { outcome, detail };
    };
    const acting = new AbortController();
    this.acting = acting;
    const stop = () => acting.abort();
    signal.addEventListener('abort', stop);
    page.clear();
    try {
      const performed = await page.perform(step, element, {
        signal: acting.signal,
        unchanged: (now) => isSameEffect(target, now),
      });
      if (acting.signal.aborted) {
        return end({ outcome: 'interrupted', detail: 'it was stopped in the middle' });
      }
      if (!performed.ok) {
        return end(failed(performed.detail));
      }
      const done = end(doneWith(performed.warning));
      await guard.settled(signal);
      const held = guard.held();
      guard.onHeld((late) => this.noted(wordsOfHeld(late), failed(HELD)));
      if (held?.kind === 'page') {
        this.endGuard();
        return await this.goTo(held.route, signal);
      }
      return held ? this.noted(wordsOfHeld(held), failed(HELD)) : done;
    } finally {
      signal.removeEventListener('abort', stop);
      this.acting = null;
    }
  }

  /** Where it leads counts as what was agreed to, and no more. */
  private guard(judged: ActionClass): NavigationGuard {
    this.endGuard();
    const level = judged === 'danger' || !this.consented ? judged : 'change';
    const guard = this.deps.page.guard((to, stays) => leavesUnasked(level, to, stays));
    const offTimer = this.deps.page.clock.after(AFTERMATH, () => this.endGuard());
    this.endGuard = () => {
      offTimer();
      guard.end();
      this.endGuard = () => undefined;
    };
    return guard;
  }

  private sameAgain(step: GuideStep, now: Element | null, target: TargetDescription): Element | null {
    return now && isSameTarget(target, this.deps.page.describe(step, now)) ? now : null;
  }

  private async navigate(step: GuideStep, signal: AbortSignal): Promise<ActionOutcome> {
    const address = step.reftarget ?? '';
    if (address.startsWith('/')) {
      return this.goTo(address, signal);
    }
    const words = describeAddress(address);
    const leave = await this.obtain(classify(step, null), words, signal);
    if (!leave.may) {
      return leave.outcome;
    }
    const performed = await this.deps.page.perform(step, null);
    return this.noted(words, performed.ok ? DONE : failed(performed.detail));
  }

  /** What is asked about is shown meanwhile; what cannot be shown is not asked about. */
  private async obtain(
    judged: ActionClass,
    words: string,
    signal: AbortSignal,
    { unlisted = false, showIt }: { unlisted?: boolean; showIt?: () => Promise<ActionOutcome> } = {}
  ): Promise<Leave> {
    const why = this.whyNot();
    if (signal.aborted || why !== null) {
      return { may: false, outcome: why === null ? STOPPED : skipped(why) };
    }
    if (judged === 'never') {
      return { may: false, outcome: this.noted(words, failed('this is never done for someone')) };
    }
    if (judged !== 'danger' && (judged !== 'change' || this.consented)) {
      return { may: true, asked: false };
    }
    const shown = await showIt?.();
    if (shown && shown.outcome !== 'shown') {
      return { may: false, outcome: shown.outcome === 'failed' ? this.noted(words, shown) : shown };
    }
    this.deps.asks();
    const grave = unlisted ? 'unlisted-page' : 'danger';
    const answer = await this.deps.board.ask(judged === 'danger' ? grave : 'consent', words, signal);
    if (answer === 'declined') {
      return { may: false, outcome: this.noted(words, { outcome: 'declined' }) };
    }
    if (answer === 'withdrawn' || signal.aborted || !this.deps.follows()) {
      return { may: false, outcome: this.noted(words, skipped(this.takenBack())) };
    }
    if (judged === 'change') {
      this.consented = true;
    }
    return { may: true, asked: true };
  }

  /** By whom. */
  private takenBack(): string {
    if (this.deps.board.view().paused) {
      return 'taken back by its person, who paused following';
    }
    return this.deps.follows()
      ? 'taken back with the end of the session here'
      : 'taken back when follow mode was left or switched off';
  }

  private noted(words: string, outcome: ActionOutcome): ActionOutcome {
    this.deps.board.note(words, outcome.outcome, outcome.detail);
    return outcome;
  }

  private async letLook(signal: AbortSignal): Promise<void> {
    const { clock } = this.deps.page;
    const rest = () => this.lookedAt + AFTER_LOOKING - clock.now();
    while (rest() > 0 && !signal.aborted) {
      await wait(clock, rest(), signal);
    }
  }
}

function doneWith(warning: string | undefined): ActionOutcome {
  return warning === undefined ? DONE : { ...DONE, detail: warning };
}

const STOPPED = skipped('following was stopped');
const HELD = 'the page was about to go where a session does not go by itself';
