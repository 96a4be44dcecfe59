/** A web site on this machine for browsers under test: pages by path, and what was asked of it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Site {
  readonly port: number;
  /** `127.0.0.1:port` */
  readonly host: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  url(path?: string): string;
  /** Whatever a path answers: a page, or all of the answer. */
  page(path: string, html: string | ((request: IncomingMessage, response: ServerResponse) => void)): void;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const pages = new Map<string, string | ((request: IncomingMessage, response: ServerResponse) => void)>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages.get((request.url ?? '').split('?')[0]);
    if (typeof page === 'function') {
      page(request, response);
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page === undefined ? '' : `<!doctype html>${page}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    port,
    host,
    asked,
    url: (path = '/') => `http://${host}${path}`,
    page: (path, html) => pages.set(path, html),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
