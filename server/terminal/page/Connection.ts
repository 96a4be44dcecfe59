/** The page's connection: comes back by itself, and loses neither output nor what was typed meanwhile. */
import { decodeFrame, type Frame } from '../../../src/protocol/terminalFrames';
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import {
  CLOSE,
  decode,
  fromServerSchema,
  KEY_PREFIX,
  SUBPROTOCOL,
  type Access,
  type FromClient,
  type FromServer,
  type Person,
  type Size,
} from '../../../src/protocol/terminalWire';
import { hex } from './address';

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live'; you: number; access: Access }
  /** Cut off; tries again. */
  | { kind: 'away'; you: number; access: Access }
  | { kind: 'key'; wrong: boolean }
  | { kind: 'ended'; why: 'exited' | 'gone' | 'closed' | 'full'; code: number | null };

export interface ConnectionEvents {
  onState(state: ConnectionState): void;
  /** `done` is called once it is drawn. */
  onFrame(frame: Frame, done: () => void): void;
  onPeople(people: Person[], ruler: number | null): void;
  onReadLink(key: string): void;
}

export interface ConnectionDeps {
  session: string;
  key: string | null;
  needsKey: boolean;
  name(): string;
  size(): Size;
}

/** Between two attempts, in milliseconds: at once, then slower. */
const RETRIES = [100, 300, 700, 1500, 3000, 5000];
/** Typed and not acknowledged; beyond it nothing more is taken while the connection is away. */
const TYPED_LIMIT = 4096;
/** After so many bytes, or so long, the server is told what is drawn. */
const TELL = { bytes: 128 * 1024, after: 40 };

export class Connection {
  private readonly secret = hex(crypto.getRandomValues(new Uint8Array(16)));
  private socket: WebSocket | null = null;
  private current: ConnectionState = { kind: 'connecting' };
  private run: string | null = null;
  private frame = 0;
  private inputs = 0;
  private unheard: Array<{ seq: number; data: string }> = [];
  private drawn = { bytes: 0, told: 0 };
  private telling: number | null = null;
  private attempts = 0;
  private retry: number | null = null;

  constructor(
    private readonly deps: ConnectionDeps,
    private readonly events: ConnectionEvents
  ) {
    window.addEventListener('online', () => this.retryNow());
    document.addEventListener('visibilitychange', () => document.hidden || this.retryNow());
  }

  get state(): ConnectionState {
    return this.current;
  }

  start(): void {
    if (this.deps.needsKey && this.deps.key === null) {
      this.become({ kind: 'key', wrong: false });
    } else {
      this.open();
    }
  }

  useKey(key: string): void {
    this.deps.key = key;
    this.open();
  }

  /** A new shell in place of one that has ended. */
  startAnew(): void {
    this.run = null;
    this.unheard = [];
    this.attempts = 0;
    this.open();
  }

  /** @returns whether it was taken */
  type(data: string): boolean {
    const { kind } = this.current;
    const waiting = this.unheard.reduce((sum, each) => sum + each.data.length, 0);
    if (kind === 'ended' || kind === 'key' || (kind !== 'live' && waiting + data.length > TYPED_LIMIT)) {
      return false;
    }
    for (const part of parts(data)) {
      const input = { seq: (this.inputs += 1), data: part };
      this.unheard.push(input);
      if (kind === 'live') {
        this.say({ type: 'input', ...input });
      }
    }
    return true;
  }

  resize(size: Size): void {
    this.say({ type: 'size', ...size });
  }

  rename(name: string): void {
    this.say({ type: 'name', name });
  }

  takeSize(): void {
    this.say({ type: 'take-size' });
  }

  askReadLink(): void {
    this.say({ type: 'read-link' });
  }

  private open(): void {
    this.clearRetry();
    const { session, key } = this.deps;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/socket?session=${encodeURIComponent(session)}`, [
      SUBPROTOCOL,
      ...(key === null ? [] : [`${KEY_PREFIX}${key}`]),
    ]);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.drawn = { bytes: 0, told: 0 };
    const isOurs = () => this.socket === socket;
    socket.onopen = () => {
      const resume = this.run === null ? null : { run: this.run, frame: this.frame };
      this.say({ type: 'hello', client: this.secret, name: this.deps.name(), ...this.deps.size(), resume });
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
        void this.lost(code);
      }
    };
  }

  private hear(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        this.attempts = 0;
        this.run = message.run;
        this.unheard = this.unheard.filter(({ seq }) => seq > message.input);
        this.become({ kind: 'live', you: message.you, access: message.access });
        this.unheard.forEach((input) => this.say({ type: 'input', ...input }));
        break;
      case 'typed':
        this.unheard = this.unheard.filter(({ seq }) => seq > message.input);
        break;
      case 'people':
        this.events.onPeople(message.people, message.ruler);
        break;
      case 'read-link':
        this.events.onReadLink(message.key);
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
    this.events.onFrame(frame, () => {
      this.frame = frame.number;
      if (isOurs()) {
        this.drawn.bytes += bytes.length;
        this.tellDrawn();
      }
    });
  }

  private tellDrawn(): void {
    const tell = () => {
      this.telling = null;
      if (this.drawn.bytes > this.drawn.told) {
        this.drawn.told = this.drawn.bytes;
        this.say({ type: 'drawn', bytes: this.drawn.bytes });
      }
    };
    if (this.drawn.bytes - this.drawn.told >= TELL.bytes) {
      tell();
    } else {
      this.telling ??= window.setTimeout(tell, TELL.after);
    }
  }

  private async lost(code: number): Promise<void> {
    if (this.current.kind === 'ended') {
      return;
    }
    if (code === CLOSE.full || code === CLOSE.ended || code === CLOSE.malformed) {
      this.become({ kind: 'ended', why: code === CLOSE.full ? 'full' : 'gone', code: null });
      return;
    }
    if (this.current.kind !== 'away' && this.deps.needsKey && (await this.isKeyWrong())) {
      this.become({ kind: 'key', wrong: true });
      return;
    }
    if (this.current.kind === 'live') {
      this.become({ ...this.current, kind: 'away' });
    }
    const pause = RETRIES[Math.min(this.attempts, RETRIES.length - 1)];
    this.attempts += 1;
    this.clearRetry();
    this.retry = window.setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }

  private async isKeyWrong(): Promise<boolean> {
    if (this.deps.key?.startsWith('read.')) {
      return false;
    }
    try {
      const headers = { authorization: `Bearer ${this.deps.key ?? ''}` };
      return (await fetch('/key', { headers, credentials: 'omit' })).status === 401;
    } catch {
      return false;
    }
  }

  private retryNow(): void {
    if (this.retry !== null) {
      this.open();
    }
  }

  private clearRetry(): void {
    if (this.retry !== null) {
      window.clearTimeout(this.retry);
      this.retry = null;
    }
  }

  private say(message: FromClient): void {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  private become(state: ConnectionState): void {
    this.current = state;
    this.events.onState(state);
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
