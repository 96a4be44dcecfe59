/** One connection of an attendee behind the relay, at the server where it is. Independent of sockets. */
import { randomBytes } from 'node:crypto';
import type { Seat } from '../stores/RoomStore';
import type { Undo } from '../undo';
import type { PlaceDeps } from './PresenterPlace';
import { boxes, decodeToMember, encodeRelayPost, type ToPresenterPost } from './relayPosts';

/** One way to an attendee's page. */
export interface MemberWire {
  frame(frame: Uint8Array): void;
  close(): void;
}

/** Who has the place, wherever they are connected. */
export type Member = Omit<Seat, 'wire'>;

export class MemberPlace {
  // Not a UUID, whose text is a tree of pieces that takes ten times its size.
  readonly id = randomBytes(16).toString('hex');
  private unlisten: Undo = () => {};
  private gone = false;

  constructor(
    readonly member: Member,
    private readonly wire: MemberWire,
    private readonly deps: PlaceDeps
  ) {}

  /** A newcomer takes its place. Rejects where the store is away. */
  async enter(): Promise<void> {
    const { session, store, exchange } = this.deps;
    await this.listen();
    const { left } = await store.enter(session, { ...this.member, wire: this.id });
    for (const memberId of left) {
      exchange.post(boxes.member(session, memberId), encodeRelayPost({ kind: 'gone' }));
      this.tellPresenter({ kind: 'changed', memberId, why: 'left' });
    }
    this.changed();
  }

  /** Somebody who was cut off takes their place again; false where it is gone. Rejects where the store is away. */
  async resume(): Promise<boolean> {
    const { session, store, exchange } = this.deps;
    const { memberId } = this.member;
    await this.listen();
    if (!(await store.rewire(session, memberId, this.id))) {
      return false;
    }
    exchange.post(boxes.member(session, memberId), encodeRelayPost({ kind: 'rewired', wire: this.id }));
    this.changed();
    return true;
  }

  /** The store was away and may have lost the place. */
  async restore(): Promise<void> {
    const { session, store } = this.deps;
    if (!(await store.rewire(session, this.member.memberId, this.id))) {
      await store.enter(session, { ...this.member, wire: this.id });
    }
    this.changed();
  }

  /**
   * To the presenter; held for it while it is away, and kept here while the store is. Resolves when what is said next will
   * come after it.
   */
  async say(frame: Uint8Array): Promise<void> {
    const { session, store, back, failed } = this.deps;
    const { memberId } = this.member;
    while (!this.gone && !(await this.tellPresenter({ kind: 'from', memberId }, frame))) {
      try {
        await store.hold(session, memberId, frame);
        // It may have come meanwhile and have looked already.
        await this.tellPresenter({ kind: 'held' });
        return;
      } catch (error) {
        failed(error);
        await back();
      }
    }
  }

  hungUp(): void {
    this.gone = true;
  }

  /** The connection is gone; the place is kept for a while. */
  async cut(): Promise<void> {
    const { session, store } = this.deps;
    this.unlisten();
    if (await store.cut(session, this.member.memberId, this.id)) {
      this.changed();
    }
  }

  private async listen(): Promise<void> {
    const { session, exchange } = this.deps;
    this.unlisten = await exchange.listen(boxes.member(session, this.member.memberId), (message) => this.take(message));
  }

  private take(message: Buffer): void {
    const decoded = decodeToMember(message);
    switch (decoded?.post.kind) {
      case 'frame':
        this.wire.frame(decoded.frame);
        break;
      case 'rewired':
        if (decoded.post.wire !== this.id) {
          this.wire.close();
        }
        break;
      case 'gone':
        this.wire.close();
    }
  }

  private changed(): void {
    this.tellPresenter({ kind: 'changed', memberId: this.member.memberId });
  }

  private tellPresenter(post: ToPresenterPost, frame?: Uint8Array): Promise<boolean> {
    const { session, exchange } = this.deps;
    return new Promise((resolve) => exchange.post(boxes.presenter(session), encodeRelayPost(post, frame), resolve));
  }
}
