/** Which session a page is for, and with which key. */

export interface Address {
  session: string;
  key: string | null;
}

/** From the address; a session is made up, and put into the address, where it names none. The key is taken out of it. */
export function readAddress(location: Location, history: History, storage: Storage): Address {
  const query = new URLSearchParams(location.search);
  const inPath = /^\/session\/([^/]+)$/.exec(location.pathname)?.[1];
  const session = query.get('session') ?? inPath ?? randomId();
  const shown = new URL(location.href);
  const given = new URLSearchParams(shown.hash.slice(1)).get('key');
  const reads = given === null ? query.has(READS) : isForReading(given);
  const name = reads ? readKeyName(session) : keyName(session);
  if (given !== null) {
    storage.setItem(name, given);
  }
  shown.hash = '';
  if (query.get('session') === null && inPath === undefined) {
    shown.search = `?session=${session}`;
  }
  if (reads && !query.has(READS)) {
    shown.searchParams.set(READS, '1');
  }
  if (shown.href !== location.href) {
    history.replaceState(null, '', shown);
  }
  return { session, key: storage.getItem(name) ?? storage.getItem(keyName('')) };
}

/** A read-only link's; the server makes them. */
export const isForReading = (key: string) => key.startsWith('read.');

/** A key that opens every session is kept for the tab alone. */
export function keepKey(storage: Storage, key: string | null): void {
  if (key === null) {
    storage.removeItem(keyName(''));
  } else {
    storage.setItem(keyName(''), key);
  }
}

/** What is handed to others. A read-only link holds its key behind "#", which browsers do not send to servers. */
export function linkTo({ origin }: Location, session: string, key: string | null): string {
  return `${origin}/?session=${encodeURIComponent(session)}${key === null ? '' : `#key=${key}`}`;
}

const keyName = (session: string) => `terminal-key:${session}`;
const readKeyName = (session: string) => `terminal-read-key:${session}`;

/**
 * In the address of a page that was opened by a read-only link, so that it is one over reloads, and that another link to
 * the same session, opened in the same tab, is another.
 */
const READS = 'read';

/** Version 4 (RFC 9562). `crypto.randomUUID` is missing on plain http. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
