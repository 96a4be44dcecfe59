// force timezone to UTC to allow tests to work regardless of local timezone
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

const [[, swc]] = Object.entries(base.transform);
const shared = {
  transform: {
    '^.+\\.m?[tj]sx?$': [
      swc[0],
      { ...swc[1], jsc: { ...swc[1].jsc, target: 'es2022', transform: { react: { runtime: 'automatic' } } } },
    ],
  },
  transformIgnorePatterns: [
    nodeModulesToTransform([
      ...grafanaESModules,
      '@react-hookz',
      '@ver0',
      '@noble',
      'peer',
      'rate-limiter-flexible',
      'jose',
      '@grafana/ui',
      '@grafana/data',
      '@grafana/runtime',
      '@grafana/e2e-selectors',
      'css-what',
    ]),
  ],
  moduleNameMapper: base.moduleNameMapper,
};
/** Each starts a real Chromium, which wants a core and more; `npm test` runs these one by one. */
const BROWSERS = 'server/browser/local';
const node = (name, folders, more = []) => ({
  ...shared,
  displayName: name,
  testEnvironment: 'node',
  testMatch: [...folders.map((folder) => `<rootDir>/${folder}/**/*.test.{ts,tsx}`), ...more],
});

module.exports = {
  // A limit for what never comes: real servers and simulations are several times slower on a shared machine.
  testTimeout: 60_000,
  projects: [
    node(
      'core',
      ['src/protocol', 'src/session', 'src/transport', 'src/barriers', 'src/testing', 'scripts'],
      ['<rootDir>/src/*.test.ts', '<rootDir>/src/browser/*.test.ts']
    ),
    { ...node('server', ['server', 'host']), testPathIgnorePatterns: ['/node_modules/', `<rootDir>/${BROWSERS}/`] },
    node('browsers', [BROWSERS]),
    {
      ...shared,
      displayName: 'plugin',
      testEnvironment: 'jest-environment-jsdom',
      setupFilesAfterEnv: ['<rootDir>/jest-setup.js'],
      testMatch: ['ui', 'guide', 'actions', 'terminal'].map((folder) => `<rootDir>/src/${folder}/**/*.test.{ts,tsx}`),
    },
  ],
  watchPathIgnorePatterns: ['<rootDir>/node_modules', '<rootDir>/dist'],
};
