/** The page's connection: comes back by itself, and loses neither output nor what was typed meanwhile. */
import type { Frame } from '../../../src/protocol/terminalFrames';
import { Retries } from '../../../src/terminal/Retries';
import { TerminalTalk } from '../../../src/terminal/TerminalTalk';
import {
  CLOSE,
  KEY_PREFIX,
  SUBPROTOCOL,
  type Access,
  type FromServer,
  type Person,
  type Size,
} from '../../../src/protocol/terminalWire';
import { hex, isForReading } from './address';

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live'; you: number; access: Access }
  /** Cut off; tries again. */
  | { kind: 'away'; you: number; access: Access }
  | { kind: 'key'; wrong: boolean }
  /** Another site led here: nothing is opened before somebody says so. */
  | { kind: 'led' }
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
  isLedHere: boolean;
  name(): string;
  size(): Size;
}

/** @returns what cancels it */
function after(milliseconds: number, run: () => void): () => void {
  const timer = window.setTimeout(run, milliseconds);
  return () => window.clearTimeout(timer);
}

export class Connection {
  private readonly talk: TerminalTalk;
  private readonly retries = new Retries({ after, random: () => Math.random() }, () => this.open());
  private current: ConnectionState = { kind: 'connecting' };

  constructor(
    private readonly deps: ConnectionDeps,
    private readonly events: ConnectionEvents
  ) {
    this.talk = new TerminalTalk({
      secret: hex(crypto.getRandomValues(new Uint8Array(16))),
      after,
      introduction: () => ({ name: deps.name(), size: deps.size() }),
      onFrame: (frame, done) => events.onFrame(frame, done),
      onMessage: (message) => this.hear(message),
      onClose: (code) => void this.lost(code),
    });
    window.addEventListener('online', () => this.retries.now());
    document.addEventListener('visibilitychange', () => document.hidden || this.retries.now());
  }

  get state(): ConnectionState {
    return this.current;
  }

  start(): void {
    if (this.deps.needsKey && this.deps.key === null) {
      this.become({ kind: 'key', wrong: false });
    } else if (this.deps.isLedHere) {
      this.become({ kind: 'led' });
    } else {
      this.open();
    }
  }

  openAnyway(): void {
    this.become({ kind: 'connecting' });
    this.open();
  }

  useKey(key: string): void {
    this.deps.key = key;
    this.become({ kind: 'connecting' });
    this.open();
  }

  /** A new shell in place of one that has ended. */
  startAnew(): void {
    this.talk.startAnew();
    this.retries.reset();
    this.become({ kind: 'connecting' });
    this.open();
  }

  /** @returns whether it was taken */
  type(data: string): boolean {
    const { current } = this;
    const may = 'access' in current ? current.access === 'type' : current.kind === 'connecting';
    return may && this.talk.type(data, current.kind === 'live');
  }

  resize(size: Size): void {
    this.talk.say({ type: 'size', ...size });
  }

  rename(name: string): void {
    this.talk.say({ type: 'name', name });
  }

  takeSize(): void {
    this.talk.say({ type: 'take-size' });
  }

  askReadLink(): void {
    this.talk.say({ type: 'read-link' });
  }

  private open(): void {
    this.retries.stop();
    const { session, key } = this.deps;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.talk.use(
      new WebSocket(`${scheme}://${location.host}/socket?session=${encodeURIComponent(session)}`, [
        SUBPROTOCOL,
        ...(key === null ? [] : [`${KEY_PREFIX}${key}`]),
      ])
    );
  }

  private hear(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        this.retries.reset();
        this.become({ kind: 'live', you: message.you, access: message.access });
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
    this.retries.later();
  }

  private async isKeyWrong(): Promise<boolean> {
    if (this.deps.key !== null && isForReading(this.deps.key)) {
      return false;
    }
    try {
      const headers = { authorization: `Bearer ${this.deps.key ?? ''}` };
      return (await fetch('/key', { headers, credentials: 'omit' })).status === 401;
    } catch {
      return false;
    }
  }

  private become(state: ConnectionState): void {
    this.current = state;
    this.events.onState(state);
  }
}
