/** A WebSocket that comes back by itself, and asks whether it should. */
import { pauseBefore } from './retry';

export type SocketState = 'connecting' | 'live' | 'away';

export interface LastingSocketDeps {
  url(): string;
  protocols(): string[];
  onState(state: SocketState): void;
  onText(text: string): void;
  onBinary?(bytes: Uint8Array): void;
  /** Asked when it broke or could not be opened, with its close code; false ends it. */
  shouldReturn(code: number): Promise<boolean>;
  /** Said when nothing was heard for a while; what is answered shows that the connection lives. Null: it is not watched. */
  ping: string | null;
}

/** Milliseconds without a word until it is asked for one, and from then on until it counts as broken. */
const SILENCE = { ask: 10_000, limit: 8_000 };

export class LastingSocket {
  private socket: WebSocket | null = null;
  private current: SocketState = 'connecting';
  private attempts = 0;
  private retry: number | null = null;
  private silence = 0;
  private readonly ended = new AbortController();

  constructor(private readonly deps: LastingSocketDeps) {
    const { signal } = this.ended;
    window.addEventListener('online', () => this.retryNow(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden || this.retryNow(), { signal });
    this.open();
  }

  get state(): SocketState {
    return this.current;
  }

  /** @returns whether it went out */
  send(message: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.ended.abort();
    this.clearRetry();
    window.clearTimeout(this.silence);
    this.socket?.close(1000);
    this.socket = null;
  }

  private open(): void {
    this.clearRetry();
    const socket = new WebSocket(this.deps.url(), this.deps.protocols());
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    const isOurs = () => this.socket === socket;
    socket.onopen = () => {
      if (isOurs()) {
        this.become('live');
        this.heard();
      }
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isOurs()) {
        return;
      }
      // Before the first word it may still be refused: one that is opened and closed at once is not tried ever faster.
      this.attempts = 0;
      this.heard();
      if (typeof data === 'string') {
        this.deps.onText(data);
      } else if (data instanceof ArrayBuffer) {
        this.deps.onBinary?.(new Uint8Array(data));
      }
    };
    socket.onclose = ({ code }) => {
      if (isOurs()) {
        void this.lost(code);
      }
    };
  }

  private heard(): void {
    const { ping } = this.deps;
    window.clearTimeout(this.silence);
    if (ping === null) {
      return;
    }
    this.silence = window.setTimeout(() => {
      if (this.socket?.readyState === WebSocket.OPEN) {
        this.socket.send(ping);
      }
      this.silence = window.setTimeout(() => {
        // A dead connection would answer a close as late as anything else.
        const { socket } = this;
        this.socket = null;
        socket?.close();
        void this.lost(1006);
      }, SILENCE.limit);
    }, SILENCE.ask);
  }

  private async lost(code: number): Promise<void> {
    this.socket = null;
    window.clearTimeout(this.silence);
    this.become(this.current === 'connecting' ? 'connecting' : 'away');
    const returns = await this.deps.shouldReturn(code);
    if (!returns || this.ended.signal.aborted) {
      return;
    }
    this.clearRetry();
    this.retry = window.setTimeout(() => this.open(), pauseBefore(this.attempts, Math.random()));
    this.attempts += 1;
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

  private become(state: SocketState): void {
    if (this.current !== state) {
      this.current = state;
      this.deps.onState(state);
    }
  }
}
