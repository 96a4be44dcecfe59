/** Browsers for the benches: the one that the tests drive, with their flags. */
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';

/** One process tree of its own. Throws when no browser is found. */
export async function launch(args = BROWSER_ARGS): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    throw new Error('No Chrome or Chromium was found; set CHROME_PATH to one.');
  }
  return chromium.launch({ executablePath, args });
}
