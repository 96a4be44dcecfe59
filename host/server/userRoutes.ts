import express, { type Router } from 'express';
import { z } from 'zod';
import { PEOPLE } from '../people';
import { needs, personOf } from './access';

const query = z.object({ query: z.string().max(200).default('') });

/** `/api/user`, `/api/users/search`: who is asking, and everyone there is. */
export function userRoutes(): Router {
  const routes = express.Router();
  routes.get('/user', (request, response) => {
    const person = personOf(request);
    response.json({ ...person, orgId: 1, isDisabled: false, isExternal: false, authLabels: [] });
  });
  routes.get('/users/search', needs('users:read'), (request, response) => {
    const asked = query.safeParse(request.query);
    const words = asked.success ? asked.data.query.toLowerCase() : '';
    const users = Object.values(PEOPLE)
      .filter(({ login, name, email }) => `${login} ${name} ${email}`.toLowerCase().includes(words))
      .map(({ permissions: _permissions, ...person }) => person);
    response.json({ totalCount: users.length, users, page: 1, perPage: 1000 });
  });
  return routes;
}
