/** Who stands behind a call that Grafana's plugin proxy passed on. Only to be asked once the API key has proved the proxy. */
import type { Request } from 'express';
import { z } from 'zod';
import { LIMITS } from '../src/protocol/limits';
import { cleanText } from '../src/protocol/text';

/** What Grafana's signed-in user looks like in `X-Grafana-Context`; unknown fields are of no interest. */
const contextSchema = z.object({ Login: z.string().default(''), IsAnonymous: z.boolean().default(false) });

export type GrafanaUser =
  | { kind: 'user'; login: string }
  /** Anonymous access is on in that Grafana: nobody in particular. */
  | { kind: 'anonymous' }
  /** A program with the key, a Grafana that says nothing, or a login that would look like another's. */
  | { kind: 'unsaid' };

/**
 * Grafana's proxy sets `X-Grafana-Context` for app plugins, and `X-Grafana-User` with `send_user_header`. A header that
 * cannot be read counts as unsaid.
 */
export function grafanaUser(request: Request): GrafanaUser {
  const context = contextOf(textOf(request, 'x-grafana-context'));
  if (context?.IsAnonymous) {
    return { kind: 'anonymous' };
  }
  const login = context?.Login || textOf(request, 'x-grafana-user') || '';
  // What would have to be cleaned or cut could be told from another login before, and not afterwards.
  const isPlain = login !== '' && login === cleanText(login) && login.length <= LIMITS.nameLength;
  return isPlain ? { kind: 'user', login } : { kind: 'unsaid' };
}

/** Grafana writes UTF-8; Node reads headers byte by byte. */
function textOf(request: Request, name: string): string | undefined {
  const header = request.get(name);
  return header === undefined ? undefined : Buffer.from(header, 'latin1').toString('utf8');
}

function contextOf(header: string | undefined): z.output<typeof contextSchema> | null {
  try {
    const parsed = contextSchema.safeParse(JSON.parse(header ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
