/**
 * A browser whose pages can really be hidden, as when a person turns to another tab. Those that Playwright launches never
 * are: it keeps every page focused and visible, and switches off what browsers do with hidden ones.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';

export interface Hideable {
  context: BrowserContext;
  /** Another tab in front of the page; resolves when the page knows. */
  hide(page: Page): Promise<void>;
  /** The page in front again; resolves when it knows. */
  show(page: Page): Promise<void>;
  close(): Promise<void>;
}

/** What a hidden page's own timers did. */
export interface Ticks {
  /** Milliseconds since 1970 of each tick of an interval of `TICK`. */
  at: number[];
  /** Whether the browser froze the page, which stops its workers, too. */
  frozen: boolean;
}

/** Milliseconds of the interval whose ticks are counted. */
export const TICK = 200;

/**
 * @param throttledAfter seconds for which a page is hidden before the browser wakes its timers once a minute at most; the
 *   browser's own five minutes where nothing is given
 */
export async function hideableBrowser({ throttledAfter }: { throttledAfter?: number } = {}): Promise<Hideable> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'hideable-'));
  const args = [
    ...BROWSER_ARGS,
    '--window-size=1440,900',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...(throttledAfter === undefined
      ? []
      : [`--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/${throttledAfter}`]),
    'about:blank',
  ];
  const chrome = spawn(findBrowser() ?? '', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = once(chrome, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(chrome.stderr).on('line', (line) => {
      const [, url] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (url) {
        resolve(url);
      }
    });
    chrome.once('error', reject);
    void gone.then(([code]) => reject(new Error(`the browser ended with ${code}`)));
  });
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const [context] = browser.contexts();
  const other = await context.newPage();
  const becomes = (page: Page, state: DocumentVisibilityState) =>
    // By its own clock: neither frames nor timers can be waited for in a hidden page.
    page.waitForFunction((wanted) => document.visibilityState === wanted, state, { polling: 100 });
  return {
    context,
    async hide(page) {
      await other.bringToFront();
      await becomes(page, 'hidden');
    },
    async show(page) {
      await page.bringToFront();
      await becomes(page, 'visible');
    },
    async close() {
      await (await browser.newBrowserCDPSession()).send('Browser.close');
      await gone;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** From now on the page's own timers are watched. */
export const watchTicks = (page: Page) =>
  page.evaluateHandle((every): Ticks => {
    const ticks: Ticks = { at: [], frozen: false };
    setInterval(() => ticks.at.push(Date.now()), every);
    document.addEventListener('freeze', () => (ticks.frozen = true));
    return ticks;
  }, TICK);
