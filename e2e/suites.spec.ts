/** The main job in Grafana as it really is served: under a policy, below a path, on plain http, behind one address. */
import { serveHost } from '../host/serve';
import { NGINX_NAME, nginxIsThere, startNginx } from '../scripts/testing/nginx';
import { freePort } from '../scripts/testing/freePort';
import { startServer } from '../server/startServer';
import { expect, expectError, openGuide, test, type Person, type Stage } from './stage';
import { doMainJob, openRoom, refusals, writeAndDraw, type Room } from './suiteJob';

/** A name that stands for this machine in the browser alone: no secure context, unlike localhost. */
const PLAIN = 'grafana.test';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const rules = [PLAIN, NGINX_NAME].map((name) => `MAP ${name} 127.0.0.1`).join(',');
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), `--host-resolver-rules=${rules}`] });
  },
});

const everyone = ({ presenter, guided, follower }: Room): Person[] => [presenter, guided, follower];

function expectNoTrouble(room: Room): void {
  expect(everyone(room).flatMap(refusals)).toEqual([]);
  expect(everyone(room).flatMap(({ errors }) => errors)).toEqual([]);
}

test('under Grafana’s policy the plugin names the line that is missing, and with that line everything works', async ({
  ownStage,
}) => {
  const stage = await ownStage({}, { csp: true });
  const sources =
    await test.step('without the line: who starts is told it, and so is the connection test', async () => {
      const { page, context } = await stage.person('admin');
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await openGuide(page, 'demo-tour');
      await page.getByTestId('live-start').click();
      await page.getByTestId('live-create').click();
      await expectError(page, 'policy');
      const said = await page.getByTestId('live-policy-sources').innerText();
      await page.getByTestId('live-copy-policy').click();
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(said);

      await page.goto(`${stage.host.url}/plugins/livesessions-guide-app`);
      await page.getByTestId('live-config-test').click();
      const check = page.locator('[data-testid="live-config-check"][data-way="browser"]');
      await expect(check).toHaveAttribute('data-ok', 'false');
      await expect(check.getByTestId('live-policy-sources')).toHaveText(said);
      return said.split(' ');
    });
  const { protocol, host } = new URL(stage.server.url);
  expect(sources).toEqual([`${protocol}//${host}`, `ws://${host}`]);

  await test.step('with half of it: calls get through, signalling does not', async () => {
    await withSources(stage, sources.slice(0, 1), async () => {
      const { page } = await stage.person('editor');
      await openGuide(page, 'demo-tour');
      await page.getByTestId('live-start').click();
      await page.getByTestId('live-create').click();
      await expectError(page, 'policy');
    });
  });
  await withSources(stage, sources, async () => {
    const room = await openRoom(stage);
    await doMainJob(room);
    await writeAndDraw(room);
    expect(room.presenter.page.workers().length, 'the clock that ticks in hidden tabs').toBeGreaterThan(0);
    expectNoTrouble(room);
  });
});

/** Another Grafana in the stage's place, at the same address, whose administrator has added these sources. */
async function withSources(stage: Stage, connectSrc: string[], use: () => Promise<void>): Promise<void> {
  await stage.host.stop();
  const port = Number(new URL(stage.host.url).port);
  const { stop } = await serveHost({ port, sessionServerUrl: stage.server.url, csp: true, connectSrc });
  try {
    await use();
  } finally {
    await stop();
  }
}

test('below a path, as with root_url = https://example.org/grafana/', async ({ ownStage }) => {
  const stage = await ownStage({}, { appSubUrl: '/grafana' });
  const room = await openRoom(stage);
  expect(new URL(room.link).pathname).toMatch(/^\/grafana\/a\//);
  await doMainJob(room);
  for (const { page } of everyone(room)) {
    expect(new URL(page.url()).pathname).toMatch(/^\/grafana(\/|$)/);
  }
  expectNoTrouble(room);
});

test('on plain http under a name, where browsers keep their cryptography back', async ({ ownStage }) => {
  const stage = await ownStage({}, { name: PLAIN });
  const room = await openRoom(stage);
  const { presenter } = room;
  expect(await presenter.page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'clipboard' in navigator])).toEqual([
    false,
    false,
    false,
  ]);
  await doMainJob(room);

  await test.step('dialogs say what that means', async () => {
    const { page } = await stage.person('viewer');
    await page.goto(room.link);
    await expect(page.getByTestId('live-plain-http')).toBeVisible();
  });
  await test.step('copying falls back to the old way', async () => {
    await presenter.page.getByTestId('live-copy-link').click();
    await expect(presenter.page.getByTestId('live-copy-link')).toHaveText('Copied');
  });
  expectNoTrouble(room);
});

if (nginxIsThere) {
  test('behind one https address, as deploy/nginx.conf has it, with policy, path and key', async ({ stageOn }) => {
    const [httpsPort, apiKey] = [await freePort(), 'a-key-that-only-servers-have'];
    const origin = `https://${NGINX_NAME}:${httpsPort}`;
    const publicUrl = `${origin}/live-sessions`;
    const server = await startServer({
      config: {
        port: 0,
        apiKey,
        publicUrl,
        allowedOrigins: [origin],
        trustedProxies: ['127.0.0.1'],
        logLevel: 'silent',
      },
    });
    const grafana = await serveHost({
      port: 0,
      appSubUrl: '/grafana',
      csp: true,
      sessionServerUrl: publicUrl,
      sessionServerKey: apiKey,
      grafanaServerUrl: server.url,
    });
    const grafanaPort = Number(new URL(grafana.url).port);
    const nginx = await startNginx({ grafanaPort, serverPort: server.port, httpsPort });
    const stage = stageOn({
      server,
      config: {},
      host: {
        url: `${origin}/grafana`,
        async stop() {
          await nginx.stop();
          await grafana.stop();
        },
      },
    });
    const room = await openRoom(stage);
    await expect(room.presenter.page.locator('[data-testid="live-verified"][data-login="admin"]')).toHaveCount(2);
    await doMainJob(room);
    await writeAndDraw(room);
    expectNoTrouble(room);
  });
} else {
  process.stderr.write('Left out: nginx (or openssl) is not installed, so no room meets behind deploy/nginx.conf.\n');
}
