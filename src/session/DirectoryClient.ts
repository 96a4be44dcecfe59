/** The session server's directory, as the plugin asks it. Independent of the DOM: `fetch` is passed in. */
import { z } from 'zod';
import {
  apiErrorSchema,
  attendeeTicketResponseSchema,
  attendeesResponseSchema,
  createSessionResponseSchema,
  iceResponseSchema,
  leaseResponseSchema,
  offersSchema,
  peerResponseSchema,
  relayResponseSchema,
  sessionInfoSchema,
  startResponseSchema,
  liveBrowserResponseSchema,
  terminalResponseSchema,
  type AttendeeTicket,
  type CreateSessionRequest,
  type CreateSessionResponse,
  type IceResponse,
  type LeaseRequest,
  type Offers,
  type PeerResponse,
  type SessionInfo,
  type StartRequest,
  type StartResponse,
  type LiveBrowserRequest,
  type LiveBrowserResponse,
  type TerminalRequest,
  type TerminalResponse,
} from '../protocol/directoryApi';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';
import { SessionError, type SessionErrorReason } from './SessionError';

/** Takes what is to be done as soon as nobody waits for an answer any more. */
export type OnGivenUp = (stop: () => void) => void;

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    credentials: 'omit';
    onGivenUp?: OnGivenUp;
    /** Milliseconds that the answer may take; `ANSWER_WITHIN` by default. */
    within?: number;
  }
) => Promise<{ status: number; ok: boolean; text(): Promise<string> }>;

/** How long an answer with its body is waited for, in milliseconds. */
export const ANSWER_WITHIN = 5_000;
/** The same where the server has a browser to start first, for which it takes up to 20 s itself. */
export const STARTED_WITHIN = 30_000;
/** Characters of an answer that are read at all. */
export const ANSWER_LENGTH = 64 * 1024;

const REASONS: Record<z.infer<typeof apiErrorSchema>['error'], SessionErrorReason> = {
  'bad-request': 'server-answer',
  unauthorized: 'unauthorized',
  forbidden: 'unauthorized',
  'not-found': 'code-unknown',
  'lease-held': 'lease-held',
  superseded: 'superseded',
  locked: 'locked',
  'too-many': 'too-many',
  full: 'full',
  internal: 'server-down',
};

/** Every method rejects with a SessionError. */
export class DirectoryClient {
  private readonly answered = new Set<() => void>();

  /**
   * `baseUrl` has no slash at its end. `proxied` asks through Grafana's plugin proxy, which adds the server's key and
   * says who asks; null where the server has no key. What carries a session's own token goes to the server itself.
   */
  constructor(
    private readonly baseUrl: string,
    private readonly proxied: Fetch | null,
    private readonly fetch: Fetch,
    private readonly clock: Clock
  ) {}

  /** Tells whenever the server, or Grafana for it, has answered anything at all. */
  onAnswer(handler: () => void): Undo {
    this.answered.add(handler);
    return () => this.answered.delete(handler);
  }

  create(request: CreateSessionRequest): Promise<CreateSessionResponse> {
    return this.call('POST', '/api/sessions', createSessionResponseSchema, { body: request });
  }

  start(code: string, token: string, request: StartRequest): Promise<StartResponse> {
    return this.call('POST', `/api/sessions/${code}/start`, startResponseSchema, { token, body: request });
  }

  peer(code: string, token: string, request: { pageId: string; epoch: number }): Promise<PeerResponse> {
    return this.call('POST', `/api/sessions/${code}/peer`, peerResponseSchema, { token, body: request });
  }

  async renewLease(code: string, token: string, request: LeaseRequest): Promise<void> {
    await this.call('PUT', `/api/sessions/${code}/lease`, leaseResponseSchema, { token, body: request });
  }

  async end(code: string, token: string): Promise<void> {
    await this.call('DELETE', `/api/sessions/${code}`, z.null(), { token });
  }

  /** Attendees whom the attendees' Grafana vouches for, with their login. */
  async vouchedFor(code: string, token: string): Promise<ReadonlyMap<string, string>> {
    const { attendees } = await this.call('GET', `/api/sessions/${code}/attendees`, attendeesResponseSchema, { token });
    return new Map(attendees.map(({ attendeeId, login }) => [attendeeId, login]));
  }

  info(code: string): Promise<SessionInfo> {
    return this.call('GET', `/api/sessions/${code}`, sessionInfoSchema, {});
  }

  ticket(
    code: string,
    request: { attendeeId: string; route: 'direct' | 'relay' },
    onGivenUp?: OnGivenUp
  ): Promise<AttendeeTicket> {
    const path = `/api/sessions/${code}/tickets`;
    return this.call('POST', path, attendeeTicketResponseSchema, { body: request, onGivenUp });
  }

  /** For one connection of the presenter's page to the relay. */
  async relay(code: string, token: string, request: { pageId: string; epoch: number }): Promise<string> {
    const path = `/api/sessions/${code}/relay`;
    return (await this.call('POST', path, relayResponseSchema, { token, body: request })).ticket;
  }

  /** `code-unknown` where there is none, or the server has no terminals. */
  terminal(code: string, token: string, request: TerminalRequest): Promise<TerminalResponse> {
    return this.call('PUT', `/api/sessions/${code}/terminal`, terminalResponseSchema, { token, body: request });
  }

  async endTerminal(code: string, token: string): Promise<void> {
    await this.call('DELETE', `/api/sessions/${code}/terminal`, z.null(), { token });
  }

  /** `code-unknown` where there is none, or the server has no browsers. */
  browser(code: string, token: string, request: LiveBrowserRequest): Promise<LiveBrowserResponse> {
    const within = request.start ? STARTED_WITHIN : ANSWER_WITHIN;
    return this.call('PUT', `/api/sessions/${code}/browser`, liveBrowserResponseSchema, {
      token,
      body: request,
      within,
    });
  }

  async endBrowser(code: string, token: string): Promise<void> {
    await this.call('DELETE', `/api/sessions/${code}/browser`, z.null(), { token });
  }

  /** `token` is any ticket or a directory token. */
  ice(token: string): Promise<IceResponse> {
    return this.call('GET', '/api/ice', iceResponseSchema, { token });
  }

  /** Which optional parts the server runs: for all pages alike, so asked of the server itself. */
  offers(): Promise<Offers> {
    return this.call('GET', '/api/offers', offersSchema, { direct: true });
  }

  private async call<T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    {
      token,
      body,
      direct = token !== undefined,
      onGivenUp,
      within = ANSWER_WITHIN,
    }: { token?: string; body?: unknown; direct?: boolean; onGivenUp?: OnGivenUp; within?: number }
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token !== undefined) {
      headers.Authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    const { response, text } = await this.inTime(within, async () => {
      const init = {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'omit',
        ...(within !== ANSWER_WITHIN && { within }),
        ...(onGivenUp && { onGivenUp }),
      } as const;
      const response = await (this.proxied && !direct
        ? this.proxied(path.replace(/^\/api/, ''), init)
        : this.fetch(this.baseUrl + path, init));
      return { response, text: await response.text() };
    });
    this.answered.forEach((handler) => handler());
    const json = parseJson(text);
    if (!response.ok) {
      const error = apiErrorSchema.safeParse(json);
      // What needs no token of a session needs the server's key, where it has one.
      if (error.data?.error === 'unauthorized' && token === undefined) {
        throw new SessionError('api-key');
      }
      throw new SessionError(error.success ? REASONS[error.data.error] : reasonOf(response.status));
    }
    const parsed = schema.safeParse(response.status === 204 ? null : json);
    if (!parsed.success) {
      throw new SessionError('server-answer', { cause: parsed.error });
    }
    return parsed.data;
  }

  /** Whatever goes wrong on the way, while the body is read too, is a server that does not answer, unless `fetch` knows better. */
  private inTime<T>(within: number, ask: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cancel = this.clock.after(within, () => reject(new SessionError('server-down')));
      ask()
        .then(resolve, (cause: unknown) => reject(SessionError.from(cause, 'server-down')))
        .finally(cancel);
    });
  }
}

/** Not the session server's own words: Grafana's proxy, or another one on the way. */
function reasonOf(status: number): SessionErrorReason {
  if (status === 401 || status === 403) {
    return 'unauthorized';
  }
  return status >= 500 ? 'server-down' : 'server-answer';
}

function parseJson(text: string): unknown {
  try {
    return text.length > ANSWER_LENGTH ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
