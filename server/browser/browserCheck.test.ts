/** `npm run browser:check` says what is there, and what is not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { profilesFolder } from './local/profiles';
import { BrowserWorld } from './testing/BrowserWorld';
import { localProvider } from './testing/localProvider';

const ROOT = path.resolve(__dirname, '../..');
const LOADER = pathToFileURL(path.join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;

const world = new BrowserWorld();
afterEach(() => world.end());

async function check(url: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [`--import=${LOADER}`, 'scripts/browserCheck.ts', url], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { code, said };
}

test('a server that does all passes, and nothing is left behind', async () => {
  const apiKey = 'k'.repeat(16);
  const { url } = await world.start({ apiKey });
  world.provider.greeting = Buffer.from('a picture');
  const { code, said } = await check(url, { API_KEY: apiKey });
  expect(said).toMatch(/\nPASS\n$/);
  expect(said.match(/^ {2}ok {2}/gm)).toHaveLength(10);
  expect(code).toBe(0);
  expect(world.provider.left.size).toBe(0);
});

test('one with a real Chromium passes, and no process or profile is left', async () => {
  const { url } = await world.start({}, localProvider());
  const { said } = await check(url);
  expect(said).toMatch(/by the provider "local"[^]*\nPASS\n$/);
  const { browser } = world.lines.find(({ msg }) => msg === 'shared browser: ended') ?? {};
  await world.end();
  expect(existsSync(path.join(profilesFolder(), String(browser)))).toBe(false);
});

test('one without a browser fails, and says why', async () => {
  const { url } = await world.start({ browser: false });
  const { code, said } = await check(url);
  expect(said).toMatch(/BROWSER[^]*\nFAIL\n$/);
  expect(code).toBe(1);
});
