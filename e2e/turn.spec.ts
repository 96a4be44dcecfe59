/** People whom only a TURN server brings together: a real coturn, with the credentials that the session server gives. */
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { makeCertificate, startCoturn, type Coturn } from '../scripts/testing/coturn';
import { freePort } from '../scripts/testing/freePort';
import { missing } from '../scripts/testing/programs';
import { systemClock } from '../server/clock';
import { SERVER_LIMITS } from '../server/serverLimits';
import { startServer, type RunningServer } from '../server/startServer';
import { bundleForPage } from './bundle';

declare global {
  interface Window {
    relayed: typeof import('./fixtures/relayedPage');
  }
}

const SECRET = 'a-secret-of-this-test';
const lacking = missing('turnserver', 'openssl');
test.skip(lacking !== null, `not installed: ${lacking}`);

let coturn: Coturn;
let browser: Browser;
let site: Server;
let origin: string;
let script: string;
const servers: RunningServer[] = [];

test.beforeAll(async ({}, testInfo) => {
  const folder = testInfo.outputPath();
  const tls = makeCertificate(folder);
  const { publicKey } = new X509Certificate(readFileSync(tls.certificate));
  const pin = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  coturn = await startCoturn({ secret: SECRET, externalIp: '127.0.0.1', tls, loopbackPeers: true });
  // Trusted for this browser alone, as a certificate of a known authority would be.
  const args = [...BROWSER_ARGS, `--ignore-certificate-errors-spki-list=${pin}`];
  browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args });
  // A real one: pages that a test fulfils by itself are of no network, and may not talk to this machine.
  const port = await freePort();
  origin = `http://localhost:${port}`;
  site = createServer((_request, response) => response.end('<!doctype html>')).listen(port);
  await once(site, 'listening');
  script = await bundleForPage('fixtures/relayedPage.ts', 'relayed');
});

test.afterAll(async () => {
  await browser?.close();
  site?.close();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await coturn?.stop();
});

/** @param age milliseconds by which the session server's clock is slow */
async function sessionServer(turnUrl: string, age = 0): Promise<RunningServer> {
  const server = await startServer({
    config: { port: 0, logLevel: 'silent', allowedOrigins: [origin], turnUrls: [turnUrl], turnSecret: SECRET },
    clock: { ...systemClock, wall: () => systemClock.wall() - age },
  });
  servers.push(server);
  return server;
}

async function barePage(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  await page.addScriptTag({ content: script });
  return page;
}

const TURN_URLS = {
  udp: () => `turn:127.0.0.1:${coturn.port}`,
  tcp: () => `turn:127.0.0.1:${coturn.port}?transport=tcp`,
  tls: () => `turns:127.0.0.1:${coturn.port}?transport=tcp`,
};

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  test(`a data channel is relayed by TURN over ${transport}, with the session server's credentials`, async () => {
    const { url } = await sessionServer(TURN_URLS[transport]());
    const page = await barePage();
    expect(await page.evaluate((server) => window.relayed.meetRelayed(server), url)).toEqual({
      frames: [
        [4, 5, 6],
        [1, 2, 3],
      ],
      candidates: [`relay ${transport}`],
    });
    await page.context().close();
  });
}

test('credentials that have run out are refused', async () => {
  const age = (SERVER_LIMITS.turnSeconds + 60) * 1000;
  const { url } = await sessionServer(TURN_URLS.tcp(), age);
  const page = await barePage();
  const { errors, candidates } = await page.evaluate((server) => window.relayed.askTurn(server), url);
  expect(candidates).toBe(0);
  expect(errors).toContain(401);
  await page.context().close();
});
