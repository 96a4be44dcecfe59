/** A presenter's side: turns what the presenter does into stage events. Independent of sessions and links. */
import type { Guide, GuideStep } from '../guide/model';
import { guideRefOf, stepRefOf } from '../guide/stepRef';
import type { RouteRef, StageEvent } from '../protocol/messages';
import type { Clock, Undo } from './clock';
import { pathOf, type PageLocation } from './location';
import { judgeRoute } from './routes';

export type CapturedEvent = Extract<StageEvent, { type: 'show_me' | 'do_it' | 'navigation' | 'clear_highlight' }>;

export interface CaptureDeps {
  readonly location: Pick<PageLocation, 'route' | 'onChange'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Path of this plugin's own pages, which nobody is taken to. */
  readonly ownPath: string;
  emit(event: CapturedEvent): void;
  /** The presenter's own Do It led here: nobody is taken along, but newcomers begin here. Null: on a page that is not shared. */
  arrived(route: RouteRef | null): void;
  log(tag: 'ActionCapture' | 'DocsPanel', line: string): void;
}

/** A change of page that comes within this long after the presenter's own Do It, in milliseconds, is the Do It's. */
const OWN_EFFECT = 2000;
/** After that change of page the redirects that belong to it still count as the Do It's for this long. */
const REDIRECTS = 300;

export class ActionCapture {
  private off: Undo | null = null;
  /** On the clock. */
  private effectEnds = -Infinity;
  private path = '';
  private guideId: string | null = null;

  constructor(private readonly deps: CaptureDeps) {}

  /** @param guide that the session opens with, if any */
  start(guide: { guideId: string } | null): void {
    const { location, log } = this.deps;
    this.stop();
    log('DocsPanel', 'Initializing ActionCaptureSystem for presenter');
    this.guideId = guide?.guideId ?? null;
    this.path = pathOf(location.route());
    this.off = location.onChange((route) => this.moved(route));
    log('ActionCapture', 'Capture handlers set up');
    log('ActionCapture', 'Started capturing presenter actions');
  }

  /** Nothing is captured from now on. */
  stop(): void {
    this.off?.();
    this.off = null;
    this.effectEnds = -Infinity;
  }

  /** Where the presenter is, as attendees could be taken there; null on pages that a session does not share. */
  routeNow(): RouteRef | null {
    return this.share(this.deps.location.route());
  }

  /** A button of the player was pressed. */
  acted(kind: 'show' | 'do', step: GuideStep, guide: Guide): void {
    if (!this.off) {
      return;
    }
    this.opened(guide);
    const type = kind === 'show' ? 'show_me' : 'do_it';
    if (kind === 'do') {
      this.effectEnds = this.deps.clock.now() + OWN_EFFECT;
    }
    const route = this.routeNow();
    this.emit({ type, step: stepRefOf(guide, step), ...(route && { route }) });
    this.deps.log('ActionCapture', `Broadcasted ${type} event for step: ${step.id}`);
  }

  /** The presenter looks at this guide. */
  opened(guide: Pick<Guide, 'id' | 'title'>): void {
    if (this.off && this.guideId !== guide.id) {
      this.guideId = guide.id;
      this.emit({ type: 'navigation', to: { kind: 'guide', guide: guideRefOf(guide) } });
    }
  }

  cleared(): void {
    if (this.off) {
      this.emit({ type: 'clear_highlight' });
    }
  }

  /** Followers' own Do It takes them along; what their page then does to its address is their page's. */
  private moved(route: string): void {
    const path = pathOf(route);
    if (path === this.path) {
      return;
    }
    this.path = path;
    const now = this.deps.clock.now();
    const shared = this.share(route);
    if (now < this.effectEnds) {
      this.effectEnds = Math.min(this.effectEnds, now + REDIRECTS);
      this.deps.arrived(shared);
      return;
    }
    if (shared) {
      this.emit({ type: 'navigation', to: { kind: 'page', route: shared } });
    }
  }

  private share(route: string): RouteRef | null {
    const path = pathOf(route);
    const own = path === this.deps.ownPath || path.startsWith(`${this.deps.ownPath}/`);
    const judged = judgeRoute(route);
    return own || judged.route === null ? null : { path: judged.route };
  }

  private emit(event: CapturedEvent): void {
    this.deps.emit(event);
  }
}
