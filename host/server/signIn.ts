import type { RequestHandler } from 'express';
import { z } from 'zod';
import { asLogin, loginCookie } from '../people';

const credentials = z.object({ user: z.string().max(100) });

/** `POST /login`: the people of the demo sign in with their names, as programs do at Grafana; passwords are not looked at. */
export const signIn: RequestHandler = (request, response) => {
  const given = credentials.safeParse(request.body);
  const login = given.success ? asLogin(given.data.user) : null;
  if (login === null) {
    response.status(401).json({ message: 'Invalid username or password' });
    return;
  }
  response.set('set-cookie', `${loginCookie(login)}; Path=/; SameSite=Lax`).json({ message: 'Logged in' });
};
