/** Tries every way to the session server that sessions need, and says what is wrong and how to mend it. */
import { z } from 'zod';
import { barrierTo, policySources, type Barrier, type BarrierWorld } from '../../barriers/barriers';
import { apiErrorSchema } from '../../protocol/directoryApi';
import type { LiveSettings } from './settings';

export interface Check {
  way: 'browser' | 'signalling' | 'grafana';
  ok: boolean;
  /** What was found, in words for an administrator; what to do about it where it is wrong. */
  words: string;
  /** What has to be added to `connect-src` of Grafana's policy, where that is what is wrong. */
  policySources?: string;
}

/** Gets what is at an address; rejects when no answer came. */
export type Ask = (url: string) => Promise<{ status: number; ok: boolean; text(): Promise<string> }>;

export interface TestWorld {
  barriers: BarrierWorld;
  ask: Ask;
  /** Resolves to the first frame's text, null when it closed without one; rejects when it did not open. */
  firstFrame(url: string): Promise<string | null>;
  /** Through Grafana's plugin proxy; null where the plugin is not set up for it. */
  proxied: Ask | null;
}

/** A code that no session has: the letters are in the alphabet, the server makes none like it on purpose. */
const NO_CODE = 'ZZZZZZ';
const healthSchema = z.object({ ready: z.boolean(), version: z.string() });
const refusalSchema = z.object({ type: z.literal('ERROR'), payload: z.object({ msg: z.string() }) });

/** Never rejects. `settings` are those that Grafana has, not what is being typed. */
export async function testConnection(
  { serverUrl, peerjsKey }: Pick<LiveSettings, 'serverUrl' | 'peerjsKey'>,
  world: TestWorld
): Promise<Check[]> {
  const socketUrl = `${serverUrl.replace(/^http/, 'ws')}/pathfinder/peerjs?${new URLSearchParams({ key: peerjsKey, id: 'connection-test', token: 'connection-test' })}`;
  const checks = [await byBrowser(serverUrl, world), await bySocket(socketUrl, serverUrl, world)];
  if (world.proxied) {
    checks.push(await byGrafana(world.proxied));
  }
  return checks;
}

async function byBrowser(serverUrl: string, world: TestWorld): Promise<Check> {
  const way = 'browser' as const;
  try {
    const answer = await world.ask(`${serverUrl}/health`);
    const health = healthSchema.safeParse(json(await answer.text()));
    if (!health.success) {
      return { way, ok: false, words: 'Something answers there, but it is not the session server. Check the address.' };
    }
    return health.data.ready
      ? { way, ok: true, words: `The session server answers (version ${health.data.version}).` }
      : { way, ok: false, words: 'The session server is just starting or stopping. Try again in a moment.' };
  } catch {
    return (
      (await keptBack(way, serverUrl, serverUrl, world)) ?? {
        way,
        ok: false,
        words: `No answer. Either nothing runs at this address, or its ALLOWED_ORIGINS does not list ${world.barriers.pageOrigin}.`,
      }
    );
  }
}

async function bySocket(url: string, serverUrl: string, world: TestWorld): Promise<Check> {
  const way = 'signalling' as const;
  try {
    const refusal = refusalSchema.safeParse(json((await world.firstFrame(url)) ?? ''));
    if (refusal.success && /key/i.test(refusal.data.payload.msg)) {
      return { way, ok: false, words: 'The PeerJS key is not the server’s PEERJS_KEY. Enter the same at both.' };
    }
    return { way, ok: true, words: 'WebSockets get through.' };
  } catch {
    return (
      (await keptBack(way, url, serverUrl, world)) ?? {
        way,
        ok: false,
        words: 'No WebSocket gets through. A reverse proxy in front must pass on the headers Upgrade and Connection.',
      }
    );
  }
}

const BARRIERS: Record<Barrier, string> = {
  policy:
    'Grafana’s content security policy forbids it. Add these addresses to connect-src in content_security_policy_template, then restart Grafana:',
  'mixed-content':
    'Grafana is served by https and the session server by http: browsers refuse that. Give the server https.',
  'local-network':
    'The browser did not let this page reach the local network. Allow local network access for this site at the address bar, then test again.',
};

/** What the browser itself stands in the way with; null when it does not. */
async function keptBack(way: Check['way'], url: string, serverUrl: string, world: TestWorld): Promise<Check | null> {
  const barrier = await barrierTo(url, world.barriers);
  if (barrier === null) {
    return null;
  }
  const check = { way, ok: false, words: BARRIERS[barrier] };
  return barrier === 'policy' ? { ...check, policySources: policySources(serverUrl) } : check;
}

async function byGrafana(proxied: Ask): Promise<Check> {
  const way = 'grafana' as const;
  const wrong = (words: string): Check => ({ way, ok: false, words });
  try {
    const answer = await proxied(`/sessions/${NO_CODE}`);
    const error = apiErrorSchema.safeParse(json(await answer.text()));
    if (error.success && error.data.error === 'unauthorized') {
      return wrong('The session server does not take the key. Enter its API_KEY above and save.');
    }
    if (error.success && error.data.error === 'forbidden') {
      return wrong(`The session server refuses Grafana: ${error.data.details}`);
    }
    if (answer.ok || error.success) {
      return { way, ok: true, words: 'Grafana’s own server reaches the session server, and the key is right.' };
    }
    return answer.status >= 500
      ? wrong('Grafana’s own server does not reach the session server. Check the address as Grafana sees it.')
      : wrong('Grafana does not know the plugin’s routes. Restart Grafana after an update of the plugin.');
  } catch {
    return wrong('Grafana does not answer. Try again.');
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
