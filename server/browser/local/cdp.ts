/** Chromium's DevTools protocol over a pipe: JSON messages, a NUL after each. Types from `devtools-protocol`. */
import type { Readable, Writable } from 'node:stream';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping';
import { z } from 'zod';
import { LOCAL_LIMITS as LIMITS } from './limits';

type Commands = ProtocolMapping.Commands;
type Events = ProtocolMapping.Events;
type Params<M extends keyof Commands> = Commands[M]['paramsType'];
export type EventOf<E extends keyof Events> = Events[E][0];

/** What Chromium says is believed as far as its types go; only the envelope decides what it is. */
const messageSchema = z.object({
  id: z.number().optional(),
  sessionId: z.string().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** In bytes; no message that we need comes near. A page can make longer ones, by an address of many megabytes. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;
/** What is read in a second, in bytes: several times what pictures are. A page that has Chromium say more slows its own browser. */
const BYTES_A_SECOND = 16 * 1024 * 1024;

export class CdpError extends Error {}

interface Pending {
  sessionId: string | undefined;
  resolve(result: unknown): void;
  reject(error: CdpError): void;
}

/** One target, or, without an id, the browser itself. */
export class CdpSession {
  private readonly handlers = new Map<string, Set<(params: unknown) => void>>();

  constructor(
    private readonly cdp: Cdp,
    readonly id: string | undefined
  ) {}

  /** Rejects with CdpError: refused by Chromium, or it is gone. */
  async send<M extends keyof Commands>(method: M, ...params: Params<M>): Promise<Commands[M]['returnType']> {
    return (await this.cdp.post(this.id, method, params[0])) as Commands[M]['returnType'];
  }

  /** For what may fail because its target is just going. */
  tell<M extends keyof Commands>(method: M, ...params: Params<M>): void {
    this.cdp.post(this.id, method, params[0]).catch(() => {});
  }

  on<E extends keyof Events>(event: E, handler: (params: EventOf<E>) => void): () => void {
    const set = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, set);
    const untyped = handler as (params: unknown) => void;
    set.add(untyped);
    return () => set.delete(untyped);
  }

  emit(event: string, params: unknown): void {
    [...(this.handlers.get(event) ?? [])].forEach((handler) => handler(params));
  }
}

export class Cdp {
  readonly browser = new CdpSession(this, undefined);
  private readonly sessions = new Map<string, CdpSession>();
  private readonly pending = new Map<number, Pending>();
  /** By the ids of their sessions, what waits for an answer. */
  private readonly unanswered = new Map<string | undefined, Set<number>>();
  private parts: Buffer[] = [];
  private length = 0;
  /** Of a message that is too long to be kept: how it began. */
  private skipped: string | null = null;
  private pace = { since: 0, bytes: 0 };
  private nextId = 1;
  private isClosed = false;

  constructor(
    private readonly from: Readable,
    private readonly to: Writable
  ) {
    from.on('data', (chunk: Buffer) => this.take(chunk));
    from.on('close', () => this.close());
    from.on('error', () => this.close());
    to.on('error', () => this.close());
  }

  /** The session of an attached target; the same object each time, until it is detached. */
  session(id: string): CdpSession {
    const session = this.sessions.get(id) ?? new CdpSession(this, id);
    this.sessions.set(id, session);
    return session;
  }

  /** Its target is gone, or not ours any more: nothing is answered from there. */
  forget(id: string): void {
    this.sessions.delete(id);
    const waiting = this.unanswered.get(id) ?? new Set();
    this.unanswered.delete(id);
    waiting.forEach((each) => this.settle(each)?.reject(new CdpError('The target is gone')));
  }

  post(sessionId: string | undefined, method: string, params: unknown): Promise<unknown> {
    if (this.isClosed) {
      return Promise.reject(new CdpError('Chromium is gone'));
    }
    const waiting = this.unanswered.get(sessionId) ?? new Set();
    // A page that hangs answers nothing of what is done in it, for as long as people go on doing it.
    if (waiting.size >= LIMITS.unanswered) {
      return Promise.reject(new CdpError('Too much waits for an answer'));
    }
    const id = this.nextId;
    this.nextId += 1;
    this.unanswered.set(sessionId, waiting.add(id));
    return new Promise((resolve, reject) => {
      this.pending.set(id, { sessionId, resolve, reject });
      this.to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  close(): void {
    if (!this.isClosed) {
      this.isClosed = true;
      this.pending.forEach(({ reject }) => reject(new CdpError('Chromium is gone')));
      this.pending.clear();
      this.unanswered.clear();
      this.from.destroy();
      this.to.destroy();
    }
  }

  private take(chunk: Buffer): void {
    this.count(chunk.length);
    let rest = chunk;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      this.keep(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      this.whole();
    }
    if (rest.length > 0) {
      this.keep(rest);
    }
  }

  private keep(part: Buffer): void {
    if (this.skipped !== null) {
      return;
    }
    this.parts.push(part);
    this.length += part.length;
    if (this.length > LONGEST_MESSAGE) {
      this.skipped = Buffer.concat(this.parts).toString('latin1', 0, 64);
      this.parts = [];
    }
  }

  private whole(): void {
    const { parts, skipped } = this;
    this.parts = [];
    this.length = 0;
    this.skipped = null;
    if (skipped === null) {
      this.hear(Buffer.concat(parts).toString('utf8'));
    } else {
      const id = Number(/^\{"id":(\d+)/.exec(skipped)?.[1]);
      this.settle(id)?.reject(new CdpError('The answer is too long'));
    }
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    const waiting = this.unanswered.get(pending?.sessionId);
    if (pending && waiting?.delete(id) && waiting.size === 0) {
      this.unanswered.delete(pending.sessionId);
    }
    return pending;
  }

  /** To read one long message after the other would leave no time for anybody else's browser. */
  private count(bytes: number): void {
    const now = performance.now();
    if (now - this.pace.since >= 1000) {
      this.pace = { since: now, bytes: 0 };
    }
    this.pace.bytes += bytes;
    if (this.pace.bytes > BYTES_A_SECOND && !this.from.isPaused()) {
      this.from.pause();
      setTimeout(() => this.from.resume(), this.pace.since + 1000 - now).unref();
    }
  }

  private hear(text: string): void {
    const message = parsed(text);
    if (!message) {
      this.close();
    } else if (message.id !== undefined) {
      const pending = this.settle(message.id);
      if (message.error) {
        pending?.reject(new CdpError(message.error.message));
      } else {
        pending?.resolve(message.result);
      }
    } else if (message.method !== undefined) {
      const { sessionId } = message;
      const session = sessionId === undefined ? this.browser : this.sessions.get(sessionId);
      session?.emit(message.method, message.params);
    }
  }
}

function parsed(text: string): z.infer<typeof messageSchema> | null {
  try {
    return messageSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
