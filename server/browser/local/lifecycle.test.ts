/** From start to end of a real Chromium: as whom it runs, what it knows, and that nothing is left of it. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signalAll } from '../../terminal/processes';
import { until } from '../../testing/until';
import { ProviderFailure, type Launch, type Provider } from '../provider';
import { serverToCrash } from '../testing/crash';
import { localWorld } from '../testing/localWorld';
import { createLocalProvider } from './LocalProvider';
import { MARK, createProfile, leftBehind, processesIn, profilesFolder } from './profiles';

const world = localWorld();
const others: Provider[] = [];
afterEach(async () => {
  await Promise.all(others.splice(0).map((provider) => provider.close()));
});

const newId = () => randomBytes(16).toString('hex');
const folderOf = (sessionId: string) => join(profilesFolder(), sessionId);
const processes = (sessionId: string) =>
  processesIn({ mark: folderOf(sessionId), path: join(folderOf(sessionId), 'profile') }, null);
const nothing = (): Launch => ({
  sessionId: newId(),
  startUrl: world.site.url(),
  expiresAt: Date.now() + 60_000,
  onActivity: () => {},
  onGone: () => {},
});
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error
  );

test('nothing is left of a browser that is ended: no process, no file', async () => {
  const sessionId = newId();
  await world.launch('/', { sessionId });
  expect(processes(sessionId).length).toBeGreaterThan(1);
  expect(existsSync(folderOf(sessionId))).toBe(true);
  await world.browser.end();
  expect([processes(sessionId), existsSync(folderOf(sessionId))]).toEqual([[], false]);
  expect(world.gone).toEqual([]);
});

test('a Chromium that dies is told, once, and leaves nothing', async () => {
  const sessionId = newId();
  await world.launch('/', { sessionId });
  const view = await world.view();
  signalAll([Math.min(...processes(sessionId))], 'SIGKILL');
  await until(() => world.gone.length > 0, 'the word');
  await until(() => view.closedWith !== null, 'the end of the view');
  await world.browser.end();
  expect(world.gone).toHaveLength(1);
  expect(world.gone[0]).toMatchObject({ kind: 'failed' });
  expect([processes(sessionId), existsSync(folderOf(sessionId)), view.closedWith]).toEqual([[], false, 4404]);
});

test('a page that crashes is told, and a reload brings it back', async () => {
  world.site.page('/', `<title>fine</title><body style="background:red">`);
  const sessionId = newId();
  await world.launch('/', { sessionId });
  const view = await world.view();
  await view.untilTitle('fine');
  const renderers = processes(sessionId).filter((pid) => commandOf(pid).includes('--type=renderer'));
  signalAll(renderers, 'SIGKILL');
  await view.untilTitle('This page crashed. Reload it.');
  world.site.page('/', `<title>again</title><body style="background:lime">`);
  view.say({ type: 'go', to: 'reload' });
  await view.untilTitle('again');
  await until(() => view.shows(600, 300, [0, 255, 0]), 'its picture');
});

test('of the server’s environment it knows nothing', async () => {
  process.env.SERVER_SECRET_OF_TEST = 'do not tell';
  const sessionId = newId();
  await world.launch('/', { sessionId });
  const known = processes(sessionId).map((pid) => readFileSync(`/proc/${pid}/environ`, 'latin1'));
  delete process.env.SERVER_SECRET_OF_TEST;
  expect(known.filter((each) => each.includes('do not tell'))).toEqual([]);
  expect(known.length).toBeGreaterThan(1);
});

test('there is no port by which it could be driven', async () => {
  const sessionId = newId();
  await world.launch('/', { sessionId });
  const command = processes(sessionId).map(commandOf).join(' ');
  expect(command).toContain('--remote-debugging-pipe');
  expect(command).not.toContain('--remote-debugging-port');
  expect(listeningOf(processes(sessionId))).toEqual([]);
});

test('only so many are started at once, and one that ends makes room', async () => {
  const provider = createLocalProvider(world.options({ most: 1 }));
  others.push(provider);
  const [first, second] = await Promise.allSettled([provider.launch(nothing()), provider.launch(nothing())]);
  expect(second).toMatchObject({ status: 'rejected', reason: { kind: 'busy' } });
  await (first.status === 'fulfilled' && first.value.end());
  const third = nothing();
  await provider.launch(third);
  await provider.close();
  expect(processes(third.sessionId)).toEqual([]);
});

test('one that needs more memory than it has is ended, and that is told', async () => {
  const provider = createLocalProvider(world.options({ memory: { most: 1024 * 1024, every: 20 } }));
  others.push(provider);
  const told: unknown[] = [];
  const wanted = { ...nothing(), onGone: (error: ProviderFailure) => told.push(error) };
  const browser = await provider.launch(wanted);
  await until(() => told.length > 0, 'the word');
  await browser.end();
  expect(told).toMatchObject([{ kind: 'failed', message: expect.stringContaining('memory') }]);
  expect([processes(wanted.sessionId), existsSync(folderOf(wanted.sessionId))]).toEqual([[], false]);
});

describe('after a crash of the server', () => {
  it('no browser is left, and the next server removes what it wrote', async () => {
    const sessionId = newId();
    const crash = await serverToCrash({ sessions: [sessionId] });
    expect(processes(sessionId).length).toBeGreaterThan(1);
    await crash();
    await until(() => processes(sessionId).length === 0, 'the end of the browser');
    expect(existsSync(folderOf(sessionId))).toBe(true);
    await world.provider.sweep();
    expect(existsSync(folderOf(sessionId))).toBe(false);
  });

  it('a browser that outlived it is ended, and those of servers that are there are not', async () => {
    const [sessionId, ours] = [newId(), newId()];
    await world.launch('/', { sessionId: ours });
    const folder = folderOf(sessionId);
    mkdirSync(join(folder, 'profile'), { recursive: true });
    writeFileSync(join(folder, 'note.json'), JSON.stringify({ pid: process.pid, startedAt: '1', owner: null }));
    const outlived = spawn('sleep', ['1000'], { env: { [MARK]: folder, PATH: '/usr/bin:/bin' }, detached: true });
    const ended = once(outlived, 'exit');
    await until(() => processes(sessionId).length === 1, 'the one');
    await world.provider.sweep();
    await ended;
    expect([existsSync(folder), processes(ours).length > 1, existsSync(folderOf(ours))]).toEqual([false, true, true]);
  });

  it('what looks like a profile and leads elsewhere takes nothing with it', async () => {
    const [sessionId, precious] = [newId(), join(tmpdir(), `precious-${newId()}`)];
    mkdirSync(precious);
    writeFileSync(join(precious, 'file'), '');
    mkdirSync(folderOf(sessionId), { recursive: true });
    symlinkSync(precious, join(folderOf(sessionId), 'profile'));
    await world.provider.sweep();
    expect([existsSync(folderOf(sessionId)), readdirSync(precious)]).toEqual([false, ['file']]);
    rmSync(precious, { recursive: true });
  });
});

test('a folder’s name is an id and nothing else, and the folder above is ours', () => {
  expect(() => createProfile(profilesFolder(), '../x', null)).toThrow();
  const link = join(tmpdir(), `link-${newId()}`);
  symlinkSync(tmpdir(), link);
  expect(() => createProfile(link, newId(), null)).toThrow(/somebody else/);
  expect(leftBehind(link)).toEqual([]);
  rmSync(link);
});

describe('where it cannot be', () => {
  it.each([
    [{ chromium: '/nowhere/chromium' }, /CHROMIUM/],
    [{ chromium: 'no-such-program' }, /CHROMIUM/],
  ])('with %j it says what to do', async (more, words) => {
    const error = await failure(createLocalProvider(world.options(more)).launch(nothing()));
    expect(error).toBeInstanceOf(ProviderFailure);
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(words) });
  });

  it('a program that is no Chromium is a failure, and leaves nothing', async () => {
    const wanted = nothing();
    const error = await failure(createLocalProvider(world.options({ chromium: '/bin/false' })).launch(wanted));
    expect(error).toMatchObject({ kind: 'failed' });
    expect(existsSync(folderOf(wanted.sessionId))).toBe(false);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot.each([
    ['root', /BROWSER_USER/],
    ['no-such-user', /BROWSER_USER must be the name of a user/],
  ])('as root for %s it says what to do', async (user, words) => {
    const error = await failure(createLocalProvider(world.options({ user, sandbox: 'on' })).launch(nothing()));
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(words) });
  });
});

test('with its sandbox it runs as somebody who may do nothing, and shows a page', async () => {
  world.site.page('/', `<title>sandboxed</title><body style="background:lime">`);
  const provider = createLocalProvider(world.options({ sandbox: 'on' }));
  others.push(provider);
  const wanted = nothing();
  const started = await provider.launch(wanted).catch((error: unknown) => error);
  if (started instanceof ProviderFailure) {
    // A machine without user namespaces: then there is no browser, and it says why.
    expect(started.kind).toBe('unavailable');
    process.stderr.write(`No sandbox on this machine, not tried: ${started.message}\n`);
    return;
  }
  if (started instanceof Error) {
    throw started;
  }
  const browser = started as Awaited<ReturnType<typeof provider.launch>>;
  const view = await world.view(undefined, browser);
  await view.untilTitle('sandboxed');
  await until(() => view.shows(600, 300, [0, 255, 0]), 'its picture');
  const found = processes(wanted.sessionId).map((pid) => ({ command: commandOf(pid), status: statusOf(pid) }));
  expect(found.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
  const renderers = found.filter(({ command }) => command.includes('--type=renderer'));
  expect(renderers.length).toBeGreaterThan(0);
  // 2: a filter of system calls.
  expect(renderers.map(({ status }) => status.Seccomp)).toEqual(renderers.map(() => '2'));
  if (process.getuid?.() === 0) {
    expect(found.filter(({ status }) => /\b0\b/.test(status.Uid))).toEqual([]);
    expect(found.filter(({ status }) => status.NoNewPrivs !== '1')).toEqual([]);
  }
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function statusOf(pid: number): Record<string, string> {
  try {
    const lines = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n');
    return Object.fromEntries(lines.map((line) => line.split(':\t')).map(([name, value = '']) => [name, value.trim()]));
  } catch {
    return {};
  }
}

/** Sockets of these processes that wait for connections by TCP. */
function listeningOf(pids: readonly number[]): string[] {
  const own = new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).map((fd) => readLink(`/proc/${pid}/fd/${fd}`));
      } catch {
        return [];
      }
    })
  );
  return ['tcp', 'tcp6'].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((parts) => parts[3] === '0A' && own.has(`socket:[${parts[9]}]`))
      .map((parts) => parts[1])
  );
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
