/** `/api/sessions/:code/browser`, for the session's presenter, as src/protocol/directoryApi.ts describes it. */
import { Router } from 'express';
import { liveBrowserRequestSchema, type LiveBrowserResponse } from '../../../src/protocol/directoryApi';
import { ApiFailure } from '../../apiError';
import { handle } from '../../asyncHandler';
import type { Directory } from '../../directory';
import type { Metrics } from '../../metrics';
import { parse, presenterOf, value } from '../../presenterCalls';
import type { Tickets } from '../../tickets';
import { FIRST_PAGE } from '../browserRoutes';
import { withProvider } from '../calls';
import type { LiveBrowsers } from './LiveBrowsers';

export interface LiveBrowserRouteDeps {
  /** Null where this server has none. */
  browsers: LiveBrowsers | null;
  directory: Directory;
  tickets: Tickets;
  metrics: Metrics;
}

export function liveBrowserRoutes({ browsers, directory, tickets, metrics }: LiveBrowserRouteDeps): Router {
  const router = Router();

  router.put(
    '/:code/browser',
    handle(async (request, response) => {
      const presenter = await presenterOf(tickets, request);
      const { pageId, epoch, start, control } = parse(liveBrowserRequestSchema, request.body);
      const { session } = presenter;
      value(await directory.presents(presenter, { pageId, epoch }));
      if (!browsers) {
        throw new ApiFailure('not-found', 'This server has no shared browser.');
      }
      const browser = start ? await withProvider(browsers.open(session, epoch, FIRST_PAGE)) : browsers.get(session);
      if (!browser) {
        throw start
          ? new ApiFailure('full', 'This server has as many shared browsers as it takes; try again later.')
          : new ApiFailure('not-found', 'No browser is shared in this session.');
      }
      if (!(await directory.holds(session))) {
        // Ended while the browser was being started.
        browsers.drop(session);
        throw new ApiFailure('not-found', 'The session is over.');
      }
      await withProvider(browser.enterEpoch(epoch));
      await withProvider(browser.letDrive(control));
      const ticket = await tickets.issueBrowser(session, { role: 'presenter' });
      metrics.tickets.add('issued-browser');
      const { key, driver } = browser;
      response.json({ browser: browser.session.terms.id, key, driver, ticket } satisfies LiveBrowserResponse);
    })
  );

  router.delete(
    '/:code/browser',
    handle(async (request, response) => {
      const { session } = await presenterOf(tickets, request);
      browsers?.drop(session);
      response.status(204).end();
    })
  );

  return router;
}
