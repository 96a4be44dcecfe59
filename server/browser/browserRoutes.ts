/**
 * The shared browser over HTTP, as src/protocol/browserApi.ts describes it.
 *
 * Who may call: where there is an API_KEY, creating needs it as the bearer, with which Grafana's plugin proxy comes. Joining
 * takes the code. All else takes a user's token, in `X-Live-Token` or as the bearer.
 */
import cors from 'cors';
import express, { Router, type Request } from 'express';
import {
  BROWSER_PAGE_PATH,
  controlRequestSchema,
  createBrowserRequestSchema,
  joinBrowserRequestSchema,
  leaveBrowserRequestSchema,
  removeUserRequestSchema,
  type BrowserSession,
  type BrowserUser,
  type CreateBrowserResponse,
  type JoinBrowserResponse,
} from '../../src/protocol/browserApi';
import { enterBrowserRequestSchema } from '../../src/protocol/directoryApi';
import { answerNotFound, ApiFailure } from '../apiError';
import { handle } from '../asyncHandler';
import type { Callers } from '../callers';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import { bearer, checkHostAndOrigin, liveToken, refuseBlindCalls, requireJson } from '../guards';
import { parse } from '../presenterCalls';
import { SERVER_LIMITS } from '../serverLimits';
import type { MinuteLimit } from '../stores/MinuteLimit';
import type { Tickets } from '../tickets';
import { creatorOf, findSession, memberOf, orFail, withProvider } from './calls';
import type { LiveBrowsers } from './live/LiveBrowsers';
import type { Entry } from './Roster';
import type { SharedSession } from './SharedSession';
import type { Opened, SharedSessions } from './SharedSessions';

/** Below the API's path; where Hyperbeam's machines ask. */
export const HYPERBEAM_PATH = '/hyperbeam';

/** What a browser shows whose creator named no address. */
export const FIRST_PAGE = 'https://duckduckgo.com/';

export interface BrowserRouteDeps {
  config: ServerConfig;
  /** Null where this server has none. */
  sessions: SharedSessions | null;
  live: LiveBrowsers | null;
  tickets: Tickets;
  callers: Callers;
  clock: Clock;
  limits: { creates: MinuteLimit; wrongCodes: MinuteLimit };
}

export function browserRoutes(deps: BrowserRouteDeps): Router {
  const { config, callers } = deps;
  const router = Router();
  router.use(
    checkHostAndOrigin(config, { ownPages: true }),
    cors({
      origin: config.allowedOrigins,
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type', 'x-live-token'],
      exposedHeaders: ['retry-after'],
      maxAge: 600,
    }),
    refuseBlindCalls,
    requireJson,
    express.json({ limit: SERVER_LIMITS.bodyBytes, type: 'application/json' })
  );
  const { sessions, live } = deps;
  if (!sessions || !live) {
    router.use(() => {
      throw new ApiFailure('not-found', 'This server has no shared browser; see BROWSER.');
    });
    return router;
  }
  const urlOf = (request: Request, session: SharedSession) => sessionUrl(config, request.headers.host, session);
  const found = async (request: Request, typed: string) =>
    orFail(
      await findSession(
        { sessions, wrongCodes: deps.limits.wrongCodes },
        { typed, token: liveToken(request), who: callers.limitedAs(request) }
      )
    );
  const entered = (request: Request, session: SharedSession, user: BrowserUser, token: string) => ({
    sessionId: session.terms.id,
    shareCode: session.terms.code,
    url: urlOf(request, session),
    expiresAt: session.expiresAt,
    userId: user.id,
    token,
  });

  const joined = (request: Request, session: SharedSession, { user, token, isNew }: Extract<Entry, { ok: true }>) =>
    ({
      ...entered(request, session, user, token),
      users: session.users,
      isNewUser: isNew,
    }) satisfies JoinBrowserResponse;

  router.post(
    '/create',
    callers.requireApiKey,
    handle(async (request, response) => {
      const { name, startUrl } = parse(createBrowserRequestSchema, request.body);
      const owner = callers.limitedAs(request);
      const address = startUrl === undefined ? FIRST_PAGE : webAddress(startUrl);
      if (!(await deps.limits.creates.take(owner))) {
        throw new ApiFailure('too-many', 'Too many new browsers from this address; wait a minute.');
      }
      const opened = await withProvider(sessions.open({ name, startUrl: address, owner }));
      if (!opened.ok) {
        throw refusalOf(opened, deps.clock.wall());
      }
      const { session, user, token } = opened;
      response.status(201).json(entered(request, session, user, token) satisfies CreateBrowserResponse);
    })
  );

  router.post(
    '/join',
    handle(async (request, response) => {
      const { shareCode, name } = parse(joinBrowserRequestSchema, request.body);
      const session = await found(request, shareCode);
      const token = liveToken(request);
      if (session.terms.kind === 'live' && !(token !== null && session.knows(token))) {
        throw new ApiFailure('not-found', 'This browser belongs to a live session; join that.');
      }
      const entry = session.enter({ name, isCreator: false, token, from: callers.limitedAs(request) });
      if (!entry.ok) {
        throw entry.why === 'full'
          ? new ApiFailure('full', `The session is full: ${session.terms.users} people are in it.`, 409)
          : new ApiFailure('forbidden', 'You were removed from this shared browser.');
      }
      response.json(joined(request, session, entry));
    })
  );

  router.post(
    '/enter',
    handle(async (request, response) => {
      const { ticket, ...shown } = parse(enterBrowserRequestSchema, request.body);
      const redeemed = await deps.tickets.redeemBrowser(ticket);
      const browser = redeemed && live.get(redeemed.session);
      if (!redeemed || !browser) {
        throw redeemed
          ? new ApiFailure('not-found', 'No browser is shared in this session.')
          : new ApiFailure('unauthorized', 'The ticket is none, is used up, or its time is over.');
      }
      const who = { ...shown, subject: redeemed.subject, token: liveToken(request) };
      const entry = await withProvider(browser.enter({ ...who, from: callers.limitedAs(request) }));
      if (!entry.ok) {
        throw entry.why === 'full'
          ? new ApiFailure('full', `The session is full: ${browser.session.terms.users} people are in it.`, 409)
          : new ApiFailure('forbidden', 'The key to see this browser is missing, or another one is needed by now.');
      }
      response.json(joined(request, browser.session, entry));
    })
  );

  router.post(
    '/leave',
    handle(async (request, response) => {
      const session = await found(request, parse(leaveBrowserRequestSchema, request.body).shareCode);
      session.leave(memberOf(session, request).id);
      response.json({ success: true });
    })
  );

  router.post(
    '/end',
    handle(async (request, response) => {
      const session = await found(request, parse(leaveBrowserRequestSchema, request.body).shareCode);
      creatorOf(session, request, 'end it');
      session.end('creator_ended');
      response.json({ success: true });
    })
  );

  router.post(
    '/control',
    handle(async (request, response) => {
      const { shareCode, control } = parse(controlRequestSchema, request.body);
      const session = await found(request, shareCode);
      const refusal = await withProvider(session.steer(memberOf(session, request), control));
      if (refusal !== null) {
        throw refusal === 'forbidden'
          ? new ApiFailure(
              'forbidden',
              'Only who created the session may give control, and who has it may give it back.'
            )
          : new ApiFailure('not-found', 'Nobody in this session has this user id.');
      }
      response.json({ control: session.control });
    })
  );

  router.post(
    '/remove',
    handle(async (request, response) => {
      const { shareCode, userId } = parse(removeUserRequestSchema, request.body);
      const session = await found(request, shareCode);
      const creator = creatorOf(session, request, 'remove people');
      if (userId === creator.id) {
        throw new ApiFailure('bad-request', 'To leave yourself, leave or end the session.');
      }
      if (!(await withProvider(session.remove(userId)))) {
        throw new ApiFailure('not-found', 'Nobody in this session has this user id.');
      }
      response.json({ success: true });
    })
  );

  // Hyperbeam asks there whether somebody may see a browser.
  router.post(HYPERBEAM_PATH, (request, response) => {
    const answer = sessions.admits({ bearer: bearer(request), body: request.body });
    if (!answer) {
      throw answer === null
        ? new ApiFailure('unauthorized', 'This is for Hyperbeam alone.')
        : new ApiFailure('not-found', 'There is nothing at this address.');
    }
    response.json(answer);
  });

  router.get(
    '/:shareCode',
    handle(async (request, response) => {
      const session = await found(request, request.params.shareCode);
      const token = liveToken(request);
      const isMember = token !== null && session.userOf(token) !== null;
      if (session.terms.kind === 'live' && !isMember) {
        throw new ApiFailure('not-found', 'This browser belongs to a live session; join that.');
      }
      response.json(session.described(isMember ? urlOf(request, session) : undefined) satisfies BrowserSession);
    })
  );

  router.use(answerNotFound);
  return router;
}

/** The address that shows it: the provider's own page, or this server's, as whoever asks reaches it. `host` is a known one. */
export function sessionUrl(config: ServerConfig, host: string | undefined, session: SharedSession): string {
  const base = config.publicUrl ?? `http://${host}`;
  return session.browser?.embedUrl ?? `${base}${BROWSER_PAGE_PATH}/${session.terms.code}`;
}

/** Throws an ApiFailure for what no browser should be sent to. */
export function webAddress(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new ApiFailure(
      'bad-request',
      'A shared browser starts at an http or https address without a user name in it (startUrl).'
    );
  }
  return url.href;
}

function refusalOf(refusal: Extract<Opened, { ok: false }>, wall: number): ApiFailure {
  if (refusal.why === 'full') {
    return new ApiFailure('full', 'This server has as many shared browsers as it takes; try again later.');
  }
  const seconds = Math.max(1, Math.ceil((refusal.freeAt - wall) / 1000));
  return new ApiFailure(
    'too-many',
    'This address has as many shared browsers as it may; end one of them.',
    undefined,
    seconds
  );
}
