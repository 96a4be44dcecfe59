/** Makes a page's script, style, fonts and pictures of its sources. */
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';

/** The project's folder, seen from here. */
export const PROJECT = path.resolve(__dirname, '../..');

/** By name; the contents as base64. */
export type BuiltFiles = Record<string, { type: string; body: string }>;

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

export const BUNDLED: BuildOptions = {
  bundle: true,
  write: false,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // The project's settings are for the type checker alone.
  tsconfigRaw: {},
};

/**
 * @param entry from the project's folder
 * @returns `page.js`, `page.css` and what these name
 */
export async function bundlePage(root: string, entry: string): Promise<BuiltFiles> {
  const { outputFiles = [] } = await build({
    ...BUNDLED,
    entryPoints: { page: path.join(root, entry) },
    outdir: '/assets',
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    // What only some visits need comes when it is needed.
    splitting: true,
    chunkNames: '[name]-[hash]',
    assetNames: '[name]',
    loader: { '.woff2': 'file', '.svg': 'file' },
  });
  return Object.fromEntries(
    outputFiles.map(({ path: name, contents }) => [
      path.basename(name),
      { type: TYPES[path.extname(name)], body: Buffer.from(contents).toString('base64') },
    ])
  );
}
