/** The plugin's settings as an administrator saved them. They come from Grafana's API and are believed field by field. */
import { z } from 'zod';
import { prefixProblem } from '../../guide/listedPlaces';
import { followPolicySchema, type FollowPolicy } from '../../protocol/messages';

export interface LiveSettings {
  /** The administrator's switch: whether anybody here may start and join sessions. On unless it was switched off. */
  liveSessions: boolean;
  /** Address of the session server as browsers reach it, without a slash at its end; empty until it is set up. */
  serverUrl: string;
  /** Address of the session server as Grafana's own server reaches it, where it has a key; empty where it has none. */
  grafanaServerUrl: string;
  /** The key that the PeerJS server asks for; not a secret, every browser sees it. */
  peerjsKey: string;
  /** The most that follow mode may do in this Grafana. */
  followCeiling: FollowPolicy;
  /** Addresses below which guides may be loaded from, one a line, as typed (guide/listedPlaces.ts). */
  guidePlaces: string;
  /** Writes lifecycle lines to the browser's console and shows the gallery. */
  debug: boolean;
}

/** The key that the bundled session server uses unless it is told another. */
export const DEFAULT_PEERJS_KEY = 'pathfinder';

/** Characters: what the session server asks for (API_KEY in server/config.ts). */
const API_KEY_LENGTH = 16;

/** Characters. */
const GUIDE_PLACES_LENGTH = 20_000;

const PEERJS_KEY = /^[A-Za-z0-9_-]{1,64}$/;

const addressSchema = z
  .string()
  .refine((url) => serverUrlProblem(url) === null)
  .transform((url) => url.trim().replace(/\/+$/, ''))
  .catch('');

const settingsSchema = z
  .object({
    liveSessions: z.boolean().catch(true),
    serverUrl: addressSchema,
    grafanaServerUrl: addressSchema,
    peerjsKey: z.string().regex(PEERJS_KEY).catch(DEFAULT_PEERJS_KEY),
    followCeiling: followPolicySchema.catch('ask'),
    guidePlaces: z.string().max(GUIDE_PLACES_LENGTH).catch(''),
    debug: z.boolean().catch(false),
  })
  .catch({
    liveSessions: true,
    serverUrl: '',
    grafanaServerUrl: '',
    peerjsKey: DEFAULT_PEERJS_KEY,
    followCeiling: 'ask',
    guidePlaces: '',
    debug: false,
  });

/** Never throws: what is missing or wrong takes its default, an address that is wrong counts as none. */
export function parseSettings(jsonData: unknown): LiveSettings {
  return settingsSchema.parse(jsonData);
}

/** What is wrong with the address, in words for an administrator; null when it will do. Empty will do: not set up. */
export function serverUrlProblem(typed: string): string | null {
  const text = typed.trim();
  if (text === '') {
    return null;
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'Enter a whole address, such as https://live.example.com.';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return 'The address must begin with https:// or http://.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Leave user name and password out of the address: every browser gets to see it.';
  }
  if (url.search !== '' || url.hash !== '') {
    return 'Leave out what follows “?” or “#”.';
  }
  return null;
}

/** What is wrong with the key, in words for an administrator; null when it will do. */
export function peerjsKeyProblem(typed: string): string | null {
  return PEERJS_KEY.test(typed) ? null : 'Use 1 to 64 letters, digits, dashes or underscores.';
}

/** What is wrong with the server's key, in words for an administrator; null when it will do. Empty will do: none. */
export function apiKeyProblem(typed: string): string | null {
  if (typed === '' || typed.length >= API_KEY_LENGTH) {
    return null;
  }
  return `A session server’s API_KEY has at least ${API_KEY_LENGTH} characters; this has ${typed.length}.`;
}

/** What is wrong with the addresses of guides, in words for an administrator; null when they will do. Empty will do: none. */
export function guidePlacesProblem(typed: string): string | null {
  for (const line of typed.split(/[\s,]+/).filter((entry) => entry !== '')) {
    const problem = prefixProblem(line);
    if (problem !== null) {
      return `${line}: ${problem}`;
    }
  }
  return null;
}
