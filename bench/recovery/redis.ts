/** A redis-server of a bench's own: a free port, a temporary folder, nothing kept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../scripts/testing/freePort';

/** Rejects where none is installed. */
export async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-redis-'));
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(redis, 'exit');
  await new Promise<void>((resolve, reject) => {
    createInterface(redis.stdout).on('line', (line) => line.includes('Ready to accept connections') && resolve());
    redis.once('error', reject);
    redis.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      redis.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
