/** All who look at one browser: each picture and each pointer goes to everybody, and newcomers get the picture there is. */
import type { WebSocket } from 'ws';
import type { ViewCall, ViewEvent } from '../../../src/protocol/browserWire';
import type { Clock } from '../../clock';
import type { Member } from '../provider';
import { LOCAL_LIMITS as LIMITS, VIEW_CLOSE } from './limits';
import type { Frame, Wanted } from './PictureSource';
import { Viewer } from './Viewer';

export type Said = Exclude<ViewCall, { type: 'seen' | 'quality' }>;

export interface ViewersEvents {
  /** The first came, or the last went. */
  watched(isWatched: boolean): void;
  /** What they all can show has changed; nothing where there is nobody. */
  want(wanted: Wanted): void;
  said(viewer: Viewer, call: Said): void;
  gone(viewer: Viewer): void;
}

interface Pointer {
  userId: string;
  at: { x: number; y: number } | null;
}

export class Viewers {
  private readonly viewers = new Set<Viewer>();
  /** The newest still; null where there is none, or none that is of now. */
  private newest: Frame | null = null;
  /** Of the video that goes on, all since its last key; empty for none. */
  private group: Frame[] = [];
  private wanted: Wanted = { stills: false, video: false };
  private readonly moved = new Map<string, Pointer>();
  private telling: NodeJS.Timeout | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly on: ViewersEvents
  ) {}

  attach(member: Member, socket: WebSocket): Viewer | null {
    const own = [...this.viewers].filter((each) => each.member.id === member.id);
    if (own.length >= LIMITS.viewersPerMember || this.viewers.size >= LIMITS.viewers) {
      socket.close(VIEW_CLOSE.tooMany);
      return null;
    }
    const viewer: Viewer = new Viewer(member, socket, this.clock, {
      said: (call) => this.on.said(viewer, call),
      showsVideo: () => {
        this.reckon();
        if (!viewer.hasVideo) {
          this.welcome(viewer);
        }
      },
      couldShowVideo: () => viewer.beginVideo(this.group),
      gone: () => this.left(viewer),
    });
    this.viewers.add(viewer);
    if (this.viewers.size === 1) {
      // What was shown before nobody looked may be no more.
      this.newest = null;
      this.on.watched(true);
    }
    this.reckon();
    return viewer;
  }

  /** The picture there is, for a newcomer. */
  welcome(viewer: Viewer): void {
    if (this.newest) {
      viewer.show(this.newest);
    }
  }

  show(frame: Frame): void {
    if (frame.kind === 'jpeg') {
      this.newest = frame;
      const isFilming = this.group.length > 0;
      this.viewers.forEach((viewer) => (isFilming && viewer.hasVideo ? undefined : viewer.show(frame)));
      return;
    }
    if (frame.kind === 'key') {
      this.group = [];
    }
    this.group.push(frame);
    if (!this.wanted.stills) {
      // No more come.
      this.newest = null;
    }
    this.viewers.forEach((viewer) => viewer.hasVideo && viewer.showVideo(frame));
  }

  /** Stills are for everybody again. */
  endVideo(): void {
    this.group = [];
    this.viewers.forEach((viewer) => {
      if (viewer.hasVideo) {
        viewer.endVideo(this.newest);
      }
    });
  }

  /** Nothing is shown any more; the next picture is of something else. */
  forgetPicture(): void {
    this.newest = null;
  }

  tell(event: ViewEvent | ((viewer: Viewer) => ViewEvent), to: (member: Member) => boolean = () => true): void {
    this.viewers.forEach((viewer) => {
      if (to(viewer.member)) {
        viewer.tell(typeof event === 'function' ? event(viewer) : event);
      }
    });
  }

  /** Told to the others a little later, all at once: who moves fast is seen where they are by then. */
  point(userId: string, at: { x: number; y: number } | null): void {
    if (![...this.viewers].some(({ member }) => member.id !== userId)) {
      return;
    }
    this.moved.set(userId, { userId, at });
    this.telling ??= setTimeout(() => this.tellMoved(), LIMITS.pointersEvery);
  }

  /** Some at a time: of a hundred, each to a hundred others, nothing else would be done meanwhile. */
  private tellMoved(): void {
    const some = Math.max(1, Math.floor(LIMITS.pointersAtOnce / Math.max(1, this.viewers.size)));
    [...this.moved.values()].slice(0, some).forEach((pointer) => {
      this.moved.delete(pointer.userId);
      this.tell({ type: 'pointer', ...pointer }, ({ id }) => id !== pointer.userId);
    });
    this.telling = this.moved.size > 0 ? setTimeout(() => this.tellMoved(), LIMITS.pointersEvery) : null;
  }

  close(code: number, whose: (member: Member) => boolean = () => true): void {
    this.viewers.forEach((viewer) => {
      if (whose(viewer.member)) {
        viewer.close(code);
      }
    });
  }

  private reckon(): void {
    const all = [...this.viewers];
    const wanted = { stills: all.some(({ hasVideo }) => !hasVideo), video: all.some(({ hasVideo }) => hasVideo) };
    if (wanted.stills !== this.wanted.stills || wanted.video !== this.wanted.video) {
      this.wanted = wanted;
      this.on.want(wanted);
    }
  }

  private left(viewer: Viewer): void {
    this.viewers.delete(viewer);
    this.reckon();
    this.point(viewer.member.id, null);
    this.on.gone(viewer);
    if (this.viewers.size === 0) {
      if (this.telling) {
        clearTimeout(this.telling);
        this.telling = null;
        this.moved.clear();
      }
      this.on.watched(false);
    }
  }
}
