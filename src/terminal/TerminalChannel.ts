/**
 * A page's connection to the session's shared terminal. Comes back by itself, and loses neither output nor what was typed
 * meanwhile (SPEC TERM-3, TERM-13). Knows neither React nor what draws the frames.
 */
import { bytesToHex } from '../protocol/bytes';
import { decodeFrame, type Frame } from '../protocol/terminalFrames';
import { TERMINAL_WIRE_LIMITS as LIMITS } from '../protocol/terminalLimits';
import {
  CLOSE,
  decode,
  fromServerSchema,
  LIVE_PREFIXES,
  LIVE_TERMINAL_PATH,
  SUBPROTOCOL,
  type Access,
  type FromClient,
  type FromServer,
  type Size,
} from '../protocol/terminalWire';

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

/** The part of a WebSocket that is used. */
export type ChannelSocket = Pick<
  WebSocket,
  'binaryType' | 'readyState' | 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'
>;

export interface ChannelDeps {
  /** The session server's, as browsers reach it. */
  serverUrl: string;
  /** Rejects where there is none just now; asked again for every socket. */
  entry(): Promise<Entry>;
  open(url: string, protocols: string[]): ChannelSocket;
  /** @returns what cancels it */
  after(milliseconds: number, run: () => void): () => void;
  random(): number;
  randomBytes(length: number): Uint8Array;
}

/** Between two attempts, in milliseconds: at once, then slower. */
const RETRIES = [100, 300, 700, 1500, 3000, 5000];
/** Characters typed and not acknowledged; beyond it nothing more is taken while the connection is away. */
const TYPED_LIMIT = 4096;
/** After so many bytes, or so many milliseconds, the server is told what is drawn. */
const TELL = { bytes: 128 * 1024, after: 40 };
const OPEN = 1;

export class TerminalChannel {
  private readonly secret: string;
  private socket: ChannelSocket | null = null;
  private current: ChannelState = { kind: 'connecting' };
  private size: Size = { cols: 80, rows: 24 };
  private run: string | null = null;
  private frame = 0;
  private inputs = 0;
  private unheard: Array<{ seq: number; data: string }> = [];
  private drawn = { bytes: 0, told: 0 };
  private cancelTelling: (() => void) | null = null;
  private cancelRetry: (() => void) | null = null;
  private attempts = 0;
  private opening = false;
  private closed = false;

  constructor(
    private readonly deps: ChannelDeps,
    private readonly on: ChannelEvents
  ) {
    this.secret = bytesToHex(deps.randomBytes(16));
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
    this.cancelRetry?.();
    this.cancelTelling?.();
    this.socket?.close();
    this.socket = null;
  }

  /** Something that an attempt depends on is another: the key, the network, the page is in sight. */
  retryNow(): void {
    if (this.cancelRetry) {
      this.attempts = 0;
      void this.open();
    }
  }

  /** @returns whether it was taken */
  type(data: string): boolean {
    const { current } = this;
    const waiting = this.unheard.reduce((sum, each) => sum + each.data.length, 0);
    if (
      !('access' in current) ||
      current.access !== 'type' ||
      (current.kind === 'away' && waiting + data.length > TYPED_LIMIT)
    ) {
      return false;
    }
    for (const part of parts(data)) {
      const input = { seq: (this.inputs += 1), data: part };
      this.unheard.push(input);
      if (current.kind === 'live') {
        this.say({ type: 'input', ...input });
      }
    }
    return true;
  }

  resize(size: Size): void {
    this.size = size;
    this.say({ type: 'size', ...size });
  }

  /** The presenter lets this person type; what comes of it the server says. */
  mayType(key: string): void {
    if (this.current.kind === 'live' && this.current.access === 'read') {
      this.say({ type: 'typing', key });
    }
  }

  private async open(): Promise<void> {
    this.cancelRetry?.();
    this.cancelRetry = null;
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
    const socket = this.deps.open(url.href, [
      SUBPROTOCOL,
      `${LIVE_PREFIXES.ticket}${ticket}`,
      ...(view === null ? [] : [`${LIVE_PREFIXES.view}${view}`]),
      ...(typing === null ? [] : [`${LIVE_PREFIXES.typing}${typing}`]),
    ]);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.drawn = { bytes: 0, told: 0 };
    const isOurs = () => this.socket === socket;
    socket.onopen = () => {
      const resume = this.run === null ? null : { run: this.run, frame: this.frame };
      // Names are for those who are in the session, and the server is none of them.
      this.say({ type: 'hello', client: this.secret, name: '', ...this.size, resume });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isOurs()) {
        return;
      }
      if (typeof data === 'string') {
        const message = decode(fromServerSchema, data);
        if (message) {
          this.hear(message);
        }
      } else if (data instanceof ArrayBuffer) {
        this.take(new Uint8Array(data), isOurs);
      }
    };
    socket.onclose = ({ code }) => {
      if (isOurs()) {
        this.socket = null;
        this.over(code);
      }
    };
  }

  private hear(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        this.attempts = 0;
        this.run = message.run;
        this.unheard = message.access === 'type' ? this.unheard.filter(({ seq }) => seq > message.input) : [];
        this.become({ kind: 'live', access: message.access });
        this.unheard.forEach((input) => this.say({ type: 'input', ...input }));
        break;
      case 'typed':
        this.unheard = this.unheard.filter(({ seq }) => seq > message.input);
        break;
      case 'access':
        if (message.access === 'read') {
          // What was typed and not taken is not to come true when typing is given again.
          this.unheard = [];
        }
        this.become({ kind: 'live', access: message.access });
        break;
      case 'ended':
        this.become({ kind: 'ended', why: message.why, code: message.code });
        break;
    }
  }

  private take(bytes: Uint8Array, isOurs: () => boolean): void {
    const frame = decodeFrame(bytes);
    if (!frame) {
      return;
    }
    this.on.onFrame(frame, () => {
      this.frame = frame.number;
      if (isOurs()) {
        this.drawn.bytes += bytes.length;
        this.tellDrawn();
      }
    });
  }

  private tellDrawn(): void {
    const tell = () => {
      this.cancelTelling = null;
      if (this.drawn.bytes > this.drawn.told) {
        this.drawn.told = this.drawn.bytes;
        this.say({ type: 'drawn', bytes: this.drawn.bytes });
      }
    };
    if (this.drawn.bytes - this.drawn.told >= TELL.bytes) {
      tell();
    } else {
      this.cancelTelling ??= this.deps.after(TELL.after, tell);
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
        this.attempts = Math.max(this.attempts, 3);
      }
      this.lost();
    }
  }

  private lost(): void {
    if (this.current.kind === 'live') {
      this.become({ kind: 'away', access: this.current.access });
    }
    const pause = RETRIES[Math.min(this.attempts, RETRIES.length - 1)];
    this.attempts += 1;
    this.cancelRetry?.();
    this.cancelRetry = this.deps.after(pause * (0.75 + this.deps.random() / 2), () => void this.open());
  }

  private say(message: FromClient): void {
    if (this.socket?.readyState === OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  private become(state: ChannelState): void {
    this.current = state;
    this.on.onState(state);
  }
}

/** Cut to what one message takes, never within a character. */
function parts(data: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < data.length;) {
    let end = Math.min(data.length, at + LIMITS.inputLength);
    if (end < data.length && /[\ud800-\udbff]/.test(data[end - 1])) {
      end -= 1;
    }
    found.push(data.slice(at, end));
    at = end;
  }
  return found;
}
