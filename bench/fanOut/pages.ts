/** Serves the bench's pages: one bare page for each bundle, at a path of its own. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import express from 'express';

const BENCH = path.resolve(__dirname, '..');
const PAGES = {
  'ours-presenter': 'fanOut/ours/presenter.ts',
  'ours-attendees': 'fanOut/ours/attendees.ts',
  'recovery-presenter': 'recovery/page/presenter.ts',
  'recovery-attendees': 'recovery/page/attendees.ts',
  'baseline-presenter': 'baseline/presenter.ts',
  'baseline-attendees': 'baseline/attendees.ts',
} as const;
export type PageName = keyof typeof PAGES;

export interface ServedPages {
  origin: string;
  url(name: PageName): string;
  stop(): Promise<void>;
}

/** What a bundle exports is in its page's global `bench`. */
async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    absWorkingDir: BENCH,
    entryPoints: { ...PAGES, ticker: '../src/ticker.worker.ts' },
    outdir: '.',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'bench',
    platform: 'browser',
    target: 'chrome109',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return new Map(outputFiles.map((file) => [`/${path.basename(file.path)}`, file.text]));
}

export async function servePages(): Promise<ServedPages> {
  const scripts = await bundle();
  const app = express();
  app.get('*', (request, response) => {
    const script = scripts.get(request.path);
    if (script !== undefined) {
      response.type('js').send(script);
    } else if (request.path.slice(1) in PAGES) {
      response.type('html').send(`<!doctype html><title>Bench</title><script src="${request.path}.js"></script>`);
    } else {
      response.sendStatus(404);
    }
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    url: (name) => `${origin}/${name}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
