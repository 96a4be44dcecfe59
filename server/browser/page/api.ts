/** The session server's calls about shared browsers, and what it refuses. */
import { z } from 'zod';
import {
  BROWSER_API_PATH,
  browserSessionSchema,
  createBrowserResponseSchema,
  joinBrowserResponseSchema,
  type BrowserSession,
  type Control,
  type CreateBrowserResponse,
  type JoinBrowserResponse,
} from '../../../src/protocol/browserApi';
import { clockOffset } from './countdown';

export type Refusal =
  | { kind: 'unreachable' }
  /** No such session, or no such endpoint. */
  | { kind: 'unknown' }
  /** The server's own key is needed. */
  | { kind: 'key'; wasGiven: boolean }
  | { kind: 'removed' }
  | { kind: 'busy'; details: string }
  | { kind: 'failed'; details: string };

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

const detailsSchema = z.object({ details: z.string().max(1000) });

export class BrowserApi {
  /** By how much the server's clock is ahead, in milliseconds. */
  clockOffset = 0;

  /** @param base the session server's address, without a slash at its end */
  constructor(private readonly base: string) {}

  create(
    body: { name?: string; startUrl?: string },
    key: string | null,
    signal: AbortSignal
  ): Promise<Answer<CreateBrowserResponse>> {
    return this.call('POST', 'create', key, createBrowserResponseSchema, { body, signal, is: 'create' });
  }

  /** @param token of who was here before, so that they are the same user */
  join(body: { shareCode: string; name?: string }, token: string | null): Promise<Answer<JoinBrowserResponse>> {
    return this.call('POST', 'join', token, joinBrowserResponseSchema, { body, is: 'join' });
  }

  get(shareCode: string, token: string): Promise<Answer<BrowserSession>> {
    return this.call('GET', shareCode, token, browserSessionSchema);
  }

  leave(shareCode: string, token: string): Promise<Answer<unknown>> {
    return this.call('POST', 'leave', token, z.unknown(), { body: { shareCode } });
  }

  end(shareCode: string, token: string): Promise<Answer<unknown>> {
    return this.call('POST', 'end', token, z.unknown(), { body: { shareCode } });
  }

  control(shareCode: string, control: Control, token: string): Promise<Answer<unknown>> {
    return this.call('POST', 'control', token, z.unknown(), { body: { shareCode, control } });
  }

  remove(shareCode: string, userId: string, token: string): Promise<Answer<unknown>> {
    return this.call('POST', 'remove', token, z.unknown(), { body: { shareCode, userId } });
  }

  /** The address of a socket. */
  socket(name: 'ws' | 'view', shareCode: string): string {
    const url = new URL(`${this.base}${BROWSER_API_PATH}/${name}`);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = `?shareCode=${encodeURIComponent(shareCode)}`;
    return url.href;
  }

  private async call<T>(
    method: string,
    path: string,
    bearer: string | null,
    schema: z.ZodType<T>,
    { body, signal, is = 'other' }: { body?: object; signal?: AbortSignal; is?: 'create' | 'join' | 'other' } = {}
  ): Promise<Answer<T>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.base}${BROWSER_API_PATH}/${path}`, {
        method,
        headers: {
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: body && JSON.stringify(body),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal,
      });
      text = await response.text();
    } catch {
      return { ok: false, refusal: { kind: 'unreachable' } };
    }
    this.clockOffset = clockOffset(response.headers.get('date'), Date.now());
    const json = parse(text);
    if (!response.ok) {
      const details = detailsSchema.safeParse(json).data?.details ?? '';
      return { ok: false, refusal: refusalOf(response.status, details, is, bearer !== null) };
    }
    const parsed = schema.safeParse(json);
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, refusal: { kind: 'failed', details: 'The server’s answer cannot be read. Reload the page.' } };
  }
}

function refusalOf(status: number, details: string, is: 'create' | 'join' | 'other', wasGiven: boolean): Refusal {
  if (is === 'create' && status === 401) {
    return { kind: 'key', wasGiven };
  }
  if (is === 'join' && status === 403) {
    return { kind: 'removed' };
  }
  if (status === 404) {
    return { kind: 'unknown' };
  }
  return status === 429 || status === 409 ? { kind: 'busy', details } : { kind: 'failed', details };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
