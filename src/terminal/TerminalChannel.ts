/**
 * A page's connection to the session's shared terminal. Comes back by itself, and loses neither output nor what was typed
 * meanwhile (SPEC TERM-3, TERM-13). Knows neither React nor what draws the frames.
 */
import { bytesToHex } from '../protocol/bytes';
import type { Frame } from '../protocol/terminalFrames';
import {
  CLOSE,
  LIVE_PREFIXES,
  LIVE_TERMINAL_PATH,
  SUBPROTOCOL,
  type Access,
  type FromServer,
  type Size,
} from '../protocol/terminalWire';
import { Retries } from './Retries';
import { TerminalTalk, type TalkSocket } from './TerminalTalk';

export type ChannelState =
  | { kind: 'connecting' }
  | { kind: 'live'; access: Access }
  /** Cut off; tries again. `access` is what it was. */
  | { kind: 'away'; access: Access }
  | { kind: 'ended'; why: 'exited' | 'gone' | 'closed' | 'full'; code: number | null };

/** With what one socket is opened. */
export interface Entry {
  ticket: string;
  /** Null for the presenter, who needs none. */
  view: string | null;
  /** Null for who may not type by a key. */
  typing: string | null;
}

export interface ChannelEvents {
  onState(state: ChannelState): void;
  /** `done` is called once it is drawn. */
  onFrame(frame: Frame, done: () => void): void;
}

export interface ChannelDeps {
  /** The session server's, as browsers reach it. */
  serverUrl: string;
  /** Rejects where there is none just now; asked again for every socket. */
  entry(): Promise<Entry>;
  open(url: string, protocols: string[]): TalkSocket;
  /** @returns what cancels it */
  after(milliseconds: number, run: () => void): () => void;
  random(): number;
  randomBytes(length: number): Uint8Array;
}

export class TerminalChannel {
  private readonly talk: TerminalTalk;
  private readonly retries: Retries;
  private current: ChannelState = { kind: 'connecting' };
  private size: Size = { cols: 80, rows: 24 };
  private opening = false;
  private closed = false;

  constructor(
    private readonly deps: ChannelDeps,
    private readonly on: ChannelEvents
  ) {
    this.talk = new TerminalTalk({
      secret: bytesToHex(deps.randomBytes(16)),
      after: deps.after,
      // Names are for those who are in the session, and the server is none of them.
      introduction: () => ({ name: '', size: this.size }),
      onFrame: (frame, done) => on.onFrame(frame, done),
      onMessage: (message) => this.hear(message),
      onClose: (code) => this.over(code),
    });
    this.retries = new Retries(deps, () => void this.open());
  }

  get state(): ChannelState {
    return this.current;
  }

  start(size: Size): void {
    this.size = size;
    void this.open();
  }

  /** For good; nothing is told any more. */
  close(): void {
    this.closed = true;
    this.retries.stop();
    this.talk.close();
  }

  /** Something that an attempt depends on is another: the key, the network, the page is in sight. */
  retryNow(): void {
    this.retries.now();
  }

  /** @returns whether it was taken */
  type(data: string): boolean {
    const { current } = this;
    // What is typed before it is known who types, is dropped where the answer is that this one does not.
    const may = 'access' in current ? current.access === 'type' : current.kind === 'connecting';
    return may && this.talk.type(data, current.kind === 'live');
  }

  resize(size: Size): void {
    this.size = size;
    this.talk.say({ type: 'size', ...size });
  }

  /** The presenter lets this person type; what comes of it the server says. */
  mayType(key: string): void {
    if (this.current.kind === 'live' && this.current.access === 'read') {
      this.talk.say({ type: 'typing', key });
    }
  }

  private async open(): Promise<void> {
    this.retries.stop();
    if (this.opening || this.closed) {
      return;
    }
    this.opening = true;
    const entry = await this.deps.entry().catch(() => null);
    this.opening = false;
    if (this.closed) {
      return;
    }
    if (!entry) {
      this.lost();
      return;
    }
    const { ticket, view, typing } = entry;
    const url = new URL(this.deps.serverUrl);
    url.protocol = url.protocol.replace('http', 'ws');
    url.pathname = `${url.pathname.replace(/\/$/, '')}${LIVE_TERMINAL_PATH}`;
    this.talk.use(
      this.deps.open(url.href, [
        SUBPROTOCOL,
        `${LIVE_PREFIXES.ticket}${ticket}`,
        ...(view === null ? [] : [`${LIVE_PREFIXES.view}${view}`]),
        ...(typing === null ? [] : [`${LIVE_PREFIXES.typing}${typing}`]),
      ])
    );
  }

  private hear(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        this.retries.reset();
        this.become({ kind: 'live', access: message.access });
        break;
      case 'access':
        if (message.access === 'read') {
          // What was typed and not taken is not to come true when typing is given again.
          this.talk.dropTyped();
        }
        this.become({ kind: 'live', access: message.access });
        break;
      case 'ended':
        this.become({ kind: 'ended', why: message.why, code: message.code });
        break;
    }
  }

  private over(code: number): void {
    if (this.current.kind === 'ended') {
      return;
    }
    if (code === CLOSE.full || code === CLOSE.ended || code === CLOSE.malformed) {
      this.become({ kind: 'ended', why: code === CLOSE.full ? 'full' : 'gone', code: null });
    } else {
      if (code === CLOSE.key) {
        // Another key is on its way, and is tried as soon as it is here.
        this.retries.slowDown();
      }
      this.lost();
    }
  }

  private lost(): void {
    if (this.current.kind === 'live') {
      this.become({ kind: 'away', access: this.current.access });
    }
    this.retries.later();
  }

  private become(state: ChannelState): void {
    this.current = state;
    this.on.onState(state);
  }
}
