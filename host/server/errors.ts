import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';

const httpError = z.object({ status: z.number().int().min(400).max(499) });

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'bad request data',
  404: 'Not found',
  413: 'request body too large',
};

/** Answers errors without what Express adds by itself: a stack with paths of this machine. */
export const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const known = httpError.safeParse(error);
  const status = known.success ? known.data.status : 500;
  response.status(status).json({ message: MESSAGES[status] ?? 'Internal server error' });
};
