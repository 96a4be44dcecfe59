/** What the server signs: tickets that open signalling, the relay, a terminal or a browser once, and directory tokens. JWTs (RFC 7519), opaque to browsers. */
import { hkdfSync, randomUUID } from 'node:crypto';
import { SignJWT, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { z } from 'zod';
import { pageIdSchema, peerIdSchema } from '../src/protocol/directoryApi';
import { TIMES } from '../src/protocol/limits';
import { attendeeIdSchema, publicKeySchema, sessionIdSchema } from '../src/protocol/messages';
import { shareCodeSchema } from '../src/protocol/shareCode';
import type { Clock } from './clock';
import { SERVER_LIMITS } from './serverLimits';
import type { TicketBook } from './stores/TicketBook';

const ticketSubjectSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('presenter') }),
  z.object({ role: z.literal('attendee'), attendeeId: attendeeIdSchema, route: z.enum(['direct', 'relay']) }),
]);
const ticketClaimsSchema = z.object({
  purpose: z.literal('signalling'),
  jti: z.string().min(1),
  aud: z.string().min(1),
  exp: z.number(),
  session: sessionIdSchema,
  peerId: peerIdSchema,
  subject: ticketSubjectSchema,
});
const relaySubjectSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('presenter'), pageId: pageIdSchema }),
  z.object({ role: z.literal('attendee'), attendeeId: attendeeIdSchema }),
]);
const relayClaimsSchema = z.object({
  purpose: z.literal('relay'),
  jti: z.string().min(1),
  aud: z.string().min(1),
  exp: z.number(),
  session: sessionIdSchema,
  subject: relaySubjectSchema,
});
const terminalSubjectSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('presenter') }),
  z.object({ role: z.literal('attendee'), attendeeId: attendeeIdSchema }),
]);
const terminalClaimsSchema = z.object({
  purpose: z.literal('terminal'),
  jti: z.string().min(1),
  aud: z.string().min(1),
  exp: z.number(),
  session: sessionIdSchema,
  subject: terminalSubjectSchema,
});
const browserClaimsSchema = z.object({
  purpose: z.literal('browser'),
  jti: z.string().min(1),
  aud: z.string().min(1),
  exp: z.number(),
  session: sessionIdSchema,
  subject: terminalSubjectSchema,
});
const directoryClaimsSchema = z.object({
  purpose: z.literal('directory'),
  code: shareCodeSchema,
  session: sessionIdSchema,
  presenterKey: publicKeySchema,
});

export type TicketSubject = z.infer<typeof ticketSubjectSchema>;
/** What a ticket says: who may open one signalling socket, under which peer id. */
export interface Ticket {
  session: string;
  peerId: string;
  subject: TicketSubject;
}
export type RelaySubject = z.infer<typeof relaySubjectSchema>;
/** What a relay ticket says: who may open one socket of the relay. */
export interface RelayTicket {
  session: string;
  subject: RelaySubject;
}
export type TerminalSubject = z.infer<typeof terminalSubjectSchema>;
/** What a terminal's or a browser's ticket says: who may come to it once. What may be done there keys say. */
export interface TerminalTicket {
  session: string;
  subject: TerminalSubject;
}
/** What a directory token says: its holder is the presenter of this session under this code. */
export interface DirectoryClaims {
  code: string;
  session: string;
  presenterKey: string;
}

export type Redeemed = { kind: 'valid'; ticket: Ticket } | { kind: 'invalid' } | { kind: 'used' };

export class Tickets {
  private readonly ticketKey: Uint8Array;
  private readonly directoryKey: Uint8Array;

  constructor(
    serverSecret: string,
    private readonly clock: Clock,
    private readonly book: TicketBook
  ) {
    this.ticketKey = deriveKey(serverSecret, 'ticket');
    this.directoryKey = deriveKey(serverSecret, 'directory token');
  }

  /** A new signalling id and the ticket for it: 60 s, one use. */
  async issue(session: string, subject: TicketSubject): Promise<{ peerId: string; ticket: string }> {
    const peerId = `${subject.role[0]}-${randomUUID()}`;
    return { peerId, ticket: await this.sign({ purpose: 'signalling', session, peerId, subject }) };
  }

  /** A ticket for one socket of the relay: 60 s, one use. */
  issueRelay(session: string, subject: RelaySubject): Promise<string> {
    return this.sign({ purpose: 'relay', session, subject });
  }

  /** Uses a relay ticket up; null where it is none, is used up, or its time is over. */
  async redeemRelay(text: string): Promise<RelayTicket | null> {
    const claims = relayClaimsSchema.safeParse(await this.ofThisRun(text));
    if (!claims.success) {
      return null;
    }
    const { session, subject, jti, aud, exp } = claims.data;
    return (await this.book.use({ id: jti, run: aud, expires: exp * 1000 })) ? { session, subject } : null;
  }

  /** A ticket for one socket to the session's terminal: 60 s, one use. */
  issueTerminal(session: string, subject: TerminalSubject): Promise<string> {
    return this.sign({ purpose: 'terminal', session, subject });
  }

  /** Uses a terminal ticket up; null where it is none, is used up, or its time is over. */
  redeemTerminal(text: string): Promise<TerminalTicket | null> {
    return this.redeemBy(terminalClaimsSchema, text);
  }

  /** A ticket to enter the session's browser: 60 s, one use. */
  issueBrowser(session: string, subject: TerminalSubject): Promise<string> {
    return this.sign({ purpose: 'browser', session, subject });
  }

  /** Uses a browser ticket up; null where it is none, is used up, or its time is over. */
  redeemBrowser(text: string): Promise<TerminalTicket | null> {
    return this.redeemBy(browserClaimsSchema, text);
  }

  /** What the ticket says, or null; does not use it up. */
  async read(text: string): Promise<Ticket | null> {
    return (await this.verify(text))?.ticket ?? null;
  }

  /** Uses the ticket up for the peer id that it names. A ticket for another peer id stays unused. */
  async redeem(text: string, peerId: string): Promise<Redeemed> {
    const read = await this.verify(text);
    if (!read || read.ticket.peerId !== peerId) {
      return { kind: 'invalid' };
    }
    const fresh = await this.book.use(read.use);
    return fresh ? { kind: 'valid', ticket: read.ticket } : { kind: 'used' };
  }

  /** MAC(SERVER_SECRET; code, session, presenter's key), good for 30 days and over restarts of the server. */
  issueDirectoryToken(claims: DirectoryClaims): Promise<string> {
    return new SignJWT({ purpose: 'directory', ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(this.seconds() + SERVER_LIMITS.directoryTokenSeconds)
      .sign(this.directoryKey);
  }

  /** What the token says, or null. Whether the session still is what it says is the directory's to know. */
  async readDirectoryToken(text: string): Promise<DirectoryClaims | null> {
    const claims = directoryClaimsSchema.safeParse(
      await payload(text, this.directoryKey, { currentDate: new Date(this.clock.wall()) })
    );
    return claims.success
      ? { code: claims.data.code, session: claims.data.session, presenterKey: claims.data.presenterKey }
      : null;
  }

  private async redeemBy(
    schema: typeof terminalClaimsSchema | typeof browserClaimsSchema,
    text: string
  ): Promise<TerminalTicket | null> {
    const claims = schema.safeParse(await this.ofThisRun(text));
    if (!claims.success) {
      return null;
    }
    const { session, subject, jti, aud, exp } = claims.data;
    return (await this.book.use({ id: jti, run: aud, expires: exp * 1000 })) ? { session, subject } : null;
  }

  private async verify(
    text: string
  ): Promise<{ ticket: Ticket; use: { id: string; run: string; expires: number } } | null> {
    const claims = ticketClaimsSchema.safeParse(await this.ofThisRun(text));
    if (!claims.success) {
      return null;
    }
    const { session, peerId, subject, jti, aud, exp } = claims.data;
    return { ticket: { session, peerId, subject }, use: { id: jti, run: aud, expires: exp * 1000 } };
  }

  private async sign(claims: JWTPayload): Promise<string> {
    const { id, now } = await this.book.run();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(randomUUID())
      .setAudience(id)
      .setExpirationTime(Math.floor(now / 1000) + TIMES.ticket / 1000)
      .sign(this.ticketKey);
  }

  /** What a ticket says that was issued since used tickets were last forgotten. */
  private async ofThisRun(text: string): Promise<unknown> {
    const { id, now } = await this.book.run();
    return payload(text, this.ticketKey, { currentDate: new Date(now), audience: id });
  }

  private seconds(): number {
    return Math.floor(this.clock.wall() / 1000);
  }
}

async function payload(text: string, key: Uint8Array, expected: JWTVerifyOptions): Promise<unknown> {
  try {
    return (await jwtVerify(text, key, { ...expected, algorithms: ['HS256'], requiredClaims: ['exp'] })).payload;
  } catch {
    return null;
  }
}

/** One key for each purpose (RFC 5869), so that a ticket can never pass as a directory token. */
function deriveKey(serverSecret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', serverSecret, 'live-sessions', purpose, 32));
}
