/** Hosts as people and browsers write them, and the administrator's lists of them. Pure. */

export interface HostAndPort {
  /** Lower case, without a dot at the end; an IPv6 address without its brackets. */
  host: string;
  port: number;
}

/**
 * `host:port` as CONNECT has it. Null for anything more or less: user names, paths, blanks, zone ids. Numbers that stand
 * for an IPv4 address in another way (2130706433, 0x7f.1) come out as that address.
 */
export function parseAuthority(text: string): HostAndPort | null {
  const [, name, digits] = /^(\[[0-9a-fA-F:.]+\]|[^\s@/?#%\\:[\]]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const host = name === undefined ? null : normalizeHost(name);
  return host !== null && port > 0 && port < 65_536 ? { host, port } : null;
}

/** As a browser understands it. Null for what is no host. */
export function normalizeHost(text: string): string | null {
  if (text.length > 255 || /[\s@/?#%\\]/.test(text) || !URL.canParse(`http://${text}/`)) {
    return null;
  }
  const { hostname, port, username } = new URL(`http://${text}/`);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return host === '' || host.endsWith('.') || port !== '' || username !== '' ? null : host;
}

/** Whether a list names this host: `host` itself, or `.host` and `*.host` for everything below it. */
export function names(list: readonly string[], host: string): boolean {
  return list.some((entry) => {
    const below = /^\*?\.(.+)$/.exec(entry.trim());
    return below
      ? host.endsWith(`.${normalizeHost(below[1]) ?? ' '}`)
      : normalizeHost(bracketed(entry.trim())) === host;
  });
}

/** Whether a list opens this port there: `host` does for the web's own ports, `host:port` for that one. */
export function opens(list: readonly string[], { host, port }: HostAndPort): boolean {
  return list.some((entry) => {
    const exact = parseAuthority(entry.trim());
    return exact ? exact.host === host && exact.port === port : WEB_PORTS.includes(port) && names([entry], host);
  });
}

export const WEB_PORTS: readonly number[] = [80, 443];

function bracketed(entry: string): string {
  return (entry.match(/:/g) ?? []).length > 1 && !entry.startsWith('[') ? `[${entry}]` : entry;
}
