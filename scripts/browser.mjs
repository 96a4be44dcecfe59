/** The Chrome or Chromium that tests and benches drive, and the flags that they give it. */
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const INSIDE = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];

/** A path, or null. `CHROME_PATH` goes before everything else; Playwright's own download comes last. */
export function findBrowser() {
  const given = process.env.CHROME_PATH;
  return [...(given ? [given] : []), ...KNOWN, ...playwrights()].find((file) => existsSync(file)) ?? null;
}

function playwrights() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    path.join(os.homedir(), process.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright');
  const builds = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('chromium-')) : [];
  return builds.flatMap((build) => INSIDE.map((inside) => path.join(cache, build, inside)));
}

/** Headless, without sandbox (tests may run as root), and without calls home. */
export const BROWSER_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
