/**
 * The connection to Redis: one for commands, one for what is published. Cut off, it comes back by itself; what is asked
 * meanwhile fails at once, as does what would wait behind too much.
 */
import { createClient, ErrorReply, RESP_TYPES, type RedisArgument } from '@redis/client';
import type { Logger } from 'pino';
import { StoreFailure } from '../stores/Stores';
import type { Undo } from '../undo';

/** In milliseconds, by what each is for. */
const TIMES = {
  /** Until a start without Redis is given up. */
  start: 5_000,
  /** Until one attempt to connect is. */
  connect: 5_000,
  /** Between two signs of life, and how long one may take to be answered. */
  ping: 2_000,
  silence: 6_000,
  /** Before the next attempt to come back, at most. */
  retry: 1_000,
  /** Between two lines in the log about what Redis refuses. */
  complaint: 10_000,
};

/** Commands that may wait for an answer, and their bytes; one Redis answers some 100,000 a second. */
const WAITING = { commands: 50_000, bytes: 64 * 1024 * 1024 };

/** How Redis's own answers begin that refuse a user or password. */
const LOGIN_REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR (AUTH|invalid password))/;

export type Heard = (channel: string, message: Buffer) => void;

/** Why Redis cannot be had at the start. */
export type ConnectProblem = 'unreachable' | 'refused';

export class RedisUnavailable extends Error {
  constructor(readonly problem: ConnectProblem) {
    super(
      problem === 'refused'
        ? 'REDIS_URL names a Redis that refuses its user or password.'
        : 'REDIS_URL names a Redis that cannot be reached.'
    );
    this.name = 'RedisUnavailable';
  }
}

type Client = ReturnType<typeof clientOf>;

export class Redis {
  private readonly commands: Client;
  private readonly subscriber: Client;
  private readonly back = new Set<() => void>();
  private heard: Heard = () => {};
  private waitingBytes = 0;
  /** Null until it was there for the first time. */
  private wasUp: boolean | null = null;
  private closed = false;
  private complainAfter = 0;

  private constructor(
    url: string,
    private readonly log: Logger
  ) {
    this.commands = clientOf(url);
    this.subscriber = clientOf(url);
    for (const client of [this.commands, this.subscriber]) {
      // Told once by `changed`, and not for every attempt.
      client.on('error', () => this.changed());
      client.on('end', () => this.changed());
      client.on('ready', () => this.changed());
    }
  }

  /** Rejects with RedisUnavailable, whose message says nothing of the address or its password. */
  static async connect(url: string, log: Logger): Promise<Redis> {
    const redis = new Redis(url, log);
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      overdue = setTimeout(() => reject(new RedisUnavailable('unreachable')), TIMES.start);
      redis.commands.on('error', (error: unknown) => {
        if (LOGIN_REFUSED.test(error instanceof Error ? error.message : '')) {
          reject(new RedisUnavailable('refused'));
        }
      });
    });
    try {
      await Promise.race([Promise.all([redis.commands.connect(), redis.subscriber.connect()]), late]);
      redis.wasUp = true;
      return redis;
    } catch (error) {
      redis.close();
      throw error instanceof RedisUnavailable ? error : new RedisUnavailable('unreachable');
    } finally {
      clearTimeout(overdue);
    }
  }

  get up(): boolean {
    return this.commands.isReady && this.subscriber.isReady;
  }

  /** For a library that brings its own commands. */
  get limiterClient(): Client {
    return this.commands;
  }

  onBack(handler: () => void): Undo {
    this.back.add(handler);
    return () => this.back.delete(handler);
  }

  /** Runs a script. Texts in its answer are Buffers. Rejects with StoreFailure. */
  async run(script: string, keys: string[], args: RedisArgument[] = []): Promise<unknown> {
    const bytes = args.reduce((sum, each) => sum + each.length, script.length);
    if (!this.up || this.waitingBytes + bytes > WAITING.bytes) {
      throw new StoreFailure('Redis is away');
    }
    this.waitingBytes += bytes;
    try {
      return await this.commands.eval(script, { keys, arguments: args });
    } catch (error) {
      this.complain(error);
      throw new StoreFailure('Redis failed', { cause: error });
    } finally {
      this.waitingBytes -= bytes;
    }
  }

  /** Everything that is published in the channels that are subscribed to. */
  onMessage(heard: Heard): void {
    this.heard = heard;
  }

  /** Rejects with StoreFailure. */
  async subscribe(channel: string): Promise<void> {
    if (!this.up) {
      throw new StoreFailure('Redis is away');
    }
    try {
      await this.subscriber.subscribe(channel, this.hear, true);
    } catch (error) {
      throw new StoreFailure('Redis failed', { cause: error });
    }
  }

  unsubscribe(channel: string): void {
    if (this.subscriber.isReady) {
      this.subscriber.unsubscribe(channel, this.hear, true).catch(() => {});
    }
  }

  /** Channels that are subscribed to, or will be when Redis is back. */
  subscribed(): string[] {
    return [...this.subscriber.getPubSubListeners('CHANNELS').keys()];
  }

  close(): void {
    this.closed = true;
    for (const client of [this.commands, this.subscriber]) {
      if (client.isOpen) {
        client.destroy();
      }
    }
  }

  /** Of what Redis itself refused: it is full, or read only, or holds what no server wrote. Now and then, not for each. */
  private complain(error: unknown): void {
    const now = performance.now();
    if (error instanceof ErrorReply && now >= this.complainAfter) {
      this.complainAfter = now + TIMES.complaint;
      this.log.warn({ reason: error.message.split(' ', 1)[0] }, 'Redis refuses a command');
    }
  }

  private readonly hear = (message: Buffer, channel: Buffer) => this.heard(channel.toString('latin1'), message);

  private changed(): void {
    const { up } = this;
    if (this.closed || this.wasUp === null || up === this.wasUp) {
      return;
    }
    this.wasUp = up;
    if (up) {
      this.log.info('Redis is back');
      this.back.forEach((handler) => handler());
    } else {
      this.log.warn('Redis is away; live sessions go on, nobody can join until it is back');
    }
  }
}

function clientOf(url: string) {
  return createClient({
    url,
    name: 'live-sessions',
    disableOfflineQueue: true,
    commandsQueueMaxLength: WAITING.commands,
    pingInterval: TIMES.ping,
    maintNotifications: 'disabled',
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: {
      connectTimeout: TIMES.connect,
      socketTimeout: TIMES.silence,
      reconnectStrategy: (retries) => Math.min(TIMES.retry, 50 * 2 ** Math.min(retries, 10)),
    },
  });
}
