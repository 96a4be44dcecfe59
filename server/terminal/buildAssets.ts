/** Makes what the terminal needs beside the server's own code: its page, and the code of the screen model's thread. */
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const HERE = __dirname;

export interface BuiltAssets {
  model: string;
  /** By name, as base64. */
  files: Record<string, { type: string; body: string }>;
}

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

const common: BuildOptions = {
  bundle: true,
  write: false,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // The project's settings are for the type checker alone.
  tsconfigRaw: {},
};

/** @param root the project's folder */
export async function buildAssets(root: string): Promise<BuiltAssets> {
  const source = path.join(root, 'server/terminal');
  const [model, page] = await Promise.all([
    build({
      ...common,
      entryPoints: [path.join(source, 'modelWorker.ts')],
      platform: 'node',
      target: 'node20',
      format: 'cjs',
    }),
    build({
      ...common,
      entryPoints: { page: path.join(source, 'page/main.ts') },
      outdir: '/assets',
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      assetNames: '[name]',
      loader: { '.woff2': 'file', '.svg': 'file' },
    }),
  ]);
  const files = new Map((page.outputFiles ?? []).map((file) => [path.basename(file.path), file.contents]));
  return {
    model: model.outputFiles?.[0].text ?? '',
    files: Object.fromEntries(
      [...files].map(([name, contents]) => [
        name,
        { type: TYPES[path.extname(name)], body: Buffer.from(contents).toString('base64') },
      ])
    ),
  };
}

/** The project's folder, seen from here. */
export const PROJECT = path.resolve(HERE, '../..');
