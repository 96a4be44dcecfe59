/**
 * The directory over HTTP, as src/protocol/directoryApi.ts describes it.
 *
 * Who may call: the presenter's calls carry the directory token, in `X-Live-Token` or as the bearer of `Authorization`.
 * With API_KEY set, creating, looking up and asking for tickets need `Authorization: Bearer API_KEY`, which Grafana's
 * plugin proxy adds; a directory token was got with the key, so it stands for itself.
 */
import { Router, type Request, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import {
  attendeeTicketRequestSchema,
  attendeesResponseSchema,
  createSessionRequestSchema,
  leaseRequestSchema,
  peerRequestSchema,
  relayResponseSchema,
  startRequestSchema,
  type AttendeeTicket,
  type CreateSessionResponse,
  type PeerResponse,
  type Routes,
  type SessionInfo,
  type StartResponse,
} from '../src/protocol/directoryApi';
import { LIMITS, TIMES } from '../src/protocol/limits';
import { shareCodeSchema } from '../src/protocol/shareCode';
import { ApiFailure } from './apiError';
import { handle } from './asyncHandler';
import type { Callers } from './callers';
import type { Directory } from './directory';
import type { Metrics } from './metrics';
import { parse, presenterOf, REFUSALS, value } from './presenterCalls';
import type { MinuteLimit } from './stores/MinuteLimit';
import type { Tickets } from './tickets';

export interface DirectoryRouteDeps {
  apiKey: string | null;
  callers: Callers;
  /** By which routes attendees reach their presenters. */
  routes: Routes;
  directory: Directory;
  tickets: Tickets;
  metrics: Metrics;
  log: Logger;
  /** New sessions and wrong codes, of one address or login. */
  limits: { creates: MinuteLimit; wrongCodes: MinuteLimit };
  /** Whether this server has a shared terminal of the session. */
  hasTerminal(sessionId: string): boolean;
  /** Or a shared browser. */
  hasBrowser(sessionId: string): boolean;
  /** Closes the signalling socket of a presenter's page that was replaced. */
  dropPeer(peerId: string): void;
}

/**
 * `all`: for browsers, programs and those whom Grafana lets create sessions. `existing`: for the routes of plugin.json that
 * Viewers may use; no path below it creates one, however many slashes it has.
 */
export function directoryRoutes(deps: DirectoryRouteDeps): { all: Router; existing: Router } {
  const { directory, tickets, metrics, log } = deps;
  const { creates, wrongCodes } = deps.limits;
  const { requireApiKey, of: callerOf, limitedAs } = deps.callers;
  const all = Router();
  const existing = Router();
  const router = Router();

  /** A caller can have Go's proxy leave a header out, by naming it in `Connection`. */
  const requireGrafanasWord: RequestHandler = (request, _response, next) => {
    const said = request.get('x-grafana-context') ?? request.get('x-grafana-user');
    if (deps.apiKey !== null && said === undefined) {
      throw new ApiFailure('forbidden', 'Grafana did not say who asks.');
    }
    next();
  };

  /** Refuses who guesses codes; attendees who were in the session already are not held up by their neighbours. */
  async function existingCode(request: Request, attendeeId: string | null): Promise<string> {
    const code = parse(shareCodeSchema, request.params.code);
    const address = limitedAs(request);
    const wasHere = attendeeId !== null && (await directory.knows(code, attendeeId));
    // Counted first and given back: what is only looked at is passed by all calls of one piece together.
    if (!wasHere && !(await wrongCodes.take(address))) {
      throw new ApiFailure('too-many', 'Too many wrong codes from this address; wait a minute.');
    }
    if (!(await directory.has(code))) {
      throw new ApiFailure('not-found', REFUSALS['not-found']);
    }
    if (!wasHere) {
      await wrongCodes.giveBack(address);
    }
    return code;
  }

  all.post(
    '/',
    requireApiKey,
    handle(async (request, response) => {
      const body = parse(createSessionRequestSchema, request.body);
      if (!(await creates.take(limitedAs(request)))) {
        throw new ApiFailure('too-many', 'Too many new sessions from this address; wait a minute.');
      }
      const created = await directory.create(body);
      if (!created) {
        throw new ApiFailure('full', REFUSALS.full);
      }
      const { code, sessionId } = created;
      const claims = { code, session: sessionId, presenterKey: body.presenterKey };
      const directoryToken = await tickets.issueDirectoryToken(claims);
      log.info({ session: sessionId }, 'session created');
      response.status(201).json({ code, sessionId, directoryToken } satisfies CreateSessionResponse);
    })
  );

  router.get(
    '/:code',
    requireApiKey,
    handle(async (request, response) => {
      const info = await directory.info(await existingCode(request, null));
      if (!info) {
        throw new ApiFailure('not-found', REFUSALS['not-found']);
      }
      response.json({ ...info, routes: deps.routes } satisfies SessionInfo);
    })
  );

  router.post(
    '/:code/tickets',
    requireApiKey,
    handle(async (request, response) => {
      const wanted = parse(attendeeTicketRequestSchema, request.body);
      const asked = deps.routes === 'relay' ? { ...wanted, route: 'relay' as const } : wanted;
      const { attendeeId } = asked;
      const caller = callerOf(request);
      const login = caller.kind === 'user' ? caller.login : null;
      const code = await existingCode(request, attendeeId);
      const { sessionId, route, presenterPeerId } = value(await directory.admit(code, asked, login));
      const { peerId, ticket } = await tickets.issue(sessionId, { role: 'attendee', attendeeId, route });
      metrics.tickets.add(`issued-${route}`);
      const relay =
        deps.routes !== 'direct' ? await tickets.issueRelay(sessionId, { role: 'attendee', attendeeId }) : null;
      const terminal = deps.hasTerminal(sessionId)
        ? await tickets.issueTerminal(sessionId, { role: 'attendee', attendeeId })
        : null;
      const browser = deps.hasBrowser(sessionId)
        ? await tickets.issueBrowser(sessionId, { role: 'attendee', attendeeId })
        : null;
      response.json({ route, peerId, ticket, presenterPeerId, relay, terminal, browser } satisfies AttendeeTicket);
    })
  );

  router.get(
    '/:code/attendees',
    handle(async (request, response) => {
      const attendees = value(await directory.vouchedFor(await presenterOf(tickets, request))).slice(-LIMITS.roster);
      response.json({ attendees } satisfies z.infer<typeof attendeesResponseSchema>);
    })
  );

  router.post(
    '/:code/start',
    handle(async (request, response) => {
      const presenter = await presenterOf(tickets, request);
      const body = parse(startRequestSchema, request.body);
      const { peerId, ticket } = await tickets.issue(presenter.session, { role: 'presenter' });
      const { epoch, replaced } = value(await directory.start(presenter, body, peerId));
      if (replaced !== null) {
        deps.dropPeer(replaced);
      }
      metrics.tickets.add('issued-presenter');
      log.info({ session: presenter.session, epoch }, 'presenting started');
      response.json({ epoch, peerId, ticket, routes: deps.routes } satisfies StartResponse);
    })
  );

  router.post(
    '/:code/peer',
    handle(async (request, response) => {
      const presenter = await presenterOf(tickets, request);
      const body = parse(peerRequestSchema, request.body);
      const { peerId, ticket } = await tickets.issue(presenter.session, { role: 'presenter' });
      const { replaced } = value(await directory.takePeer(presenter, body, peerId));
      if (replaced !== null) {
        deps.dropPeer(replaced);
      }
      metrics.tickets.add('issued-presenter');
      response.json({ peerId, ticket } satisfies PeerResponse);
    })
  );

  router.post(
    '/:code/relay',
    handle(async (request, response) => {
      const presenter = await presenterOf(tickets, request);
      const { pageId, epoch } = parse(peerRequestSchema, request.body);
      value(await directory.presents(presenter, { pageId, epoch }));
      if (deps.routes === 'direct') {
        throw new ApiFailure('not-found', 'This server has no relay.');
      }
      const ticket = await tickets.issueRelay(presenter.session, { role: 'presenter', pageId });
      metrics.tickets.add('issued-relay-presenter');
      response.json({ ticket } satisfies z.infer<typeof relayResponseSchema>);
    })
  );

  router.put(
    '/:code/lease',
    handle(async (request, response) => {
      const presenter = await presenterOf(tickets, request);
      value(await directory.lease(presenter, parse(leaseRequestSchema, request.body)));
      response.json({ leaseMs: TIMES.lease });
    })
  );

  router.delete(
    '/:code',
    handle(async (request, response) => {
      value(await directory.end(await presenterOf(tickets, request)));
      response.status(204).end();
    })
  );

  all.use(router);
  existing.use(requireGrafanasWord, router);
  return { all, existing };
}
