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
  /** A program with the key, or a Grafana that says nothing. */
  | { kind: 'unsaid' };

/**
 * Grafana's proxy sets `X-Grafana-Context` for app plugins, and `X-Grafana-User` with `send_user_header`. A header that
 * cannot be read counts as unsaid.
 */
export function grafanaUser(request: Request): GrafanaUser {
  const context = contextOf(request.get('x-grafana-context'));
  if (context?.IsAnonymous) {
    return { kind: 'anonymous' };
  }
  const login = cleanText(context?.Login || request.get('x-grafana-user') || '').slice(0, LIMITS.nameLength);
  return login === '' ? { kind: 'unsaid' } : { kind: 'user', login };
}

function contextOf(header: string | undefined): z.output<typeof contextSchema> | null {
  try {
    const parsed = contextSchema.safeParse(JSON.parse(header ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
