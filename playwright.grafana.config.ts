import path from 'node:path';
import type { PluginOptions } from '@grafana/plugin-e2e';
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.mjs';

/**
 * What has to hold in every Grafana: the specs run here against the demo Grafana and, with GRAFANA_URL, against a real
 * one. scripts/e2eGrafana.ts starts them.
 */
export default defineConfig<PluginOptions>({
  testDir: './e2e-grafana',
  outputDir: './test-results/grafana',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A real Grafana on a laptop needs its time, most of all for its first page.
  timeout: 150_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e-grafana.json' }]],
  use: {
    baseURL: process.env.GRAFANA_URL,
    launchOptions: { executablePath: findBrowser() ?? undefined, args: BROWSER_ARGS },
    viewport: { width: 1440, height: 900 },
    trace: 'off',
  },
  projects: [
    {
      name: 'sign in',
      testDir: path.join(path.dirname(require.resolve('@grafana/plugin-e2e')), 'auth'),
      testMatch: /\.js$/,
    },
    { name: 'plugin', dependencies: ['sign in'], use: { storageState: 'playwright/.auth/admin.json' } },
  ],
});
