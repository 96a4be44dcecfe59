/**
 * The one way of a browser into the world: an http proxy on this machine that opens public addresses only. It believes
 * nothing that the browser says but the host: it looks it up itself, once, and connects to what it found.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { findDestination, REFUSALS, type Address, type DestinationRules, type Refusal } from './Destinations';
import { endToEnd } from './headers';
import { normalizeHost, parseAuthority, type HostAndPort } from './hosts';
import { PROXY_LIMITS as LIMITS } from './limits';
import { refusalPage } from './refusalPage';

export interface ProxyOptions extends DestinationRules {
  log: Logger;
  /** An address was asked for and not opened. */
  onRefused?(destination: HostAndPort, why: Refusal): void;
}

export interface Proxy {
  /** Of 127.0.0.1. */
  readonly port: number;
  /** What opens it: other programs of this machine and other browsers do not have it. */
  readonly credentials: Readonly<{ username: string; password: string }>;
  close(): Promise<void>;
}

export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const credentials = { username: 'browser', password: randomBytes(24).toString('base64url') };
  const expected = digest(`Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`);
  const mayUse = ({ headers }: IncomingMessage) =>
    timingSafeEqual(digest(headers['proxy-authorization'] ?? ''), expected);

  const server = createServer({
    maxHeaderSize: LIMITS.headBytes,
    headersTimeout: LIMITS.headWithin,
    requestTimeout: LIMITS.requestWithin,
    connectionsCheckingInterval: 5000,
    keepAliveTimeout: 60_000,
    // Nothing is made out of what is not strictly a message: two who read it differently can be played off.
    insecureHTTPParser: false,
  });
  server.maxHeadersCount = LIMITS.headers;
  server.maxConnections = LIMITS.connections;

  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  server.on('connection', keep);
  server.on('clientError', (_error, socket) => sayAndClose(socket, '400 Bad Request'));

  const find = async (destination: HostAndPort) => {
    const found = await findDestination(destination, options);
    if (!found.ok) {
      options.log.debug({ why: found.why }, 'shared browser was refused an address');
      options.onRefused?.(destination, found.why);
    }
    return found;
  };

  server.on('request', (request, response) => {
    if (!mayUse(request)) {
      response.writeHead(407, { 'proxy-authenticate': CHALLENGE, connection: 'close' }).end();
      return;
    }
    void forward(request, response, find, keep);
  });

  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (!mayUse(request)) {
      sayAndClose(socket, '407 Proxy Authentication Required', CHALLENGE);
      return;
    }
    void tunnel(request, socket, head, find, keep);
  });

  await listen(server);
  return {
    port: (server.address() as AddressInfo).port,
    credentials,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

const CHALLENGE = 'Basic realm="shared browser"';

type Find = (destination: HostAndPort) => ReturnType<typeof findDestination>;
type Keep = (socket: Duplex) => void;

/** Plain http. */
async function forward(request: IncomingMessage, response: ServerResponse, find: Find, keep: Keep): Promise<void> {
  const url = absolute(request.url ?? '');
  if (!url) {
    refuse(response, 400, 'Only addresses that begin with http:// or https:// can be opened.', '');
    return;
  }
  const { host, port, path, authority } = url;
  const found = await find({ host, port });
  if (response.destroyed) {
    return;
  }
  if (!found.ok) {
    refuse(response, found.why === 'unknown' ? 502 : 403, REFUSALS[found.why], authority);
    return;
  }
  const onward = httpRequest({
    host,
    port,
    path,
    method: request.method,
    headers: ['Host', authority, ...endToEnd(request.rawHeaders, ['host']), ...framing(request)],
    lookup: pinned(found.addresses),
    agent: false,
    maxHeaderSize: LIMITS.headBytes,
    timeout: LIMITS.silentFor,
    insecureHTTPParser: false,
  });
  onward.on('socket', keep);
  const overdue = setTimeout(() => onward.destroy(), LIMITS.connectWithin);
  onward.once('socket', (socket) => socket.once('connect', () => clearTimeout(overdue)));
  onward.once('close', () => clearTimeout(overdue));
  onward.on('timeout', () => onward.destroy());
  onward.on('error', () => {
    if (response.headersSent) {
      response.destroy();
    } else {
      refuse(response, 502, 'The server did not answer.', authority);
    }
  });
  onward.on('response', (answer) => {
    answer.on('error', () => response.destroy());
    try {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
      answer.pipe(response);
    } catch {
      // Signs in its head that may not be said.
      onward.destroy();
    }
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** CONNECT: bytes either way, of which nothing is known. */
async function tunnel(request: IncomingMessage, socket: Socket, head: Buffer, find: Find, keep: Keep): Promise<void> {
  const close = (status: string) => sayAndClose(socket, status);
  const destination = parseAuthority(request.url ?? '');
  if (!destination) {
    close('400 Bad Request');
    return;
  }
  socket.pause();
  const found = await find(destination);
  if (socket.destroyed) {
    return;
  }
  if (!found.ok) {
    close(found.why === 'unknown' ? '502 Bad Gateway' : '403 Forbidden');
    return;
  }
  const onward = connect({ ...destination, lookup: pinned(found.addresses), autoSelectFamily: true });
  keep(onward);
  const overdue = setTimeout(() => onward.destroy(), LIMITS.connectWithin);
  let isOpen = false;
  onward.once('connect', () => {
    isOpen = true;
    clearTimeout(overdue);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    onward.write(head);
    socket.pipe(onward);
    onward.pipe(socket);
  });
  onward.once('close', () => {
    clearTimeout(overdue);
    if (isOpen) {
      socket.destroy();
    } else {
      close('502 Bad Gateway');
    }
  });
  socket.once('close', () => onward.destroy());
  [socket, onward].forEach((each) => each.setTimeout(LIMITS.silentFor, () => each.destroy()));
}

/** The look-up that was made already: nothing is asked again, so nobody can answer differently. */
function pinned(addresses: readonly Address[]): LookupFunction {
  return (_host, options, done) => {
    if (options.all) {
      done(null, [...addresses]);
    } else {
      done(null, addresses[0].address, addresses[0].family);
    }
  };
}

/** A request's target in absolute form: the whole address, as a proxy is asked. Null for anything else. */
function absolute(target: string): (HostAndPort & { path: string; authority: string }) | null {
  if (!/^http:\/\//i.test(target) || /[\s\\]/.test(target) || !URL.canParse(target)) {
    return null;
  }
  const url = new URL(target);
  const host = normalizeHost(url.hostname);
  return host === null || url.username !== '' || url.password !== ''
    ? null
    : { host, port: url.port === '' ? 80 : Number(url.port), path: url.pathname + url.search, authority: url.host };
}

/** A body without a length is passed on in chunks, whatever the method: unframed it would be read as a request of its own. */
function framing({ headers }: IncomingMessage): string[] {
  return headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
}

function sayAndClose(socket: Duplex, status: string, challenge?: string): void {
  const more = challenge === undefined ? '' : `Proxy-Authenticate: ${challenge}\r\n`;
  socket.end(`HTTP/1.1 ${status}\r\n${more}Connection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

function refuse(response: ServerResponse, status: number, sentence: string, host: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      connection: 'close',
    })
    .end(refusalPage(sentence, host));
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

/** So that comparing tells nothing of the length. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
