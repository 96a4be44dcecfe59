/** Where a browser's connections may go, decided for each anew: one look-up, and the connection goes to what it said. */
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { isPublic, type OwnAddress } from './addresses';
import { WEB_PORTS, names, opens, type HostAndPort } from './hosts';

export interface Address {
  address: string;
  family: number;
}

/** All addresses of a name; rejects where there is none. */
export type Resolve = (host: string) => Promise<Address[]>;

export interface DestinationRules {
  /** Hosts beyond which nothing is reached (`host`, `.host`, `*.host`); null: the whole public internet. */
  allowedHosts: readonly string[] | null;
  /** `host` or `host:port` of the server's own networks that are reached in spite of everything else. */
  privateHosts: readonly string[];
  resolve?: Resolve;
  ownAddresses?: () => OwnAddress[];
}

/** `unknown`: the name has no address. */
export type Refusal = 'private' | 'port' | 'not-allowed' | 'unknown';

export type Destination = { ok: true; addresses: Address[] } | { ok: false; why: Refusal };

export const REFUSALS: Readonly<Record<Refusal, string>> = {
  private: 'This shared browser does not open addresses of the server’s own network.',
  port: 'This shared browser only opens web addresses on the ports 80 and 443.',
  'not-allowed': 'This shared browser only opens the addresses that its administrator has listed, and not this one.',
  unknown: 'There is no server of this name. Check the address for typing errors.',
};

/** Takes the host as `normalizeHost` writes it. Never rejects. */
export async function findDestination(
  { host, port }: HostAndPort,
  { allowedHosts, privateHosts, resolve = systemResolve, ownAddresses = systemAddresses }: DestinationRules
): Promise<Destination> {
  const isOpened = opens(privateHosts, { host, port });
  if (!isOpened && !WEB_PORTS.includes(port)) {
    return { ok: false, why: 'port' };
  }
  if (!isOpened && (host === 'localhost' || host.endsWith('.localhost'))) {
    return { ok: false, why: 'private' };
  }
  if (!isOpened && allowedHosts !== null && !names(allowedHosts, host)) {
    return { ok: false, why: 'not-allowed' };
  }
  let found: Address[];
  try {
    found = await resolve(host);
  } catch {
    found = [];
  }
  if (found.length === 0) {
    return { ok: false, why: 'unknown' };
  }
  // Where a name has public addresses and others, only the former are left: DNS64 adds private-looking ones to good names.
  const own = isOpened ? [] : ownAddresses();
  const addresses = isOpened ? found : found.filter(({ address }) => isPublic(address, own));
  return addresses.length > 0 ? { ok: true, addresses } : { ok: false, why: 'private' };
}

const systemResolve: Resolve = (host) => lookup(host, { all: true });

/** Asked each time: containers come with networks of their own. */
function systemAddresses(): OwnAddress[] {
  return Object.values(networkInterfaces()).flatMap((each) => each ?? []);
}
