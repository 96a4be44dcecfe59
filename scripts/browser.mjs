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

/**
 * Parts of Chromium that are not wanted. The address bar's popups are two pages of their own for each window, hidden ones as well,
 * and take a third of the time that opening a page of the demo Grafana takes. The others are what Playwright turns off:
 * of two such lists on a command line only the last counts.
 */
const DISABLED_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Headless, without sandbox (tests may run as root), and without calls home. */
export const browserArgs = (alsoDisabled = []) => [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...DISABLED_FEATURES, ...alsoDisabled].join()}`,
];
export const BROWSER_ARGS = browserArgs();
