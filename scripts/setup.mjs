/**
 * Everything that is missing before a command can run: dependencies, and for tests a browser. Plain JavaScript without
 * dependencies, because it runs before there are any. Never touches system packages for `start`.
 */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = path.join(ROOT, 'node_modules');
const STAMP = path.join(MODULES, '.live-sessions-lock');

function run(command, args, what) {
  console.log(`▸ ${what}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // The browser is looked for below; Playwright's own download would be a second one.
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) {
    console.log(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  return status === 0;
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

function ensureDependencies() {
  // npm would empty the folder that a link leads to, under whoever else works with it.
  if (lstatSync(MODULES, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.log('▸ node_modules is a link: dependencies are taken from there as they are');
    return;
  }
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) {
    return;
  }
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!run('npm', args, 'Installing dependencies, about 850 MB; this takes one to three minutes')) {
    fail('npm could not install the dependencies. Look at its message above, then run the same command again.');
  }
  writeFileSync(STAMP, lock);
}

const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;

/** What some tests need of the system, by program; they may be left out without it, but not in CI where it can be had. */
const PACKAGES = {
  'redis-server': 'redis-server',
  turnserver: 'coturn',
  nginx: 'nginx',
  openssl: 'openssl',
  ip: 'iproute2',
  unshare: 'util-linux',
  Xvfb: 'xvfb',
  ffmpeg: 'ffmpeg',
};

function ensurePrograms() {
  if (!isDebianRoot || process.env.CI === undefined) {
    return;
  }
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const missing = Object.entries(PACKAGES)
    .filter(([program]) => spawnSync('sh', ['-c', `command -v ${program}`], { env }).status !== 0)
    .map(([, name]) => name);
  if (missing.length > 0) {
    run('apt-get', ['update', '-qq'], 'Updating the package lists');
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], `Installing ${missing.join(', ')}`);
  }
}

function ensureBrowser() {
  if (findBrowser()) {
    return;
  }
  const installed = isDebianRoot
    ? run('apt-get', ['update', '-qq'], 'Updating the package lists') &&
      run('apt-get', ['install', '-y', '-qq', 'chromium'], 'Installing Chromium')
    : run('npx', ['playwright', 'install', 'chromium'], 'Downloading Chromium');
  if (!installed) {
    fail('No Chrome or Chromium was found and none could be installed. Install one, or set CHROME_PATH to yours.');
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  fail(`Node ${process.versions.node} is too old: Live Sessions needs Node 20.11 or newer.`);
}
ensureDependencies();
if (process.argv[2] === 'test') {
  ensureBrowser();
  ensurePrograms();
}
