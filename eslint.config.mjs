import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      'build/',
      'coverage/',
      'artifacts/',
      'test-results/',
      'playwright-report/',
      '.config/',
    ],
  },
  ...baseConfig,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      'no-console': 'error',
      // tsconfig's "react-jsx" needs no React in scope.
      'react/react-in-jsx-scope': 'off',
    },
  },
  {
    // Grafana gives moment to plugins, so the demo Grafana has to as well.
    files: ['host/app/plugins/sharedModules.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['scripts/**', 'bench/**', 'host/build.ts', 'host/serve.ts', '**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['e2e/**'],
    rules: { 'react-hooks/rules-of-hooks': 'off' },
  },
]);
