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
  /** Through Grafana's plugin proxy, which goes by what is saved. */
  proxied: Ask;
}

/**
 * How Grafana's own server is to reach the session server: not at all (no address for it), by what is saved, by something
 * that differs from what is saved, or by an address where none is saved yet.
 */
export type GrafanaWay = 'none' | 'saved' | 'changed' | 'new';

/** A code that no session has: the letters are in the alphabet, the server makes none like it on purpose. */
const NO_CODE = 'ZZZZZZ';
const healthSchema = z.object({ ready: z.boolean(), version: z.string() });
const refusalSchema = z.object({ type: z.literal('ERROR'), payload: z.object({ msg: z.string() }) });

/** @param keyChanged something was typed for the server's key, or the one that is stored is to be removed */
export function grafanaWay(
  saved: Pick<LiveSettings, 'grafanaServerUrl'>,
  typed: Pick<LiveSettings, 'grafanaServerUrl'>,
  keyChanged: boolean
): GrafanaWay {
  if (typed.grafanaServerUrl === '') {
    return 'none';
  }
  if (saved.grafanaServerUrl === '') {
    return 'new';
  }
  return keyChanged || saved.grafanaServerUrl !== typed.grafanaServerUrl ? 'changed' : 'saved';
}

/** Never rejects. One line for each way that was tried: what only follows from another's trouble is not told again. */
export async function testConnection(
  { serverUrl, peerjsKey }: Pick<LiveSettings, 'serverUrl' | 'peerjsKey'>,
  grafana: GrafanaWay,
  world: TestWorld
): Promise<Check[]> {
  const socketUrl = `${serverUrl.replace(/^http/, 'ws')}/pathfinder/peerjs?${new URLSearchParams({ key: peerjsKey, id: 'connection-test', token: 'connection-test' })}`;
  const browser = await byBrowser(serverUrl, world);
  const signalling = browser.ok ? [await bySocket(socketUrl, serverUrl, world)] : [];
  const asksForKey = browser.ok ? await wantsKey(serverUrl, world) : null;
  return [browser, ...signalling, ...(await byGrafana(grafana, asksForKey, world.proxied))];
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

/** Whether the server refuses who comes without its key; null where it does not say. */
async function wantsKey(serverUrl: string, { ask }: TestWorld): Promise<boolean | null> {
  try {
    const answer = await ask(`${serverUrl}/api/sessions/${NO_CODE}`);
    const error = apiErrorSchema.safeParse(json(await answer.text()));
    switch (error.data?.error) {
      case 'unauthorized':
        return true;
      case 'not-found':
        return false;
      default:
        return null;
    }
  } catch {
    return null;
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

async function byGrafana(grafana: GrafanaWay, asksForKey: boolean | null, proxied: Ask): Promise<Check[]> {
  const way = 'grafana' as const;
  switch (grafana) {
    case 'none':
      return asksForKey
        ? [
            {
              way,
              ok: false,
              words:
                'This server asks for a key, so nobody can start or join a session without going through Grafana. Enter the session server URL for Grafana and the session server key, and save.',
            },
          ]
        : [];
    case 'new':
      return [{ way, ok: false, words: 'Not tried: Grafana’s own server knows only what is saved. Save, then test.' }];
    case 'changed': {
      const check = await bySavedWay(asksForKey, proxied);
      return [{ ...check, words: `${check.words} This was tried with what is saved, not with what you have changed.` }];
    }
    case 'saved':
      return [await bySavedWay(asksForKey, proxied)];
  }
}

async function bySavedWay(asksForKey: boolean | null, proxied: Ask): Promise<Check> {
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
      return { way, ok: true, words: `Grafana’s own server reaches the session server${aboutKey(asksForKey)}` };
    }
    return answer.status >= 500
      ? wrong('Grafana’s own server does not reach the session server. Check the address as Grafana sees it.')
      : wrong('Grafana does not know the plugin’s routes. Restart Grafana after an update of the plugin.');
  } catch {
    return wrong('Grafana does not answer. Try again.');
  }
}

function aboutKey(asksForKey: boolean | null): string {
  if (asksForKey === null) {
    return ' and is let in.';
  }
  return asksForKey ? ', and the key is right.' : '; this server asks for no key.';
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
