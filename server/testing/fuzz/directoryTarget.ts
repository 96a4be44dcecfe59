/** Calls of the directory with bodies, codes and tokens that nobody should send: refused in its own words, or taken. */
import { Agent, request } from 'node:http';
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../src/protocol/bytes';
import {
  apiErrorSchema,
  attendeesResponseSchema,
  attendeeTicketResponseSchema,
  createSessionResponseSchema,
  iceResponseSchema,
  leaseResponseSchema,
  liveBrowserResponseSchema,
  peerResponseSchema,
  relayResponseSchema,
  sessionInfoSchema,
  startResponseSchema,
  terminalResponseSchema,
} from '../../../src/protocol/directoryApi';
import { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateBytes } from '../../../src/testing/fuzz/mutateBytes';
import { mutateJson } from '../../../src/testing/fuzz/mutateJson';
import type { Tally } from '../../../src/testing/fuzz/Tally';
import type { Target } from '../../../src/testing/fuzz/target';
import { PlainProvider } from '../../browser/testing/PlainProvider';
import { call } from '../http';
import { Presenter } from '../people';
import { fromAddress, serverWorld } from './serverWorld';

const CALLS_A_ROUND = 60;
/** Calls that make, end or move a session end its round's use for the others; each is seldom. */
const KINDS = [
  'create',
  'info',
  'tickets',
  'attendees',
  'start',
  'peer',
  'relay',
  'lease',
  'terminal',
  'browser',
  'end',
  'ice',
] as const;
type Kind = (typeof KINDS)[number];

const ANSWERS: Record<Kind, { safeParse(value: unknown): { success: boolean } } | null> = {
  create: createSessionResponseSchema,
  info: sessionInfoSchema,
  tickets: attendeeTicketResponseSchema,
  attendees: attendeesResponseSchema,
  start: startResponseSchema,
  peer: peerResponseSchema,
  relay: relayResponseSchema,
  lease: leaseResponseSchema,
  terminal: terminalResponseSchema,
  browser: liveBrowserResponseSchema,
  end: null,
  ice: iceResponseSchema,
};
const NEED_TOKEN: ReadonlySet<Kind> = new Set([
  'attendees',
  'start',
  'peer',
  'relay',
  'lease',
  'terminal',
  'browser',
  'end',
  'ice',
]);

interface Call {
  method: string;
  path: string;
  body: object | null;
}

function callOf(kind: Kind, of: Presenter, epoch: number): Call {
  const { code, sessionId, presenterKey, pageId } = of;
  const about = { sessionId, name: 'Logs for all', presenterName: 'Ada', presenterKey, pageId };
  const base = `/api/sessions/${code}`;
  switch (kind) {
    case 'create':
      return { method: 'POST', path: '/api/sessions', body: { name: 'n', presenterName: 'p', presenterKey } };
    case 'info':
      return { method: 'GET', path: base, body: null };
    case 'tickets':
      return { method: 'POST', path: `${base}/tickets`, body: { attendeeId: 'a7'.repeat(16), route: 'relay' } };
    case 'attendees':
      return { method: 'GET', path: `${base}/attendees`, body: null };
    case 'start':
      return {
        method: 'POST',
        path: `${base}/start`,
        body: { ...about, knownEpoch: epoch, takeOver: true, locked: false },
      };
    case 'peer':
      return { method: 'POST', path: `${base}/peer`, body: { pageId, epoch } };
    case 'relay':
      return { method: 'POST', path: `${base}/relay`, body: { pageId, epoch } };
    case 'lease':
      return { method: 'PUT', path: `${base}/lease`, body: { ...about, epoch, freeSlots: 150, locked: false } };
    case 'terminal':
      // Seldom one that starts a shell, which is ended with the round's session.
      return { method: 'PUT', path: `${base}/terminal`, body: { pageId, epoch, start: false, typists: [] } };
    case 'browser':
      return {
        method: 'PUT',
        path: `${base}/browser`,
        body: { pageId, epoch, start: true, control: { mode: 'one', driver: null } },
      };
    case 'end':
      return { method: 'DELETE', path: base, body: null };
    case 'ice':
      return { method: 'GET', path: '/api/ice', body: null };
  }
}

interface Answer {
  status: number;
  text: string;
}

function send(
  agent: Agent,
  url: string,
  {
    method,
    path,
    body,
    headers,
  }: { method: string; path: string; body: Uint8Array | null; headers: Record<string, string> }
): Promise<Answer> {
  const described = body ? { 'content-type': 'application/json', 'content-length': String(body.length) } : {};
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { agent, method, headers: { ...described, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
      );
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

export async function directoryTarget(): Promise<Target> {
  const { server, clock } = await serverWorld({ relay: 'on', browser: true }, { browserProvider: new PlainProvider() });
  const { url } = server;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const honest = await Presenter.create(url);
  const { epoch } = await honest.start();
  const before = (await call(`${url}/api/sessions/${honest.code}`)).text;
  return {
    name: 'directory',
    async round(seed, tally) {
      clock.advance(100);
      await attack({ url, agent, honest }, seed, tally);
      const leased = await honest.lease(epoch);
      const after = (await call(`${url}/api/sessions/${honest.code}`, { headers: fromAddress(seed) })).text;
      if (leased.status !== 200 || after !== before) {
        tally.find(`cross-talk: the honest session is ${leased.status} ${after}`);
      }
    },
    async close() {
      agent.destroy();
      await server.stop();
    },
  };
}

interface World {
  url: string;
  agent: Agent;
  honest: Presenter;
}

/** A character that no URL has, or one more. */
function badCode(code: string, dice: Dice): string {
  const at = dice.below(code.length);
  const other = dice.pick([
    '',
    'U',
    'Ω',
    '\u0000',
    '..',
    '%',
    '/',
    code,
    '__proto__',
    String.fromCharCode(dice.below(0x250)),
  ]);
  return encodeURIComponent(code.slice(0, at) + other + code.slice(at + 1));
}

/** One that fits into a header. */
function badToken(token: string, own: Presenter, honest: Presenter, dice: Dice): string {
  const at = dice.below(token.length);
  const sign = String.fromCharCode(0x21 + dice.below(0x5d));
  return dice.pick([
    token.slice(0, at) + sign + token.slice(at + 1),
    token.slice(0, at),
    token + sign,
    token.split('.').reverse().join('.'),
    `${token.split('.').slice(0, 2).join('.')}.`,
    own.token === token ? honest.token : own.token,
    'x',
  ]);
}

async function attack({ url, agent, honest }: World, seed: number, tally: Tally): Promise<void> {
  const dice = new Dice(seed);
  const headers = fromAddress(seed);
  let own = await Presenter.create(url, headers, bytesToHex(dice.bytes(32)));
  let epoch = (await own.start()).epoch;
  for (let n = 0; n < CALLS_A_ROUND; n++) {
    const kind = dice.pick(KINDS);
    const wanted = callOf(kind, own, epoch);
    const how = dice.pick(
      wanted.body
        ? (['valid', 'body', 'body', 'body', 'code', 'token', 'foreign'] as const)
        : (['valid', 'code', 'token', 'foreign'] as const)
    );
    // With the own token at the honest session.
    const of = how === 'foreign' ? callOf(kind, honest, epoch) : wanted;
    const text = how === 'body' ? mutateJson(of.body, [], dice) : JSON.stringify(of.body);
    const plain = of.body ? utf8ToBytes(text) : null;
    const body = plain && how === 'body' && dice.chance(0.06) ? mutateBytes(plain, plain, dice) : plain;
    const path =
      how === 'code' && kind !== 'create' && kind !== 'ice'
        ? of.path.replace(own.code, badCode(own.code, dice))
        : of.path;
    const token = how === 'token' ? badToken(own.token, own, honest, dice) : own.token;
    tally.sending(concatBytes(utf8ToBytes(`${of.method} ${path} ${token} `), body ?? new Uint8Array(0)));
    const withToken: Record<string, string> = NEED_TOKEN.has(kind) ? { 'x-live-token': token } : {};
    const answer = await send(agent, url, { method: of.method, path, body, headers: { ...headers, ...withToken } });
    // ICE servers are for everybody in a session; a token's last sign has two bits that mean nothing, and padding none.
    const holds =
      token.replace(/=$/, '').slice(0, own.token.length - 1) === own.token.slice(0, -1) ||
      (kind === 'ice' && token === honest.token);
    judge(kind, how, answer, holds, tally);
    tally.count(`call ${kind}`, {
      crypto: NEED_TOKEN.has(kind),
      schema: body !== null && ![401, 403, 413, 415].includes(answer.status) && isJson(body),
      refused: answer.status >= 400,
    });
    if (answer.status < 400) {
      if (kind === 'create') {
        const made = createSessionResponseSchema.parse(JSON.parse(answer.text));
        // Sessions that nobody ends would fill the directory.
        await call(`${url}/api/sessions/${made.code}`, {
          method: 'DELETE',
          headers: { 'x-live-token': made.directoryToken },
        });
      } else if (kind === 'start' && how !== 'body') {
        epoch = startResponseSchema.parse(JSON.parse(answer.text)).epoch;
      } else if (kind === 'end' || kind === 'lease' || kind === 'start') {
        // What was taken may have named another page, a lock, or the last epoch that there is.
        await own.end();
        own = await Presenter.create(url, fromAddress(seed + n), bytesToHex(dice.bytes(32)));
        epoch = (await own.start()).epoch;
      }
    }
  }
  await own.end();
}

function judge(kind: Kind, how: string, { status, text }: Answer, holdsToken: boolean, tally: Tally): void {
  const fail = (what: string) => tally.find(`${kind} ${how}: ${what}: ${status} ${text.slice(0, 200)}`);
  if (status >= 500 && status !== 503) {
    fail('the server has failed');
  }
  const value = isJson(utf8ToBytes(text)) ? (JSON.parse(text) as unknown) : undefined;
  const schema = ANSWERS[kind];
  if (status >= 400 ? !apiErrorSchema.safeParse(value).success : schema && !schema.safeParse(value).success) {
    fail('DIR-8: an answer that no client can read');
  }
  if (status < 400 && NEED_TOKEN.has(kind) && !holdsToken) {
    fail('DIR-2: taken with a token that is not the session’s');
  }
  if (status < 400 && how === 'foreign' && NEED_TOKEN.has(kind) && kind !== 'ice') {
    fail('DIR-2: taken with the token of another session');
  }
  if (status >= 400 && how === 'valid' && status !== 429 && !(kind === 'terminal' && status === 404)) {
    fail('a call as it should be is refused');
  }
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}
