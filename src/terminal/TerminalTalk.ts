/**
 * What one client of a shell keeps over its sockets, so that an outage loses neither output nor what was typed meanwhile
 * (SPEC TERM-3, TERM-13). Knows neither what opens the sockets nor what draws the frames.
 */
import { decodeFrame, type Frame } from '../protocol/terminalFrames';
import { TERMINAL_WIRE_LIMITS as LIMITS } from '../protocol/terminalLimits';
import { decode, fromServerSchema, type FromClient, type FromServer, type Size } from '../protocol/terminalWire';

/** The part of a WebSocket that is used. */
export type TalkSocket = Pick<
  WebSocket,
  'binaryType' | 'readyState' | 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'
>;

export interface TalkDeps {
  /** 16 random bytes in hex: who knows them is this client after an outage. */
  secret: string;
  /** @returns what cancels it */
  after(milliseconds: number, run: () => void): () => void;
  /** How it introduces itself on each socket. */
  introduction(): { name: string; size: Size };
  /** `done` is called once it is drawn. */
  onFrame(frame: Frame, done: () => void): void;
  /** What the talk itself needed of it is kept already. */
  onMessage(message: FromServer): void;
  /** The socket is gone, by this code of WebSocket's. */
  onClose(code: number): void;
}

/** Characters typed and not acknowledged; beyond it nothing more is taken while nobody hears it. */
const TYPED_LIMIT = 4096;
/** After so many bytes, or so many milliseconds, the server is told what is drawn. */
const TELL = { bytes: 128 * 1024, after: 40 };
const OPEN = 1;

export class TerminalTalk {
  private socket: TalkSocket | null = null;
  private run: string | null = null;
  private frame = 0;
  /** The size of the introduction. */
  private introduced: Size | null = null;
  private inputs = 0;
  private unheard: Array<{ seq: number; data: string }> = [];
  private drawn = { bytes: 0, told: 0 };
  private cancelTelling: (() => void) | null = null;

  constructor(private readonly deps: TalkDeps) {}

  /** Goes on with this socket; of the one before nothing counts any more. */
  use(socket: TalkSocket): void {
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.drawn = { bytes: 0, told: 0 };
    const isOurs = () => this.socket === socket;
    socket.onopen = () => {
      const { name, size } = this.deps.introduction();
      this.introduced = size;
      const resume = this.run === null ? null : { run: this.run, frame: this.frame };
      this.say({ type: 'hello', client: this.deps.secret, name, ...size, resume });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isOurs()) {
        return;
      }
      if (typeof data === 'string') {
        this.hear(decode(fromServerSchema, data));
      } else if (data instanceof ArrayBuffer) {
        this.take(new Uint8Array(data), isOurs);
      }
    };
    socket.onclose = ({ code }) => {
      if (isOurs()) {
        this.socket = null;
        this.deps.onClose(code);
      }
    };
  }

  /** For good; nothing is told any more. */
  close(): void {
    this.cancelTelling?.();
    this.cancelTelling = null;
    this.socket?.close();
    this.socket = null;
  }

  /**
   * @param isHeard whether the server hears it now; else it is kept until it does
   * @returns whether it was taken
   */
  type(data: string, isHeard: boolean): boolean {
    const waiting = this.unheard.reduce((sum, each) => sum + each.data.length, 0);
    if (!isHeard && waiting + data.length > TYPED_LIMIT) {
      return false;
    }
    for (const part of parts(data)) {
      const input = { seq: (this.inputs += 1), data: part };
      this.unheard.push(input);
      if (isHeard) {
        this.say({ type: 'input', ...input });
      }
    }
    return true;
  }

  /** What was typed and not acknowledged is not to come true any more. */
  dropTyped(): void {
    this.unheard = [];
  }

  /** The next socket begins with another shell. */
  startAnew(): void {
    this.run = null;
    this.dropTyped();
  }

  say(message: FromClient): void {
    if (this.socket?.readyState === OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  private hear(message: FromServer | null): void {
    if (message?.type === 'welcome') {
      this.run = message.run;
      this.unheard = message.access === 'type' ? this.unheard.filter(({ seq }) => seq > message.input) : [];
      this.deps.onMessage(message);
      this.sayResized();
      this.unheard.forEach((input) => this.say({ type: 'input', ...input }));
    } else if (message?.type === 'typed') {
      this.unheard = this.unheard.filter(({ seq }) => seq > message.input);
    } else if (message) {
      this.deps.onMessage(message);
    }
  }

  /** Another size that was said between introduction and welcome was heard by nobody. */
  private sayResized(): void {
    const { size } = this.deps.introduction();
    if (size.cols !== this.introduced?.cols || size.rows !== this.introduced.rows) {
      this.say({ type: 'size', ...size });
    }
  }

  private take(bytes: Uint8Array, isOurs: () => boolean): void {
    const frame = decodeFrame(bytes);
    if (!frame) {
      return;
    }
    this.deps.onFrame(frame, () => {
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
