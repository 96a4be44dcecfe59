/** What a Chromium is started as. */
import { readdirSync, readFileSync } from 'node:fs';
import { localWorld } from '../testing/localWorld';
import { flags } from './flags';
import { MARK } from './profiles';

const given = { profile: '/p', proxyPort: 1234, size: { width: 1280, height: 720 }, sharedMemory: true };

test('BROW-13: its sandbox is on, and it is steered by its pipe alone', () => {
  expect(flags({ ...given, sandbox: true }).filter((flag) => /sandbox|zygote|debugging/.test(flag))).toEqual([
    '--remote-debugging-pipe',
  ]);
  expect(flags({ ...given, sandbox: false })).toContain('--no-sandbox');
});

test('BROW-14: everything goes to its proxy, also what is meant for this machine', () => {
  expect(flags({ ...given, sandbox: true })).toEqual(
    expect.arrayContaining([
      '--proxy-server=http://127.0.0.1:1234',
      '--proxy-bypass-list=<-loopback>',
      '--disable-quic',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    ])
  );
});

describe('one that runs', () => {
  const world = localWorld();
  const SECRET = 'a-secret-of-the-server';

  test('BROW-13: none of its processes has anything of the server’s environment, and none is root’s', async () => {
    process.env.API_KEY = SECRET;
    world.site.page('/', '<title>Hello</title>');
    const sessionId = 'b'.repeat(32);
    await world.launch('/', { sessionId }).finally(() => delete process.env.API_KEY);
    const view = await world.view();
    await view.untilTitle('Hello');
    const own = readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && readOf(name, 'cmdline').includes(sessionId)
    );
    expect(own.length).toBeGreaterThan(0);
    const environments = own.map((pid) => readOf(pid, 'environ'));
    expect(environments.some((environment) => environment.includes(`${MARK}=`))).toBe(true);
    environments.forEach((environment) => expect(environment).not.toContain(SECRET));
    own.forEach((pid) => expect(readOf(pid, 'status')).not.toMatch(/^Uid:\s+0\b/m));
  });
});

/** Empty where the process is gone by now. */
function readOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
