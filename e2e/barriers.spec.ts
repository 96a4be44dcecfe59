/** What browsers put between a page and the session server, named for who presents and for who sets it up. */
import { serveHost } from '../host/serve';
import { freePort } from '../scripts/testing/freePort';
import { NGINX_NAME, nginxIsThere, startNginx } from '../scripts/testing/nginx';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { expect, expectError, openGuide, test, type Stage } from './stage';
import type { SessionErrorReason } from '../src/session/SessionError';
import type { Page } from '@playwright/test';

const CONFIG = '/plugins/livesessions-guide-app';
/** A server that is not this machine itself, as far as the browser knows. */
const ELSEWHERE = 'live.test';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const rules = [ELSEWHERE, NGINX_NAME].map((name) => `MAP ${name} 127.0.0.1`).join(',');
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), `--host-resolver-rules=${rules}`] });
  },
});

/** Who starts a session and who tests the connection are told the same. */
async function expectBarrier(page: Page, grafana: string, reason: SessionErrorReason, words: RegExp): Promise<void> {
  await page.goto(`${grafana}/?user=admin`);
  await openGuide(page, 'demo-tour');
  await page.getByTestId('live-start').click();
  await page.getByTestId('live-create').click();
  await expectError(page, reason);

  await page.goto(grafana + CONFIG);
  await page.getByTestId('live-config-test').click();
  const check = page.locator('[data-testid="live-config-check"][data-way="browser"]');
  await expect(check).toHaveAttribute('data-ok', 'false');
  await expect(check).toContainText(words);
}

if (nginxIsThere) {
  test('plain http from a Grafana with https', async ({ stageOn, ownStage }) => {
    const { server }: Stage = await ownStage({ allowedHosts: [ELSEWHERE] });
    const grafana = await serveHost({ port: 0, sessionServerUrl: `http://${ELSEWHERE}:${server.port}` });
    const httpsPort = await freePort();
    const nginx = await startNginx({
      grafanaPort: Number(new URL(grafana.url).port),
      serverPort: server.port,
      httpsPort,
    });
    const stage = stageOn({
      server: { ...server, stop: async () => {} },
      config: {},
      host: {
        url: `https://${NGINX_NAME}:${httpsPort}`,
        async stop() {
          await nginx.stop();
          await grafana.stop();
        },
      },
    });
    const { page } = await stage.person('admin');
    await expectBarrier(page, stage.host.url, 'mixed-content', /Give the server https/);
  });
} else {
  process.stderr.write('Left out: nginx (or openssl) is not installed, so no page has https.\n');
}

test('a public Grafana and a session server on this machine, which Chrome asks about', async ({
  ownStage,
  playwright,
}) => {
  const stage = await ownStage();
  const { host: grafana } = new URL(stage.host.url);
  const address = grafana.replace('localhost', '127.0.0.1');
  const browser = await playwright.chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: [...BROWSER_ARGS, `--ip-address-space-overrides=${address}=public`],
  });
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    // Without a window there is nobody to ask, and Chromium takes that for a no.
    await expectBarrier(page, stage.host.url, 'local-network', /Allow local network access/);

    await context.grantPermissions(['local-network-access'], { origin: stage.host.url });
    await page.getByTestId('live-config-test').click();
    await expect(page.locator('[data-testid="live-config-check"][data-ok="true"]')).toHaveCount(2);
  } finally {
    await browser.close();
  }
});
