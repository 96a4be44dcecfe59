/** Which addresses a shared browser shows. Pure. */
import { BROWSER_WIRE_LIMITS as LIMITS } from '../../../src/protocol/browserApi';
import { withScheme } from '../../../src/protocol/missingScheme';
import { normalizeHost } from '../proxy/hosts';

export type Typed = { ok: true; url: string } | { ok: false; what: 'address' | 'scheme' | 'secret' };

/**
 * What somebody typed into the address bar: an http or https address, with a scheme put before where it is missing. Words to
 * search for are no address, and one with a password would show it to everybody.
 */
export function typedAddress(text: string): Typed {
  const trimmed = text.trim();
  if (trimmed === 'about:blank') {
    return { ok: true, url: trimmed };
  }
  // `localhost:3000` and `a.example:80` begin as a scheme would.
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(trimmed) ?? [];
  const hasScheme = scheme !== undefined && !/^\d{1,5}(?:[/?#]|$)/.test(rest);
  if (hasScheme && !/^https?$/i.test(scheme)) {
    return { ok: false, what: 'scheme' };
  }
  const whole = hasScheme ? trimmed : withScheme(trimmed);
  if (/\s/.test(trimmed) || !/^https?:\/\//i.test(whole) || whole.length > LIMITS.urlLength || !URL.canParse(whole)) {
    return { ok: false, what: 'address' };
  }
  const url = new URL(whole);
  if (url.username !== '' || url.password !== '') {
    return { ok: false, what: 'secret' };
  }
  // One word is rather one to search for than a host of this network, unless a port or path says otherwise.
  const isWord = !hasScheme && /^[^./:?#[\]]+$/.test(trimmed) && trimmed.toLowerCase() !== 'localhost';
  return isWord || normalizeHost(url.hostname) === null ? { ok: false, what: 'address' } : { ok: true, url: url.href };
}

/** Whether a page, or a frame in one, may be this address. */
export function mayShow(url: string, isFrame: boolean): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1].toLowerCase();
  switch (scheme) {
    case undefined:
      // Not gone anywhere yet.
      return url === '';
    case 'http':
    case 'https':
    case 'blob':
      // A blob is of whoever made it; `blob:null/` is of a frame without an origin.
      return scheme !== 'blob' || /^blob:(https?:\/\/|null\/)/i.test(url);
    case 'about':
      return /^about:(blank|srcdoc)([?#]|$)/i.test(url);
    case 'data':
      return isFrame;
    case 'chrome-error':
      return true;
    default:
      return false;
  }
}

/** What is shown of an address where it was refused: without what may be secret in it. */
export function shortAddress(url: string): string {
  const bare = url.replace(/[?#].*$/s, '');
  return bare.length > 200 ? `${bare.slice(0, 199)}…` : bare;
}
