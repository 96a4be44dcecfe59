/** All who look at one browser: each picture and each pointer goes to everybody, and newcomers get the picture there is. */
import type { WebSocket } from 'ws';
import type { ViewCall, ViewEvent } from '../../../src/protocol/browserWire';
import type { Clock } from '../../clock';
import type { Member } from '../provider';
import { LOCAL_LIMITS as LIMITS, VIEW_CLOSE } from './limits';
import type { Frame } from './PictureSource';
import { Viewer } from './Viewer';

export type Said = Exclude<ViewCall, { type: 'seen' | 'quality' }>;

export interface ViewersEvents {
  /** The first came, or the last went. */
  watched(isWatched: boolean): void;
  said(viewer: Viewer, call: Said): void;
  gone(viewer: Viewer): void;
}

interface Pointer {
  userId: string;
  at: { x: number; y: number } | null;
}

export class Viewers {
  private readonly viewers = new Set<Viewer>();
  private newest: Frame | null = null;
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
      gone: () => this.left(viewer),
    });
    this.viewers.add(viewer);
    if (this.viewers.size === 1) {
      // What was shown before nobody looked may be no more.
      this.newest = null;
      this.on.watched(true);
    }
    return viewer;
  }

  /** The picture there is, for a newcomer. */
  welcome(viewer: Viewer): void {
    if (this.newest) {
      viewer.show(this.newest);
    }
  }

  show(frame: Frame): void {
    this.newest = frame;
    this.viewers.forEach((viewer) => viewer.show(frame));
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
    this.telling ??= setTimeout(() => {
      this.telling = null;
      const moved = [...this.moved.values()];
      this.moved.clear();
      moved.forEach((pointer) => this.tell({ type: 'pointer', ...pointer }, ({ id }) => id !== pointer.userId));
    }, LIMITS.pointersEvery);
  }

  close(code: number, whose: (member: Member) => boolean = () => true): void {
    this.viewers.forEach((viewer) => {
      if (whose(viewer.member)) {
        viewer.close(code);
      }
    });
  }

  private left(viewer: Viewer): void {
    this.viewers.delete(viewer);
    this.point(viewer.member.id, null);
    this.on.gone(viewer);
    if (this.viewers.size === 0) {
      if (this.telling) {
        clearTimeout(this.telling);
        this.telling = null;
      }
      this.on.watched(false);
    }
  }
}
