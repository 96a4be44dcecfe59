/** Bundles the session server into one file that plain node runs, without node_modules beside it. */
import { build } from 'esbuild';

const outfile = process.argv[2] ?? 'build/server/peerjs-server.js';

build({
  entryPoints: ['server/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  legalComments: 'external',
  logLevel: 'warning',
}).then(
  () => console.log(`Built ${outfile}`),
  () => process.exit(1)
);
