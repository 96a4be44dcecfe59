/** The script that runs the session server in the background, with the real server, in a folder of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SECRETS, VARIABLES } from '../server/config';
import { call } from '../server/testing/http';

const ROOT = path.resolve(__dirname, '..');
jest.setTimeout(60_000);

let built: string;
let folder: string;
let port: number;
const strangers: ChildProcess[] = [];

beforeAll(() => {
  built = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
  const bundle = path.join(built, 'peerjs-server.js');
  const { status } = spawnSync('npx', ['tsx', 'scripts/build-server.ts', bundle], { cwd: ROOT, stdio: 'ignore' });
  expect(status).toBe(0);
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
  mkdirSync(path.join(folder, 'scripts'));
  mkdirSync(path.join(folder, 'build/server'), { recursive: true });
  for (const script of ['manage-peerjs.sh', 'peerjs-server.js']) {
    copyFileSync(path.join(ROOT, 'scripts', script), path.join(folder, 'scripts', script));
  }
  copyFileSync(path.join(built, 'peerjs-server.js'), path.join(folder, 'build/server/peerjs-server.js'));
  port = await freePort();
});

afterEach(async () => {
  await manage('stop');
  strangers.splice(0).forEach((child) => child.kill('SIGKILL'));
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  const free = await listening(probe);
  probe.close();
  await once(probe, 'close');
  return free;
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Not `spawnSync`: a port that this process holds has to answer meanwhile. */
async function manage(
  command: string,
  given: Record<string, string> = { PORT: String(port) }
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn('bash', ['scripts/manage-peerjs.sh', command], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...given },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  const [code] = await once(child, 'close');
  return { code, ...output };
}

const pidFile = () => path.join(folder, '.live-sessions/server.pid');
const serverPid = () => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);
const health = async () => (await call(`http://127.0.0.1:${port}/health`)).status;

/** A process of somebody else that runs until the test's end. */
function stranger(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  strangers.push(child);
  return child.pid ?? 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('starts the server, says where its log is, and stops it', async () => {
  const started = await manage('start');
  expect(started.code).toBe(0);
  expect(started.stdout).toContain(`Running on: http://localhost:${port}/pathfinder`);
  expect(started.stdout).toContain(`process ${serverPid()}`);
  expect(await health()).toBe(200);
  expect(await manage('status')).toMatchObject({ code: 0, stdout: expect.stringContaining(`process ${serverPid()}`) });
  const pid = serverPid();
  expect(await manage('stop')).toMatchObject({ code: 0, stdout: `The session server has stopped (process ${pid}).\n` });
  await expect(health()).rejects.toThrow('ECONNREFUSED');
  expect(existsSync(pidFile())).toBe(false);
  expect(await manage('status')).toMatchObject({ code: 1, stdout: 'The session server does not run.\n' });
});

it('starts from the sources where no bundle was built', async () => {
  rmSync(path.join(folder, 'build'), { recursive: true });
  for (const name of ['server', 'src', 'node_modules', 'package.json', 'tsconfig.json']) {
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
  }
  expect((await manage('start')).code).toBe(0);
  expect(await health()).toBe(200);
});

it('starts no second server beside the one that runs', async () => {
  await manage('start');
  const pid = serverPid();
  expect(await manage('start')).toEqual({
    code: 0,
    stdout: `The session server runs already (process ${pid}).\n`,
    stderr: '',
  });
  expect(serverPid()).toBe(pid);
});

it('restarts with another process, and starts one where none ran', async () => {
  expect((await manage('restart')).code).toBe(0);
  const before = serverPid();
  expect((await manage('restart')).code).toBe(0);
  expect(serverPid()).not.toBe(before);
  expect(isAlive(serverPid())).toBe(true);
  expect(await health()).toBe(200);
});

describe('the settings that it was started with', () => {
  const API_KEY = 'a key with "quotes", $(touch ran) and\na second line';
  const envFile = () => path.join(folder, '.live-sessions/server.env');
  const lookUp = async (headers = {}) =>
    (await call(`http://127.0.0.1:${port}/api/sessions/ZZZZZZ`, { headers })).status;
  const settings = () => ({ PORT: String(port), API_KEY: 'k'.repeat(24), PUBLIC_URL: 'https://live.example.org' });

  it('are kept by a restart without them: the same port, and the key is still asked for', async () => {
    expect((await manage('start', settings())).code).toBe(0);
    expect(await lookUp()).toBe(401);
    const again = await manage('restart', {});
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('https://live.example.org/pathfinder') });
    expect(again.stdout).not.toContain(settings().API_KEY);
    expect(await lookUp()).toBe(401);
    expect(await lookUp({ authorization: `Bearer ${settings().API_KEY}` })).toBe(404);
  });

  it('are there for their user alone, are taken as they are, and go when the server is stopped', async () => {
    mkdirSync(path.join(folder, '.live-sessions'));
    writeFileSync(envFile(), '', { mode: 0o666 });
    expect((await manage('start', { PORT: String(port), API_KEY })).code).toBe(0);
    expect(statSync(envFile()).mode & 0o777).toBe(0o600);
    expect((await manage('restart', {})).code).toBe(0);
    expect(readFileSync(envFile(), 'utf8').split('\0')).toContain(`API_KEY=${API_KEY}`);
    expect(existsSync(path.join(folder, 'ran'))).toBe(false);
    await manage('stop');
    expect(existsSync(envFile())).toBe(false);
  });

  it('give way to what is set at the restart, also where a secret then comes from a file', async () => {
    await manage('start', settings());
    const key = path.join(folder, 'key');
    writeFileSync(key, 'n'.repeat(24));
    expect((await manage('restart', { API_KEY_FILE: key })).code).toBe(0);
    expect(await lookUp({ authorization: `Bearer ${'n'.repeat(24)}` })).toBe(404);
  });

  it('are asked for where they are not known: the server goes on', async () => {
    await manage('start', settings());
    const pid = serverPid();
    rmSync(envFile());
    expect(await manage('restart', {})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('stop it, and start it with them'),
    });
    expect(serverPid()).toBe(pid);
    expect(await lookUp()).toBe(401);
  });

  it('bring nothing in but settings, whatever somebody wrote into the file', async () => {
    mkdirSync(path.join(folder, '.live-sessions'));
    writeFileSync(envFile(), `PATH=/nowhere\0LD_PRELOAD=/nowhere.so\0nonsense\0PORT=${port}\0`);
    expect(await manage('restart', {})).toMatchObject({ code: 0, stderr: expect.not.stringContaining('nowhere') });
    expect(await health()).toBe(200);
  });

  it('are all that the server reads', () => {
    const script = readFileSync(path.join(ROOT, 'scripts/manage-peerjs.sh'), 'utf8');
    const named = /^variables='([^']+)'/m.exec(script)?.[1].split(/\s+/);
    const files = SECRETS.map((name) => `${name}_FILE`);
    expect([...(named ?? [])].sort()).toEqual([...VARIABLES, ...files, 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'].sort());
  });
});

it('says who has the port, and leaves that program alone', async () => {
  const holder = createServer();
  port = await listening(holder);
  const { code, stderr } = await manage('start');
  expect(code).toBe(1);
  expect(stderr).toContain(`PORT ${port} is taken by `);
  expect(stderr).toContain('The session server did not start.');
  expect(existsSync(pidFile())).toBe(false);
  expect(holder.listening).toBe(true);
  expect(await manage('stop')).toMatchObject({ code: 0, stdout: 'The session server does not run.\n' });
  expect(holder.listening).toBe(true);
  holder.close();
});

it('keeps one server when two are started at once, and can stop it', async () => {
  const both = await Promise.all([manage('start'), manage('start')]);
  expect(both.map(({ code }) => code)).toContain(0);
  expect(await health()).toBe(200);
  expect((await manage('stop')).stdout).toContain('has stopped');
  await expect(health()).rejects.toThrow('ECONNREFUSED');
});

it('takes no notice of a file that names a process which is gone', async () => {
  mkdirSync(path.join(folder, '.live-sessions'));
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(pidFile(), `${pid}\n1\n`);
  expect((await manage('status')).code).toBe(1);
  expect((await manage('start')).code).toBe(0);
  expect(await health()).toBe(200);
});

it.each(['4\n', '', 'rubbish\n1\n', '-1\n1\n', '1\n\n'])('takes no notice of the damaged file %j', async (text) => {
  mkdirSync(path.join(folder, '.live-sessions'));
  writeFileSync(pidFile(), text);
  expect((await manage('status')).code).toBe(1);
  expect((await manage('stop')).stdout).toBe('The session server does not run.\n');
});

it('does not end a process of somebody else that has been given the id since', async () => {
  mkdirSync(path.join(folder, '.live-sessions'));
  const pid = stranger();
  writeFileSync(pidFile(), `${pid}\n1\n`);
  expect((await manage('status')).code).toBe(1);
  expect((await manage('stop')).stdout).toBe('The session server does not run.\n');
  expect(isAlive(pid)).toBe(true);
  expect((await manage('restart')).code).toBe(0);
  expect(isAlive(pid)).toBe(true);
  expect(serverPid()).not.toBe(pid);
});

it('says how it is used', async () => {
  expect(await manage('destroy')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Usage: manage-peerjs.sh start|stop|restart|status\n',
  });
});
