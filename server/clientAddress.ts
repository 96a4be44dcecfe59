/** Whose request this is, as a key for limits. Pure. */
import { BlockList, isIP } from 'node:net';

/** Null when an entry is neither an IP address nor a network in CIDR notation. */
export function trustedProxyList(entries: readonly string[]): BlockList | null {
  const trusted = new BlockList();
  for (const entry of entries) {
    const [address, prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    const known = family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix ?? '0');
    if (!known || bits > (family === 4 ? 32 : 128)) {
      return null;
    }
    trusted.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return trusted;
}

/**
 * The address to count against: the socket's own, or, behind trusted proxies, the last address in X-Forwarded-For
 * that is not one of them (everything left of it can be forged). An IPv6 address counts as its /64, since a single
 * customer has all of it.
 */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList
): string {
  let address = plain(remote ?? '');
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()));
  while (isTrusted(address, trusted)) {
    const next = hops.pop();
    if (next === undefined || isIP(next) === 0) {
      break;
    }
    address = next;
  }
  return isIP(address) === 6 ? network64(address) : address;
}

/** IPv4 addresses reach a dual-stack socket as ::ffff:a.b.c.d. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped ? mapped[1] : address;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function network64(address: string): string {
  const [head, tail] = address.split('%')[0].split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, gap)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
