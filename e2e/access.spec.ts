/** A session server with a key: the plugin comes to it through Grafana's plugin proxy, as the person who is signed in. */
import { stepsOf } from './guideSteps';
import { expectFramed } from './framed';
import { attendeeRow, expect, expectError, joinSession, openGuide, pressShowMe, startSession, test } from './stage';

const API_KEY = 'a key that only Grafana’s server has'.replace(/[^a-z]/gi, '-');
const [openDashboards] = stepsOf('demo-tour');

test('names are Grafana’s own, whatever was typed, and no browser gets to see the key', async ({ ownStage }) => {
  const stage = await ownStage({ apiKey: API_KEY });
  const presenter = await stage.person('editor');
  const seen: string[] = [];
  presenter.page.on('request', (request) => seen.push(JSON.stringify([request.url(), request.headers()])));
  presenter.page.on('response', (response) => {
    const [type = ''] = [response.headers()['content-type']];
    if (type.includes('json')) {
      void response.text().then(
        (text) => seen.push(text),
        () => {}
      );
    }
  });
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const attendee = await stage.person('viewer');
  await joinSession(attendee.page, code, 'Somebody Else', 'guided');
  const row = attendeeRow(presenter.page, 'Somebody Else');
  await expect(row.getByTestId('live-verified')).toHaveAttribute('data-login', 'viewer');
  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(attendee.page, openDashboards);
  expect(seen.some((text) => text.includes('/api/plugin-proxy/'))).toBe(true);
  expect(seen.filter((text) => text.includes(API_KEY))).toEqual([]);
});

test('a viewer may join and not present, and a browser that goes past Grafana gets nothing', async ({ ownStage }) => {
  const stage = await ownStage({ apiKey: API_KEY });
  const viewer = await stage.person('viewer');
  await openGuide(viewer.page, 'demo-tour');
  await viewer.page.getByTestId('live-start').click();
  await viewer.page.getByTestId('live-create').click();
  await expectError(viewer.page, 'unauthorized');

  const status = await viewer.page.evaluate(
    async (url) => (await fetch(`${url}/api/sessions/ZZZZZZ`)).status,
    stage.server.url
  );
  expect(status).toBe(401);
});

test('an administrator enters the key, and the connection test says what works and what does not', async ({
  ownStage,
}) => {
  const stage = await ownStage({ apiKey: API_KEY });
  const { page } = await stage.person('admin');
  const check = (way: string) => page.locator(`[data-testid="live-config-check"][data-way="${way}"]`);
  const test = async () => {
    await page.getByTestId('live-config-test').click();
    await expect(check('grafana')).toBeVisible();
  };
  await page.goto(`${stage.host.url}/plugins/livesessions-guide-app`);
  await test();
  for (const way of ['browser', 'signalling', 'grafana']) {
    await expect(check(way)).toHaveAttribute('data-ok', 'true');
  }

  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByTestId('live-config-api-key').fill('another key than the server has');
  await page.getByTestId('live-config-save').click();
  await expect(page.getByRole('button', { name: 'Reset' })).toBeVisible();
  await test();
  await expect(check('grafana')).toHaveAttribute('data-ok', 'false');
  await expect(check('grafana')).toContainText('does not take the key');
  await expect(check('browser')).toHaveAttribute('data-ok', 'true');

  await stage.server.stop();
  await test();
  await expect(page.getByTestId('live-config-check')).toHaveCount(2);
  for (const way of ['browser', 'grafana']) {
    await expect(check(way)).toHaveAttribute('data-ok', 'false');
  }
});

test('without Grafana’s address of a server with a key nobody starts, and test and dialog both say why', async ({
  ownStage,
}) => {
  const stage = await ownStage({ apiKey: API_KEY });
  const { page } = await stage.person('admin');
  await page.goto(`${stage.host.url}/plugins/livesessions-guide-app`);
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByTestId('live-config-grafana-url').fill('');
  await page.getByTestId('live-config-save').click();
  await expect(page.getByTestId('live-config-api-key')).toHaveValue('');
  await expect(page.getByTestId('live-config-grafana-url')).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Reset' })).toHaveCount(0);

  await page.getByTestId('live-config-test').click();
  const line = page.locator('[data-testid="live-config-check"][data-way="grafana"]');
  await expect(line).toHaveAttribute('data-ok', 'false');
  await expect(line).toContainText('This server asks for a key');

  await openGuide(page, 'demo-tour');
  await page.getByTestId('live-start').click();
  await page.getByTestId('live-create').click();
  await expectError(page, 'api-key');
  await expect(page.getByTestId('live-error')).toContainText('Session server URL for Grafana');
});
