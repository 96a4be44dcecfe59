/** `/api/sessions/:code/terminal`, for the session's presenter, as src/protocol/directoryApi.ts describes it. */
import { Router } from 'express';
import { terminalRequestSchema, type TerminalResponse } from '../../../src/protocol/directoryApi';
import { ApiFailure } from '../../apiError';
import { handle } from '../../asyncHandler';
import type { Directory } from '../../directory';
import type { Metrics } from '../../metrics';
import { parse, presenterOf, value } from '../../presenterCalls';
import type { Tickets } from '../../tickets';
import type { LiveTerminals } from './LiveTerminals';

export interface LiveRouteDeps {
  /** Null where this server has none. */
  terminals: LiveTerminals | null;
  directory: Directory;
  tickets: Tickets;
  metrics: Metrics;
}

export function liveTerminalRoutes({ terminals, directory, tickets, metrics }: LiveRouteDeps): Router {
  const router = Router();

  router.put(
    '/:code/terminal',
    handle(async (request, response) => {
      const presenter = await presenterOf(tickets, request);
      const { pageId, epoch, start, typists } = parse(terminalRequestSchema, request.body);
      const { session } = presenter;
      value(await directory.presents(presenter, { pageId, epoch }));
      if (!terminals) {
        throw new ApiFailure('not-found', 'This server has no shared terminal.');
      }
      const terminal = start ? await terminals.open(session, epoch) : terminals.get(session);
      if (!terminal) {
        throw start
          ? new ApiFailure('full', 'This server has as many terminals as it takes.')
          : new ApiFailure('not-found', 'No terminal is shared in this session.');
      }
      if (!(await directory.holds(session))) {
        // Ended while the shell was being started.
        terminals.drop(session);
        throw new ApiFailure('not-found', 'The session is over.');
      }
      terminal.enter(epoch);
      terminal.letType(typists);
      const ticket = await tickets.issueTerminal(session, { role: 'presenter' });
      metrics.tickets.add('issued-terminal');
      response.json({
        shell: terminal.session.run,
        key: terminal.key,
        typists: terminal.typists,
        ticket,
      } satisfies TerminalResponse);
    })
  );

  router.delete(
    '/:code/terminal',
    handle(async (request, response) => {
      const { session } = await presenterOf(tickets, request);
      terminals?.drop(session);
      response.status(204).end();
    })
  );

  return router;
}
