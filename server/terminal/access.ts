/** Who may open a terminal, and how. Pure checks over what a request says. */
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { ServerConfig } from '../config';
import { KEY_PREFIX, SUBPROTOCOL, type Access } from '../../src/protocol/terminalWire';

export type AccessConfig = Pick<ServerConfig, 'host' | 'terminalUrl' | 'terminalToken' | 'allowedHosts'>;

/** Why somebody is not let in. `key`: with the right key they would be. */
export type Refusal = 'host' | 'origin' | 'forwarded' | 'protocol' | 'key';

export type Verdict = { ok: true; access: Access } | { ok: false; why: Refusal };

/** What a proxy adds. A tokenless terminal is for this machine alone, and behind a proxy everybody seems to be on it. */
const FORWARDED = /^(forwarded|via|x-real-ip|x-forwarded-.+)$/;

export class TerminalAccess {
  private readonly readKey: Uint8Array;

  constructor(
    private readonly config: AccessConfig,
    serverSecret: string,
    /** Where the server listens; known once it does. */
    private readonly port: () => number
  ) {
    this.readKey = new Uint8Array(hkdfSync('sha256', serverSecret, 'live-sessions', 'terminal read link', 32));
  }

  get needsKey(): boolean {
    return this.config.terminalToken !== null;
  }

  /** Whether the page may be handed out to whoever asks so. It is no secret; framing and rebinding are what this is about. */
  page(headers: IncomingHttpHeaders): Refusal | null {
    if (!this.isKnownHost(headers.host)) {
      return 'host';
    }
    return !this.needsKey && isForwarded(headers) ? 'forwarded' : null;
  }

  /**
   * Whether a WebSocket may be opened. `runOf` names the shell that a session has now, or null. A key comes beside the
   * subprotocol, the only header that a page can fill in; a page of another site does not know it.
   */
  socket(headers: IncomingHttpHeaders, session: string, runOf: (session: string) => string | null): Verdict {
    const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    if (!this.isKnownHost(headers.host)) {
      return { ok: false, why: 'host' };
    }
    if (!protocols.includes(SUBPROTOCOL)) {
      return { ok: false, why: 'protocol' };
    }
    const key = protocols.find((each) => each.startsWith(KEY_PREFIX))?.slice(KEY_PREFIX.length);
    if (key !== undefined) {
      const access = this.accessBy(key, session, runOf(session));
      return access ? { ok: true, access } : { ok: false, why: 'key' };
    }
    if (this.needsKey) {
      return { ok: false, why: 'key' };
    }
    if (headers.origin === undefined || !this.isOwnOrigin(headers.origin, headers.host)) {
      return { ok: false, why: 'origin' };
    }
    return isForwarded(headers) ? { ok: false, why: 'forwarded' } : { ok: true, access: 'type' };
  }

  /** Opens this shell for reading, as long as it lives. */
  readLink(session: string, run: string): string {
    return `read.${createHmac('sha256', this.readKey).update(`${session}\n${run}`).digest('base64url')}`;
  }

  /** Whether it opens any session. */
  isToken(key: string): boolean {
    return this.config.terminalToken !== null && same(key, this.config.terminalToken);
  }

  private accessBy(key: string, session: string, run: string | null): Access | null {
    if (this.isToken(key)) {
      return 'type';
    }
    return run !== null && same(key, this.readLink(session, run)) ? 'read' : null;
  }

  /** Name and port. With a key also by any IP address of this machine: the port may be mapped, and no name is rebound. */
  private isKnownHost(host: string | undefined): boolean {
    if (!host || !URL.canParse(`http://${host}`)) {
      return false;
    }
    const url = new URL(`http://${host}`);
    if (url.host !== host.toLowerCase().replace(/:80$/, '') || url.pathname !== '/' || url.username !== '') {
      return false;
    }
    const own = ['localhost', '127.0.0.1', '[::1]', inUrl(this.config.host)].map((name) => `${name}:${this.port()}`);
    const name = url.hostname;
    return (
      own.includes(url.host) ||
      (this.config.terminalUrl !== null && new URL(this.config.terminalUrl).host === url.host) ||
      (this.needsKey && (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || this.config.allowedHosts.includes(name)))
    );
  }

  private isOwnOrigin(origin: string, host: string | undefined): boolean {
    return (
      origin === `http://${host?.toLowerCase()}` || (origin === this.config.terminalUrl && hostOf(origin) === host)
    );
  }
}

/** The same time for every wrong one. */
function same(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => FORWARDED.test(name));
}

const inUrl = (host: string) => (isIP(host) === 6 ? `[${host}]` : host.toLowerCase());
const hostOf = (origin: string) => new URL(origin).host;
