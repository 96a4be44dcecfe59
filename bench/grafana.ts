/** The whole product as the browser tests have it: session server, demo Grafana with the built plugin, people in it. */
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { serveHost } from '../host/serve';
import { buildAll } from '../scripts/buildAll';
import type { ServerConfig } from '../server/config';
import { startServer } from '../server/startServer';
import type { Opened } from './bench';

export interface Grafana {
  url: string;
  /** The session server's address. */
  sessionServer: string;
}

/** Builds what is missing first. The session server has to know Grafana's origin and Grafana the server's: hence a port that is free now. */
export async function startGrafana(opened: Opened, config: Partial<ServerConfig> = {}): Promise<Grafana> {
  buildAll();
  const port = await freePort();
  const origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  const server = await opened.use(
    startServer({ config: { port: 0, allowedOrigins: origins, logLevel: 'silent', ...config } }),
    (running) => running.stop()
  );
  const host = await opened.use(serveHost({ port, sessionServerUrl: server.url }), (running) => running.stop());
  return { url: host.url, sessionServer: server.url };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A person with storage of their own; `probe` is a script that runs in every page before the page's own. */
export async function enter(
  browser: Browser,
  grafana: Grafana,
  role: 'viewer' | 'editor' | 'admin',
  probe: string
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(probe);
  const page = await context.newPage();
  await page.goto(`${grafana.url}/?user=${role}`);
  return { page, context };
}
