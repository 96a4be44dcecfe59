/** A real redis-server of a test's own: a free port of this machine, a temporary folder, nothing kept. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from '../../scripts/testing/freePort';
import { missing } from '../../scripts/testing/programs';

const PROGRAM = 'redis-server';

const lacking = missing(PROGRAM);

/** Tests that need Redis; left out, with the reason in their title, only where none is installed. */
export const describeWithRedis: jest.Describe = lacking === null ? describe : describe.skip;
export const redisTitle = (title: string) => (lacking === null ? title : `${title} (no ${PROGRAM} is installed)`);

export class RedisServer {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly more: string[]
  ) {}

  /** @param more further options of redis-server */
  static async start(more: string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), 'live-sessions-redis-')), more);
    await server.resume();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again, empty. */
  async resume(): Promise<void> {
    const options = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn(PROGRAM, [...options, '--dir', this.folder, ...this.more], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.includes('Ready to accept connections')) {
          resolve();
        }
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`redis-server ended: ${said}`)));
    });
  }

  /** Ends it, and with it all that it held. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child && child.exitCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  }

  /** Holds it still without closing its connections. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A connection of the test's own. */
  async look<T>(body: (client: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> {
    const client = clientOf(this.url);
    await client.connect();
    try {
      return await body(client);
    } finally {
      client.destroy();
    }
  }
}

const clientOf = (url: string) => createClient({ url });
