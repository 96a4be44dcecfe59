/** What the proxy did not open lately, and why: so that a page says it in words. Pure. */
import type { HostAndPort } from '../proxy/hosts';
import type { Refusal } from '../proxy/Destinations';

const KEPT = 100;

export class RefusedAddresses {
  private readonly reasons = new Map<string, Refusal>();
  /** Told of each, once there is somebody to tell. */
  onRefused: (destination: HostAndPort, why: Refusal) => void = () => {};

  add(destination: HostAndPort, why: Refusal): void {
    const name = nameOf(destination);
    this.reasons.delete(name);
    this.reasons.set(name, why);
    if (this.reasons.size > KEPT) {
      this.reasons.delete([...this.reasons.keys()][0]);
    }
    this.onRefused(destination, why);
  }

  /** Null where it was not refused. */
  why(url: string): Refusal | null {
    const destination = destinationOf(url);
    return (destination && this.reasons.get(nameOf(destination))) ?? null;
  }

  isFor(destination: HostAndPort, url: string): boolean {
    const wanted = destinationOf(url);
    return wanted !== null && nameOf(wanted) === nameOf(destination);
  }
}

function destinationOf(url: string): HostAndPort | null {
  if (!URL.canParse(url)) {
    return null;
  }
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return { host, port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) };
}

function nameOf({ host, port }: HostAndPort): string {
  return `${host} ${port}`;
}
