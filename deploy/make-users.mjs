/**
 * Sets up Grafana's users editor and viewer over its API, as its administrator: makes those that are missing, and gives
 * those that are there the password and the role again. Plain JavaScript without packages: it runs in Node's own image.
 *
 * Environment: GRAFANA_URL, GRAFANA_ADMIN_PASSWORD, GRAFANA_EDITOR_PASSWORD, GRAFANA_VIEWER_PASSWORD. Exits with 1 and
 * one line when Grafana does not come up within two minutes or refuses; never prints a password.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that Grafana may take to come up: its first start migrates its database. */
const PATIENCE = 120_000;
const BETWEEN_TRIES = 1000;

function needed(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

const url = needed('GRAFANA_URL').replace(/\/+$/, '');
const authorization = `Basic ${Buffer.from(`admin:${needed('GRAFANA_ADMIN_PASSWORD')}`).toString('base64')}`;
const users = [
  { login: 'editor', name: 'Emil Editor', role: 'Editor', password: needed('GRAFANA_EDITOR_PASSWORD') },
  { login: 'viewer', name: 'Vera Viewer', role: 'Viewer', password: needed('GRAFANA_VIEWER_PASSWORD') },
];

/** Resolves with the answer's JSON, or with null for a status in `expected`; rejects for any other that is not 2xx. */
async function call(method, path, body, expected = []) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (expected.includes(response.status)) {
    return null;
  }
  if (!response.ok) {
    throw new Error(`${method} ${path} was answered with ${response.status}`);
  }
  return JSON.parse(text);
}

async function untilUp() {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const isUp = await call('GET', '/api/health').then(
      () => true,
      () => false
    );
    if (isUp) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`Grafana at ${url} did not come up`);
    }
    await pause(BETWEEN_TRIES);
  }
}

async function setUp({ login, name, role, password }) {
  // 412: there is one with this login.
  const made = await call('POST', '/api/admin/users', { login, name, password, OrgId: 1 }, [412]);
  const { id } = made ?? (await call('GET', `/api/users/lookup?loginOrEmail=${login}`));
  if (!made) {
    await call('PUT', `/api/admin/users/${id}/password`, { password });
  }
  await call('PATCH', `/api/org/users/${id}`, { role });
  console.log(`${login}: ${made ? 'made' : 'was there'}, ${role}`);
}

try {
  await untilUp();
  for (const user of users) {
    await setUp(user);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
