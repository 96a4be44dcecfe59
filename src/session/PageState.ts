/** What a page is in a session: one state, drawn once for each change. */
import type { Attending } from './Attending';
import { drawAttending, drawPresenting } from './drawView';
import type { LeftSession } from './leftSession';
import type { Presenting } from './Presenting';
import { SessionError, type SessionErrorReason } from './SessionError';
import type { Joined, LastEvent, SessionView } from './view';

export type State =
  | { kind: 'idle'; error: SessionErrorReason | null; left?: LeftSession }
  | { kind: 'starting' }
  | { kind: 'presenting'; presenting: Presenting }
  | { kind: 'finding' }
  /** What this tab was in before a reload cannot be taken up just now. */
  | { kind: 'returning'; since: number; reason: SessionErrorReason }
  | { kind: 'attending'; attending: Attending; last: LastEvent | null; settle: Settle | null }
  | { kind: 'ended'; reason: SessionErrorReason; sessionName: string; joined: Joined | null };

/** Who waits for a joining to come to something. */
interface Settle {
  resolve(): void;
  reject(error: SessionError): void;
}

export class PageState {
  private state: State = { kind: 'idle', error: null };
  private drawn: SessionView | null = null;
  private readonly listeners = new Set<() => void>();

  /** @param joinLink the whole link for a code and a fingerprint */
  constructor(private readonly joinLink: (code: string, fingerprint: string) => string) {}

  get now(): State {
    return this.state;
  }

  get presenting(): Presenting | null {
    return this.state.kind === 'presenting' ? this.state.presenting : null;
  }

  get attending(): Attending | null {
    return this.state.kind === 'attending' ? this.state.attending : null;
  }

  /** Throws a SessionError where there is a session already; one that is over makes room. */
  mustBeIdle(): void {
    if (this.state.kind === 'ended') {
      this.become({ kind: 'idle', error: null });
    }
    if (this.state.kind !== 'idle') {
      throw new SessionError('unexpected');
    }
  }

  /** The session that could be gone on with, where there is none. */
  leftBehind(left: LeftSession | undefined): void {
    if (this.state.kind === 'idle') {
      this.become({ kind: 'idle', error: this.state.error, left });
    }
  }

  /** The same object until something changes. */
  view(): SessionView {
    this.drawn ??= this.draw();
    return this.drawn;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  become(state: State): void {
    this.state = state;
    this.changed();
  }

  /** Something that the state only refers to has changed. */
  changed(): void {
    this.drawn = null;
    this.listeners.forEach((listener) => listener());
  }

  /**
   * Resolves as soon as the attendee is in, or told that it waits: for the presenter, or to be let in. Rejects with the
   * SessionError that ends it before that.
   */
  joining(attending: Attending): Promise<void> {
    return new Promise((resolve, reject) => {
      this.become({ kind: 'attending', attending, last: null, settle: { resolve, reject } });
      this.attendingChanged();
    });
  }

  attendingChanged(): void {
    if (this.state.kind === 'attending' && this.state.settle) {
      const { kind } = this.state.attending.session.view().connection;
      if (kind === 'live' || kind === 'waiting' || kind === 'admitting') {
        this.state.settle.resolve();
        this.quietly({ ...this.state, settle: null });
      }
    }
    this.changed();
  }

  /** Without telling anybody: the page goes away, or the one who asked is told otherwise. */
  quietly(state: State): void {
    this.state = state;
  }

  private draw(): SessionView {
    const { state } = this;
    switch (state.kind) {
      case 'idle':
        return { role: 'idle', error: state.error, ...(state.left && { left: state.left }) };
      case 'starting':
        return { role: 'starting' };
      case 'finding':
        return { role: 'joining', stage: 'finding' };
      case 'returning':
        return { role: 'returning', since: state.since, reason: state.reason };
      case 'ended':
        return { role: 'ended', reason: state.reason, sessionName: state.sessionName, joined: state.joined };
      case 'presenting':
        return drawPresenting(state.presenting, this.joinLink);
      case 'attending':
        return drawAttending(state.attending, state.last, state.settle !== null);
    }
  }
}
