/** JSON from a listed place, and from nowhere else. The world is passed in. */
import { GUIDE_LIMITS } from './guideLimits';
import { listedAddress } from './listedPlaces';

export interface FetchDeps {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Aborts after that many milliseconds. */
  timeout(ms: number): AbortSignal;
}

/** Milliseconds for one file. */
const TIMEOUT = 15_000;

export class FetchRefusedError extends Error {
  constructor(
    readonly reason: 'not-listed' | 'unreachable' | 'missing' | 'refused' | 'not-json' | 'too-large',
    message: string
  ) {
    super(message);
    this.name = 'FetchRefusedError';
  }
}

/**
 * Without cookies, without following redirects, and read no further than a guide may be large.
 * @returns what `JSON.parse` returned
 * @throws FetchRefusedError
 */
export async function fetchJson(address: string, prefixes: readonly string[], deps: FetchDeps): Promise<unknown> {
  const listed = listedAddress(address, prefixes);
  if (!listed) {
    throw new FetchRefusedError('not-listed', 'The address is not below one that an administrator listed.');
  }
  const response = await deps
    .fetch(listed.url, {
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { Accept: 'application/json' },
      signal: deps.timeout(TIMEOUT),
    })
    .catch(() => {
      throw new FetchRefusedError(
        'unreachable',
        'The address could not be reached, leads elsewhere, or does not allow this Grafana to read it (CORS, or ' +
          'Grafana’s content security policy).'
      );
    });
  if (response.redirected || (response.url !== '' && !listedAddress(response.url, prefixes))) {
    throw new FetchRefusedError('not-listed', 'The address leads elsewhere.');
  }
  if (!response.ok) {
    const missing = response.status === 404 || response.status === 410;
    throw new FetchRefusedError(
      missing ? 'missing' : 'refused',
      missing ? 'There is nothing at this address.' : `The address answered with status ${response.status}.`
    );
  }
  const type = response.headers.get('content-type') ?? '';
  // Plain text too: that is how raw files of code hosts come.
  if (!/^(application\/(?:[\w.-]+\+)?json|text\/(?:json|plain))\s*(;|$)/i.test(type)) {
    throw new FetchRefusedError(
      'not-json',
      `The address does not hold JSON, but ${type || 'something without a type'}.`
    );
  }
  const text = await readAtMost(response, GUIDE_LIMITS.bytes);
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    throw new FetchRefusedError('not-json', 'The address does not hold JSON.');
  }
}

async function readAtMost(response: Response, bytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw new FetchRefusedError('unreachable', 'The address did not send everything.');
    });
    if (done) {
      break;
    }
    read += value.byteLength;
    if (read > bytes) {
      await reader.cancel().catch(() => undefined);
      throw new FetchRefusedError('too-large', `The file is larger than ${bytes / 1024} KiB.`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
