/** TERM-7 to TERM-12: what must not work, tried at a real server with a real pty. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { call } from '../testing/http';
import { until } from '../testing/until';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { startTerminal } from './startTerminal';
import { TerminalClient } from './testing/terminalClient';
import { isAlive, terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();
const TOKEN = 'an-access-token-of-many-characters';
const local = (port: number) => `localhost:${port}`;

describe('without a token', () => {
  it.each<[string, (port: number) => Record<string, string>]>([
    ['no Origin', () => ({})],
    ['the Origin of another site', () => ({ origin: 'https://evil.example' })],
    ['the Origin of another port', (port) => ({ origin: `http://localhost:${port + 1}` })],
    ['the Origin of another name of this machine', (port) => ({ origin: `http://127.0.0.1:${port}` })],
    ['the Origin of a sandboxed frame', () => ({ origin: 'null' })],
    ['the Origin by https', (port) => ({ origin: `https://${local(port)}` })],
    ['an Origin that begins alike', (port) => ({ origin: `http://${local(port)}.evil.example` })],
    ['a rebound name', (port) => ({ origin: `http://evil.example:${port}`, host: `evil.example:${port}` })],
    ['a Host with user data', (port) => ({ origin: `http://${local(port)}`, host: `evil@${local(port)}` })],
    ['a Host with another port', (port) => ({ origin: `http://localhost:${port + 1}`, host: `localhost:${port + 1}` })],
    ['Forwarded', (port) => ({ origin: `http://${local(port)}`, forwarded: 'for=1.2.3.4' })],
    ['X-Forwarded-For', (port) => ({ origin: `http://${local(port)}`, 'x-forwarded-for': '127.0.0.1' })],
    ['X-Forwarded-Host', (port) => ({ origin: `http://${local(port)}`, 'x-forwarded-host': 'localhost' })],
    ['X-Real-IP', (port) => ({ origin: `http://${local(port)}`, 'x-real-ip': '127.0.0.1' })],
  ])('TERM-7: refuses a socket with %s, and starts nothing', async (_what, headers) => {
    const { port, terminals } = world.terminal;
    expect(await world.attempt({ headers: headers(port) })).toBe(403);
    expect(terminals.size).toBe(0);
    expect(world.lines.map(({ msg }) => msg)).toContain('terminal refused');
  });

  it('TERM-7: refuses a socket without the subprotocol, with another path or a bad id', async () => {
    const { port } = world.terminal;
    const status = (path: string, protocols: string[]) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${local(port)}${path}`, protocols, { origin: `http://${local(port)}` });
        socket.once('unexpected-response', (request, response) => {
          request.destroy();
          resolve(response.statusCode);
        });
        socket.once('open', () => resolve(101));
        socket.on('error', () => {});
      });
    expect(await status('/socket?session=test', [])).toBe(403);
    expect(await status('/other?session=test', ['live-terminal.v1'])).toBe(404);
    expect(await status('/socket', ['live-terminal.v1'])).toBe(400);
    expect(await status('/socket?session=..%2Fx', ['live-terminal.v1'])).toBe(400);
    expect(await status(`/socket?session=${'x'.repeat(LIMITS.idLength + 1)}`, ['live-terminal.v1'])).toBe(400);
  });

  it.each(['//', '//[', 'http://[', 'http://evil.example/socket?session=test', '/%', '/socket?session=%', '*'])(
    'TERM-7: goes on after a request to be upgraded at %s',
    async (address) => {
      const { port } = world.terminal;
      const wire = connect(port, '127.0.0.1');
      const headers = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
      const asked = [
        `GET ${address} HTTP/1.1`,
        `Host: ${local(port)}`,
        ...headers,
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ];
      wire.write(`${asked.join('\r\n')}\r\n\r\n`);
      const [answer] = await once(wire, 'data');
      expect(String(answer)).toMatch(/^HTTP\/1\.1 40[04] /);
      wire.destroy();
      expect((await call(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    }
  );

  it('TERM-7: the page may not be framed, rebound, or had through a proxy, and runs no script but its own', async () => {
    const { port } = world.terminal;
    const page = await call(`http://127.0.0.1:${port}/?session=test`);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self';/);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' });
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
    const status = async (headers: Record<string, string>) =>
      (await call(`http://127.0.0.1:${port}/?session=test`, { headers })).status;
    expect(await status({ host: `evil.example:${port}` })).toBe(403);
    expect(await status({ host: 'localhost' })).toBe(403);
    expect(await status({ 'x-forwarded-for': '1.2.3.4' })).toBe(403);
    expect(await status({ host: local(port) })).toBe(200);
  });
});

describe('with a token', () => {
  beforeEach(() => world.restart({ terminalToken: TOKEN }));

  it('TERM-8: takes no one without it, by whatever Origin, and anyone with it', async () => {
    const { port, terminals } = world.terminal;
    expect(await world.attempt({})).toBe(401);
    expect(await world.attempt({ key: `${TOKEN}x` })).toBe(401);
    expect(await world.attempt({ key: '' })).toBe(401);
    expect(terminals.size).toBe(0);
    const ada = await world.join({
      key: TOKEN,
      headers: { origin: 'https://grafana.example', 'x-forwarded-for': '1.2.3.4' },
    });
    ada.type('echo o""k\r');
    await ada.sees('ok');
    expect((await call(`http://127.0.0.1:${port}/key`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(
      204
    );
  });

  it('TERM-8: tokens cannot be guessed for long', async () => {
    const tried: number[] = [];
    // A guess or two more may have come by while it is tried.
    while (!tried.includes(429) && tried.length < 2 * LIMITS.wrongKeysPerMinute) {
      tried.push(await world.attempt({ key: `guess-${tried.length}` }));
    }
    expect(tried.slice(0, LIMITS.wrongKeysPerMinute)).toEqual(Array(LIMITS.wrongKeysPerMinute).fill(401));
    expect(tried.at(-1)).toBe(429);
    // Whoever has the right one is not kept out by who guesses.
    expect(await world.attempt({ key: TOKEN })).toBe(101);
  });

  it('TERM-8: a read-only link opens its shell for reading, no other, and nothing once that is over', async () => {
    const ada = await world.join({ key: TOKEN });
    ada.say({ type: 'read-link' });
    await until(() => ada.last('read-link') !== undefined, 'the link');
    const key = ada.last('read-link')?.key ?? '';
    expect(await world.attempt({ key, session: 'other' })).toBe(401);
    const bob = await world.join({ key, name: 'Bob' });
    expect(bob.welcome.access).toBe('read');
    bob.type('echo br""oken\r');
    bob.say({ type: 'take-size' });
    bob.say({ type: 'read-link' });
    ada.type('echo fi""ne\r');
    await Promise.all([ada.sees('fine'), bob.sees('fine')]);
    expect(bob.text).not.toContain('broken');
    expect(bob.last('read-link')).toBeUndefined();
    expect(bob.last('people')?.ruler).toBe(ada.welcome.you);

    // With the secret of one who may type, a read-only link is still one.
    const thief = await world.join({ key, client: ada.secret, name: 'Eve' });
    expect(thief.welcome.access).toBe('read');
    ada.type('exit\r');
    await until(() => bob.closed !== null, 'the end');
    expect(await world.attempt({ key })).toBe(401);
    expect(world.terminal.terminals.size).toBe(0);
  });

  it('TERM-8: a forged read-only link is none', async () => {
    const ada = await world.join({ key: TOKEN });
    const forged = `read.${createHmac('sha256', 'guess').update(`test\n${ada.welcome.run}`).digest('base64url')}`;
    expect(await world.attempt({ key: forged })).toBe(401);
  });
});

describe('the shell', () => {
  it('TERM-10: is told nothing of the server’s variables', async () => {
    process.env.API_KEY = 'a-secret-of-the-server';
    process.env.NODE_OPTIONS_X = 'a-secret-of-the-server';
    try {
      const ada = await world.join();
      ada.type("env | grep -c secret-of; env | cut -d= -f1 | sort | tr '\\n' ' '; echo do''ne\r");
      await ada.sees('done');
      expect(ada.text).toMatch(/^0$/m);
      const names = /^(.*)done/m.exec(ada.text)?.[1].trim().split(/\s+/) ?? [];
      expect(names).toContain('TERM');
      expect(
        names.filter(
          (name) =>
            !/^(LC_\w+|LANG|LANGUAGE|TZ|PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|LIVE_TERMINAL|PWD|OLDPWD|SHLVL|_)$/.test(
              name
            )
        )
      ).toEqual([]);
    } finally {
      delete process.env.API_KEY;
      delete process.env.NODE_OPTIONS_X;
    }
  });

  it('TERM-10: has limits on files, memory, processor time and core dumps', async () => {
    const ada = await world.join();
    ada.type('echo "limits $(ulimit -n) $(ulimit -d) $(ulimit -t) $(ulimit -c)" en""d\r');
    await ada.sees(/limits 1024 4194304 14400 0 end/);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('TERM-10: is another user’s where the server is root, without root’s groups or a way back', async () => {
    const ada = await world.join();
    ada.type(
      'echo "$(id -un) $(id -G)/$(cat /etc/shadow 2>&1 | wc -c)/$(grep NoNewPrivs /proc/self/status | tr -dc 0-9)" en""d\r'
    );
    await ada.sees(/nobody \d+\/\d+\/1 end/);
    ada.type('cat /etc/shadow; kill -9 $PPID; echo st""ill\r');
    await ada.sees('still');
    expect(ada.text).toMatch(/shadow: Permission denied/);
    expect(ada.text).toMatch(/Operation not permitted|not permitted/);
  });

  asRoot('TERM-10: starts nothing for a user that there is not', async () => {
    await expect(startTerminal({ config: { terminalPort: 0, terminalUser: 'no-such-user' } })).rejects.toThrow(
      /^TERMINAL_USER /
    );
  });
});

describe('bounds', () => {
  it('TERM-11: a message that is too large, malformed or out of turn closes its socket and nobody else’s', async () => {
    const ada = await world.join();
    const input = (length: number) => JSON.stringify({ type: 'input', seq: 1, data: 'x'.repeat(length) });
    const cases: Array<[string | Buffer, number]> = [
      ['x'.repeat(LIMITS.messageBytes + 1), 1009],
      [input(LIMITS.inputLength + 1), 4400],
      ['{', 4400],
      [Buffer.from('binary'), 4400],
      [JSON.stringify({ type: 'hello' }), 4400],
      [JSON.stringify({ type: 'size', cols: 1e9, rows: 5 }), 4400],
      [JSON.stringify({ type: 'input', seq: 0, data: 'x' }), 4400],
    ];
    for (const [message, code] of cases) {
      const eve = await world.join({ name: 'Eve' });
      eve.socket.send(message);
      await until(() => eve.closed !== null, 'the closing');
      expect([String(message).slice(0, 20), eve.closed]).toEqual([String(message).slice(0, 20), code]);
    }
    const before = await world.open();
    before.type('echo early\r');
    await until(() => before.closed !== null, 'the closing');
    expect(before.closed).toBe(4400);
    ada.type('echo st""ill\r');
    await ada.sees('still');
  });

  it('TERM-11: has places for so many people and shells', async () => {
    const { terminals } = world.terminal;
    await Promise.all(
      Array.from({ length: LIMITS.clientsPerSession }, (_, index) => world.join({ name: `Person ${index}` }))
    );
    const late = await world.open();
    late.hello();
    await until(() => late.closed !== null, 'the refusal');
    expect(late.closed).toBe(4429);
    expect(terminals.size).toBe(1);
  });

  it('TERM-11: who does not say hello is cut off, and so many at once are not let in', async () => {
    const silent = await Promise.all(Array.from({ length: LIMITS.unintroduced }, () => world.open()));
    expect(await world.attempt({})).toBe(503);
    await until(() => silent.every(({ closed }) => closed === 4400), 'the cutting off');
    expect(await world.attempt({})).toBe(101);
  });

  it('TERM-11: names are cleaned and cut', async () => {
    const ada = await world.join({ name: `\u202eA\u0000d\na${'x'.repeat(60)}` });
    expect(ada.last('people')?.people[0].name).toBe(`A d a${'x'.repeat(LIMITS.nameLength - 5)}`);
  });
});

it('TERM-12: an audit line says who came, that they typed and not what, and who left', async () => {
  const ada = await world.join();
  ada.type('echo hush-hush\r');
  await ada.sees(/^hush-hush/m);
  await ada.leave();
  await until(() => world.lines.some(({ msg }) => msg === 'terminal ended'), 'the end');
  const said = world.lines.map(({ time: _time, level: _level, pid, ...line }) => ({
    ...line,
    ...(pid ? { pid: 'a number' } : {}),
  }));
  const who = { session: 'test', person: 1, name: 'Ada', access: 'type' };
  expect(said).toEqual([
    { session: 'test', pid: 'a number', msg: 'terminal started' },
    { ...who, back: false, msg: 'terminal joined' },
    { ...who, bytes: 15, msg: 'terminal typed' },
    { ...who, msg: 'terminal left' },
    { session: 'test', why: 'gone', code: null, msg: 'terminal ended' },
  ]);
  expect(JSON.stringify(world.lines)).not.toContain('hush');
});

it('TERM-6: nothing is left when the server stops', async () => {
  const other = await startTerminal({ config: { terminalPort: 0, logLevel: 'silent' } });
  const ada = await TerminalClient.join(other.port);
  ada.type('trap "" HUP TERM; sleep 984 & echo pid $!.\r');
  await ada.sees(/pid \d+\./);
  const pid = Number(/pid (\d+)\./.exec(ada.text)?.[1]);
  expect(isAlive(pid)).toBe(true);
  await other.stop();
  await until(() => !isAlive(pid), 'its end');
});
