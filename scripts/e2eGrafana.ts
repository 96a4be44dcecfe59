/**
 * `npm run e2e:grafana`: the specs of e2e-grafana. Without GRAFANA_URL they run against the demo Grafana, which is started
 * for them; with it against the Grafana there, as its administrator (GRAFANA_ADMIN_PASSWORD, or what .env has for compose).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { serveHost } from '../host/serve';
import { startServer } from '../server/startServer';
import { freePort } from './testing/freePort';
import { buildAll } from './buildAll';

const ROOT = path.resolve(__dirname, '..');

async function runSpecs(env: Record<string, string | undefined>): Promise<number> {
  const specs = spawn('npx', ['playwright', 'test', '-c', 'playwright.grafana.config.ts', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const [code] = await once(specs, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** Of the Grafana that compose runs. */
function composePassword(): string | undefined {
  const file = path.join(ROOT, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')).GRAFANA_ADMIN_PASSWORD : undefined;
}

async function againstDemo(): Promise<number> {
  buildAll();
  const port = await freePort();
  const allowedOrigins = [`http://localhost:${port}`];
  const server = await startServer({ config: { port: 0, allowedOrigins, logLevel: 'silent' } });
  const host = await serveHost({ port, sessionServerUrl: server.url });
  try {
    return await runSpecs({ GRAFANA_URL: host.url, GRAFANA_VERSION: undefined });
  } finally {
    await host.stop();
    await server.stop();
  }
}

async function main(): Promise<void> {
  const { GRAFANA_URL, GRAFANA_ADMIN_PASSWORD } = process.env;
  process.exitCode = GRAFANA_URL
    ? await runSpecs({ GRAFANA_ADMIN_PASSWORD: GRAFANA_ADMIN_PASSWORD ?? composePassword() })
    : await againstDemo();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
