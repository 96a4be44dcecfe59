/** Which pages of this Grafana a guide may take its own reader to. Pure. */
import { judgeRoute } from './routes';

/**
 * All that a session may take an attendee to, asked or not, with the query as it is written; administrators also get to
 * Administration. Never out of the session, to a password or to what is no page.
 * @param route a path inside Grafana, with its query
 */
export function mayTakeReader(route: string, isAdmin: boolean): boolean {
  const admin = /^\/admin(?=$|[/?])/i;
  // The rest of the path must hold nothing in disguise either.
  return judgeRoute(isAdmin && admin.test(route) ? route.replace(admin, '/administration') : route).route !== null;
}
