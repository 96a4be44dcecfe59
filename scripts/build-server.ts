/**
 * Bundles the session server into one file that plain node runs. The pages of the shared terminal and the shared
 * browser are in it, and the terminal's thread; the terminal's native module is not, and is looked for in node_modules beside it.
 */
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BROWSER_PAGE } from '../server/browser/builtPage';
import { bundlePage } from '../server/page/bundlePage';
import { buildAssets } from '../server/terminal/buildAssets';

const ROOT = path.resolve(__dirname, '..');
const outfile = process.argv[2] ?? 'build/server/peerjs-server.js';

/** Has the bundle carry what the sources would build when it is asked for. */
const builtIn: Plugin = {
  name: 'built-in-assets',
  setup({ onLoad }) {
    onLoad({ filter: /server\/terminal\/builtAssets\.ts$/ }, async () => ({
      contents: `export const builtAssets = async () => (${JSON.stringify(await buildAssets(ROOT))});`,
    }));
    onLoad({ filter: /server\/browser\/builtPage\.ts$/ }, async () => ({
      contents: `export const builtPage = async () => (${JSON.stringify(await bundlePage(ROOT, BROWSER_PAGE))});`,
    }));
  },
};

build({
  entryPoints: ['server/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  external: ['@lydell/node-pty'],
  plugins: [builtIn],
  legalComments: 'external',
  logLevel: 'warning',
}).then(
  () => console.log(`Built ${outfile}`),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
);
