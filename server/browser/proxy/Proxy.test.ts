/** The proxy with real connections: what it passes on, and what must not get through. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { createLog } from '../../log';
import { until } from '../../testing/until';
import type { Resolve } from './Destinations';
import { PROXY_LIMITS } from './limits';
import { startProxy, type Proxy, type ProxyOptions } from './Proxy';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  raw: string[];
  body: string;
}

let site: Server;
let port: number;
const seen: Seen[] = [];
let answer: (request: IncomingMessage) => { status: number; headers: Record<string, string>; body: string };
const running: Proxy[] = [];

beforeAll(async () => {
  site = createServer({ maxHeaderSize: 2 * PROXY_LIMITS.headBytes }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, raw: request.rawHeaders, body });
      const { status, headers, body: text } = answer(request);
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  port = (site.address() as AddressInfo).port;
});

beforeEach(() => {
  seen.length = 0;
  answer = () => ({ status: 200, headers: {}, body: 'from the site' });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((proxy) => proxy.close()));
});

afterAll(() => new Promise((resolve) => site.close(resolve)));

async function proxyWith(more: Partial<ProxyOptions> = {}): Promise<Proxy> {
  const proxy = await startProxy({
    log: createLog('silent'),
    allowedHosts: null,
    privateHosts: [`127.0.0.1:${port}`, `app.test:${port}`],
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    ...more,
  });
  running.push(proxy);
  return proxy;
}

/** All that a proxy says to these bytes until it closes, or until `enough`. */
function say(proxy: Proxy, bytes: string, enough: RegExp | null = null): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(proxy.port, '127.0.0.1');
    let said = '';
    const done = () => {
      socket.destroy();
      resolve(said);
    };
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (enough?.test(said)) {
        done();
      }
    });
    socket.on('error', done);
    socket.on('close', done);
    socket.write(bytes);
  });
}

const basic = ({ username, password }: Proxy['credentials']) =>
  `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}\r\n`;
const head = (proxy: Proxy, line: string, more = '') =>
  `${line} HTTP/1.1\r\nHost: whatever.example\r\n${basic(proxy.credentials)}${more}Connection: close\r\n\r\n`;
const status = (said: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0);

describe('what it passes on', () => {
  it('a request for a host that is opened, under the Host of its address', async () => {
    const proxy = await proxyWith();
    const said = await say(proxy, head(proxy, `GET http://app.test:${port}/a?b=c`, 'X-Mine: 1\r\nX-Mine: 2\r\n'));
    expect([status(said), /from the site/.test(said)]).toEqual([200, true]);
    const [{ method, url, raw }] = seen;
    expect([method, url]).toEqual(['GET', '/a?b=c']);
    expect(raw.filter((_each, index) => /^host$/i.test(raw[index - 1] ?? ''))).toEqual([`app.test:${port}`]);
    expect(raw.filter((each) => each === 'X-Mine')).toHaveLength(2);
  });

  it('a body, by its length and in chunks', async () => {
    const proxy = await proxyWith();
    const line = `POST http://app.test:${port}/`;
    await say(proxy, head(proxy, line, 'Content-Length: 5\r\n') + 'hello');
    await say(proxy, head(proxy, line, 'Transfer-Encoding: chunked\r\n') + '5\r\nhello\r\n0\r\n\r\n');
    expect(seen.map(({ body }) => body)).toEqual(['hello', 'hello']);
  });

  it('a tunnel', async () => {
    const proxy = await proxyWith();
    const inner = 'GET /inner HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n';
    const said = await say(proxy, head(proxy, `CONNECT app.test:${port}`) + inner);
    expect(said).toMatch(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK[^]*from the site/);
    expect(seen.map(({ url }) => url)).toEqual(['/inner']);
  });
});

describe('BROW-14: who may use it', () => {
  it.each([
    ['nothing', () => ''],
    ['another password', () => basic({ username: 'browser', password: 'x' })],
    ['another browser’s credentials', (other: Proxy) => basic(other.credentials)],
    ['another scheme', ({ credentials }: Proxy) => `Proxy-Authorization: Bearer ${credentials.password}\r\n`],
  ])('not who shows %s', async (_what, header) => {
    const [proxy, other] = [await proxyWith(), await proxyWith()];
    for (const line of [`GET http://app.test:${port}/`, `CONNECT app.test:${port}`]) {
      const said = await say(proxy, `${line} HTTP/1.1\r\nHost: x\r\n${header(other)}Connection: close\r\n\r\n`);
      expect([status(said), /^proxy-authenticate: Basic/im.test(said)]).toEqual([407, true]);
    }
    expect(seen).toEqual([]);
  });

  it('nobody from elsewhere: it listens on this machine alone', async () => {
    const proxy = await proxyWith();
    const outcome = await new Promise((resolve) => {
      const socket = connect(proxy.port, '127.0.0.2');
      socket.once('connect', () => resolve('open'));
      socket.once('error', () => resolve('refused'));
    });
    expect(outcome).toBe('refused');
  });
});

describe('BROW-14: what it refuses', () => {
  const literal: Resolve = (host) => Promise.resolve([{ address: host, family: host.includes(':') ? 6 : 4 }]);

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.1',
    'localhost.',
    '10.0.0.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
  ])('%s, by either way and with words in the browser', async (host) => {
    const refused: unknown[] = [];
    const proxy = await proxyWith({ resolve: literal, onRefused: (_to, why) => refused.push(why) });
    const page = await say(proxy, head(proxy, `GET http://${host}/`));
    expect(status(page)).toBe(403);
    expect(page).toContain('This shared browser does not open addresses of the server');
    expect(status(await say(proxy, head(proxy, `CONNECT ${host}:443`)))).toBe(403);
    expect(refused).toEqual(['private', 'private']);
  });

  it('a name that leads to a private address', async () => {
    const proxy = await proxyWith({ privateHosts: [] });
    expect(status(await say(proxy, head(proxy, 'GET http://innocent.example/')))).toBe(403);
    expect(status(await say(proxy, head(proxy, 'CONNECT innocent.example:80')))).toBe(403);
  });

  it('other ports, by either way', async () => {
    const proxy = await proxyWith({ resolve: () => Promise.resolve([{ address: '1.1.1.1', family: 4 }]) });
    for (const other of [22, 25, 6379, 8080]) {
      expect(status(await say(proxy, head(proxy, `GET http://good.example:${other}/`)))).toBe(403);
      expect(status(await say(proxy, head(proxy, `CONNECT good.example:${other}`)))).toBe(403);
    }
  });

  it.each([
    'GET /',
    'GET *',
    'GET https://app.test/',
    'GET ftp://app.test/',
    'GET file:///etc/passwd',
    'GET http://user@app.test/',
    'GET http://user:secret@app.test/',
    'GET http://[fe80::1%25eth0]/',
    'GET //app.test/',
    'CONNECT app.test',
    'CONNECT user@app.test:443',
    'CONNECT [fe80::1%25eth0]:443',
    'CONNECT http://app.test:443',
  ])('%s', async (line) => {
    const proxy = await proxyWith();
    expect(status(await say(proxy, head(proxy, line)))).toBe(400);
    expect(seen).toEqual([]);
  });

  it('a redirect to a private address, when it is followed', async () => {
    answer = () => ({ status: 302, headers: { location: 'http://169.254.169.254/latest' }, body: '' });
    const proxy = await proxyWith({ resolve: literal });
    const said = await say(proxy, head(proxy, `GET http://127.0.0.1:${port}/`));
    const [, target] = /^location: (.+)$/im.exec(said) ?? [];
    expect(status(await say(proxy, head(proxy, `GET ${target.trim()}`)))).toBe(403);
  });
});

describe('BROW-14: a name that answers differently the second time', () => {
  let other: TcpServer;
  let reached = 0;
  beforeAll(async () => {
    other = createTcpServer((socket) => {
      reached += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.2', resolve));
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it.each(['GET http://app.test:PORT/', 'CONNECT app.test:PORT'])('is asked once: %s', async (line) => {
    let asked = 0;
    const resolve: Resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const proxy = await proxyWith({ resolve });
    const inner = line.startsWith('CONNECT') ? 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' : '';
    expect(await say(proxy, head(proxy, line.replace('PORT', String(port))) + inner)).toContain('from the site');
    expect([asked, reached]).toEqual([1, 0]);
  });
});

describe('messages that two could read differently', () => {
  it.each([
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 40\r\n'],
    ['a length that is none', 'Content-Length: +4\r\n'],
    ['an unknown coding', 'Transfer-Encoding: xchunked\r\n'],
    ['a folded line', 'X-A: 1\r\n Transfer-Encoding: chunked\r\n'],
    ['a blank before the colon', 'Transfer-Encoding : chunked\r\n'],
    ['a bare line feed', 'X-A: 1\nX-B: 2\r\n'],
    ['a NUL', 'X-A: a\0b\r\n'],
  ])('%s: refused', async (_what, lines) => {
    const proxy = await proxyWith();
    const said = await say(
      proxy,
      head(proxy, `POST http://app.test:${port}/`, lines) +
        '0\r\n\r\nGET http://app.test/smuggled HTTP/1.1\r\nHost: x\r\n\r\n'
    );
    expect(status(said)).toBe(400);
    expect(seen).toEqual([]);
  });

  it('a body with GET stays a body', async () => {
    const proxy = await proxyWith();
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
    const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;
    await say(proxy, head(proxy, `GET http://app.test:${port}/first`, 'Transfer-Encoding: chunked\r\n') + chunk);
    expect(seen.map(({ url, body }) => [url, body])).toEqual([['/first', smuggled]]);
  });

  it('Connection takes no length away, and what it names goes no further', async () => {
    const proxy = await proxyWith();
    const request =
      `POST http://app.test:${port}/ HTTP/1.1\r\nHost: x\r\n${basic(proxy.credentials)}X-Secret: 1\r\nTE: trailers\r\n` +
      'Keep-Alive: 5\r\nProxy-Connection: keep-alive\r\nContent-Length: 2\r\nConnection: close, content-length, x-secret\r\n\r\nhi';
    await say(proxy, request);
    const [{ raw, body }] = seen;
    expect(body).toBe('hi');
    const names = raw.filter((_each, index) => index % 2 === 0).map((name) => name.toLowerCase());
    expect(names.sort()).toEqual(['connection', 'content-length', 'host']);
  });

  it('an upgrade over plain http is an ordinary request', async () => {
    const proxy = await proxyWith();
    const request = head(proxy, `GET http://app.test:${port}/`, 'Upgrade: websocket\r\n').replace(
      'close',
      'Upgrade, close'
    );
    expect(status(await say(proxy, request))).toBe(200);
    expect(seen[0].raw.map((each) => each.toLowerCase())).not.toContain('upgrade');
  });
});

describe('bounds', () => {
  it.each([
    [-256, 200],
    [1, 400],
  ])('a head of its limit and %i bytes: %i', async (more, expected) => {
    const proxy = await proxyWith();
    const fill = (size: number) => head(proxy, `GET http://app.test:${port}/`, `X-Fill: ${'x'.repeat(size)}\r\n`);
    const size = PROXY_LIMITS.headBytes + more - (more < 0 ? fill(0).length : 0);
    expect(status(await say(proxy, fill(size)))).toBe(expected);
    expect(seen).toHaveLength(expected === 200 ? 1 : 0);
  });

  it('closes what hangs when the browser ends', async () => {
    const proxy = await proxyWith();
    const hanging = say(proxy, head(proxy, `CONNECT app.test:${port}`));
    const silent = say(proxy, 'GET ');
    let open = 0;
    const look = () => {
      site.getConnections((_error, count) => (open = count));
      return open;
    };
    await until(() => look() > 0, 'the tunnel');
    await proxy.close();
    await Promise.all([hanging, silent]);
    await until(() => look() === 0, 'the tunnel’s end');
  });

  it('an unknown name and a server that does not answer are told apart from a refusal', async () => {
    const proxy = await proxyWith({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(status(await say(proxy, head(proxy, 'GET http://nowhere.example/')))).toBe(502);
    const closed = await proxyWith({ privateHosts: ['app.test:1'] });
    expect(status(await say(closed, head(closed, 'GET http://app.test:1/')))).toBe(502);
    expect(status(await say(closed, head(closed, 'CONNECT app.test:1')))).toBe(502);
  });
});
