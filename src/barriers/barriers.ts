/**
 * What stands between a page and an address that it could not reach. A browser tells the page's own code only that a call
 * failed; what else it lets a page know is put together here. Pure.
 */

export type Barrier = 'policy' | 'mixed-content' | 'local-network';

/** The permissions that Chrome asks a person for before a page may call into a private network, or this machine. */
export type LocalNetwork = 'local-network' | 'loopback-network';

export interface BarrierWorld {
  /** Of this page, such as `https://grafana.example.org`. */
  pageOrigin: string;
  /** Whether the page's content security policy has just refused to connect to this address. */
  refusedByPolicy(url: string): Promise<boolean>;
  /** Calls back once, never at once: as soon as the policy refuses an address of that origin, or soon where it has before. */
  onRefusal(url: string, told: () => void): () => void;
  /** Whether a person, or the browser for them, has said no; false where the browser knows no such permission. */
  isDenied(network: LocalNetwork): Promise<boolean>;
}

/** Of a call to `url` that failed without an answer; null when the browser did not stand in its way. */
export async function barrierTo(url: string, world: BarrierWorld): Promise<Barrier | null> {
  if (await world.refusedByPolicy(url)) {
    return 'policy';
  }
  if (isMixedContent(url, world.pageOrigin)) {
    return 'mixed-content';
  }
  const network = networkOf(url);
  return network !== null && (await world.isDenied(network)) ? 'local-network' : null;
}

/** Plain http from an https page, which browsers refuse; not to this machine itself. */
export function isMixedContent(url: string, pageOrigin: string): boolean {
  return pageOrigin.startsWith('https:') && /^(http|ws):/.test(url) && networkOf(url) !== 'loopback-network';
}

/**
 * What has to be added to `connect-src` for a session server at this address: its origin for calls, and for signalling,
 * which a source with http does not cover in every browser.
 */
export function policySources(serverUrl: string): string {
  const { origin } = new URL(serverUrl);
  return `${origin} ${origin.replace(/^http/, 'ws')}`;
}

/** The network whose permission a page may need; null for an IP address that is public. A name may stand for any. */
export function networkOf(url: string): LocalNetwork | null {
  const { hostname } = new URL(url);
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname)) {
    return 'loopback-network';
  }
  const isPublicAddress = /^\d+\.\d+\.\d+\.\d+$/.test(hostname) && !PRIVATE.test(hostname);
  return isPublicAddress ? null : 'local-network';
}

/** RFC 1918 and link-local addresses, as browsers write them. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/;
