/** Addresses as people type and read them. Pure. */
import { withScheme } from '../../../src/protocol/missingScheme';

const SEARCH = 'https://duckduckgo.com/?q=';
const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Schemes without slashes. The server says what it does not open. */
const OTHER_SCHEME = /^(about|blob|chrome|data|file|javascript|mailto|tel|view-source):/i;
const HOST = /^(localhost|\[[0-9a-f:.]+\]|[^\s/?#:@]+\.[^\s/?#:@.]+)(:\d{1,5})?([/?#]|$)/i;

/** What a typed text opens: an address, with a scheme where it names none, or else a search. Null for nothing. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '') {
    return null;
  }
  if (WITH_SCHEME.test(text) || OTHER_SCHEME.test(text)) {
    return text;
  }
  return HOST.test(text) ? withScheme(text) : `${SEARCH}${encodeURIComponent(text)}`;
}

export interface ShownAddress {
  /** Whether what is shown came encrypted. */
  isSecure: boolean;
  /** What decides whose page it is: never cut at its end, non-ASCII names in their ASCII form. */
  host: string;
  rest: string;
}

const LONGEST_HOST = 48;

export function shownAddress(url: string): ShownAddress {
  if (!URL.canParse(url)) {
    return { isSecure: false, host: '', rest: url };
  }
  const { protocol, host, pathname, search, hash } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    return { isSecure: false, host: '', rest: url };
  }
  const rest = `${pathname === '/' && search === '' && hash === '' ? '' : pathname}${search}${hash}`;
  return {
    isSecure: protocol === 'https:',
    host: host.length > LONGEST_HOST ? `…${host.slice(-LONGEST_HOST)}` : host,
    rest,
  };
}

/** Whose page it is; empty where no host is. */
export const hostOf = (url: string) => shownAddress(url).host;
