/** How the program begins with REDIS_URL, and why it does not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../scripts/testing/freePort';
import { describeWithRedis, redisTitle, RedisServer } from './testing/redisServer';
import { ServerProcess } from './testing/serverProcess';

const ROOT = resolve(__dirname, '..');
const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
const SECRET = 'the secret of the first server, long enough';

async function fails(env: Record<string, string>): Promise<{ code: unknown; told: string }> {
  const child = spawn(process.execPath, [`--import=${LOADER}`, join(ROOT, 'server/main.ts')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: String(await freePort()), SERVER_SECRET: SECRET, ...env },
  });
  let told = '';
  child.stderr.on('data', (chunk) => (told += chunk));
  child.stdout.resume();
  const [code]: unknown[] = await once(child, 'close');
  return { code, told };
}

it('ends with 1 and one line where Redis cannot be reached, and says nothing of its address', async () => {
  const url = `redis://ada:hunter2@127.0.0.1:${await freePort()}/0`;
  expect(await fails({ REDIS_URL: url })).toEqual({
    code: 1,
    told: 'REDIS_URL names a Redis that cannot be reached.\n',
  });
});

describeWithRedis(redisTitle('with a Redis'), () => {
  const started: Array<{ kill(): Promise<void> }> = [];

  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.kill()));
  });

  async function redis(options: string[] = []): Promise<RedisServer> {
    const server = await RedisServer.start(options);
    started.push({ kill: () => server.stop() });
    return server;
  }

  it('ends with 1 and one line where Redis refuses the password, which is not printed', async () => {
    const server = await redis(['--requirepass', 'something else']);
    expect(await fails({ REDIS_URL: server.url.replace('//', '//:hunter2@') })).toEqual({
      code: 1,
      told: 'REDIS_URL names a Redis that refuses its user or password.\n',
    });
  });

  it('SRV-6: ends with 2 and one line where the servers have different secrets', async () => {
    const server = await redis();
    started.push(await ServerProcess.start({ REDIS_URL: server.url, SERVER_SECRET: SECRET, LOG_LEVEL: 'warn' }));
    const other = 'the secret of the second server, made by itself';
    expect(await fails({ REDIS_URL: server.url, SERVER_SECRET: other })).toEqual({
      code: 2,
      told: 'SERVER_SECRET differs from that of the other servers at this Redis.\n',
    });
    const kept = await server.look(async (client) =>
      Promise.all((await client.keys('*')).map((key) => client.get(key)))
    );
    expect(kept.join()).not.toContain(SECRET);
  });

  it('logs in with the password of the address', async () => {
    const server = await redis(['--requirepass', 'hunter2']);
    const url = server.url.replace('//', '//:hunter2@');
    const running = await ServerProcess.start({ REDIS_URL: url, SERVER_SECRET: SECRET });
    started.push(running);
    expect(running.said).toContain('what servers share is kept in Redis');
    expect(running.said).not.toContain('hunter2');
  });
});

it('says in one line that it stands alone without one', async () => {
  const alone = await ServerProcess.start({ SERVER_SECRET: SECRET });
  await alone.kill();
  expect(alone.said.split('\n').filter((line) => line.includes('kept in memory'))).toHaveLength(1);
});
