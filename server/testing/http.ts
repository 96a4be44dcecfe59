/** Plain HTTP calls, with headers that fetch would not let a test set. */
import { request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  raw?: string | Buffer;
}

/** Rejects when the server cuts the connection before it has answered. */
export function call(url: string, { method = 'GET', headers = {}, json, raw }: Call = {}): Promise<Answer> {
  const body = json === undefined ? raw : JSON.stringify(json);
  const described: Record<string, string> = {
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...described, ...headers }, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        })
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function bearerHeader(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** Such as `404 not-found`. */
export function errorOf({ status, text }: Answer): string {
  return `${status} ${JSON.parse(text).error}`;
}

export const statusOf = async (answer: Promise<{ status: number }>): Promise<number> => (await answer).status;
