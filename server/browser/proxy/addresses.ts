/** Which addresses belong to the public internet, and which to this machine and the networks around it. Pure. */
import * as ipaddr from 'ipaddr.js';

/** Reach a cloud's own machinery, though they look public. */
const CLOUD_INSIDES = ['168.63.129.16'];
/** All that is given out of IPv6 for the public. */
const GIVEN_OUT_V6 = ipaddr.parseCIDR('2000::/3');

/** What `os.networkInterfaces()` says, as far as it matters here. */
export interface OwnAddress {
  address: string;
  /** Null where the system does not say it. */
  cidr: string | null;
}

/** Whether a connection may go there: false for all that is not plainly public, also for what is no address at all. */
export function isPublic(address: string, own: readonly OwnAddress[]): boolean {
  // A zone id names an interface of this machine.
  if (address.includes('%') || !ipaddr.isValid(address)) {
    return false;
  }
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || CLOUD_INSIDES.includes(parsed.toString())) {
    return false;
  }
  if (parsed.kind() === 'ipv6' && !parsed.match(GIVEN_OUT_V6)) {
    return false;
  }
  return !own.some((each) => isOwn(parsed, each));
}

/** This machine itself, or a neighbour on one of its networks: a bridge of containers may have any range. */
function isOwn(parsed: ipaddr.IPv4 | ipaddr.IPv6, { address, cidr }: OwnAddress): boolean {
  const [plain] = address.split('%');
  if (ipaddr.isValid(plain) && ipaddr.parse(plain).toNormalizedString() === parsed.toNormalizedString()) {
    return true;
  }
  if (cidr === null || !ipaddr.isValidCIDR(cidr)) {
    return false;
  }
  const [network, bits] = ipaddr.parseCIDR(cidr);
  // A tunnel may claim everything as its network.
  return bits > 0 && network.kind() === parsed.kind() && parsed.match(network, bits);
}
