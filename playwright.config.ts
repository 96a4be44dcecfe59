import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.mjs';

/** Every spec starts the servers that it needs on free ports; the plugin and the demo Grafana are built before. */
export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results/e2e',
  fullyParallel: false,
  // Two cores: more browsers at once than that only make each other late.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Limits for what never comes: a shared machine is at times several times slower than a desk's.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    launchOptions: { executablePath: findBrowser() ?? undefined, args: BROWSER_ARGS },
    viewport: { width: 1440, height: 900 },
    trace: 'off',
  },
});
