/** A module of the product, or of the tests, as a script for a bare page. */
import path from 'node:path';
import { build } from 'esbuild';

/** @param file relative to this folder; its exports are found at `window[globalName]` */
export async function bundleForPage(file: string, globalName: string): Promise<string> {
  const built = await build({
    entryPoints: [path.resolve(__dirname, file)],
    bundle: true,
    format: 'iife',
    globalName,
    platform: 'browser',
    target: 'es2022',
    loader: { '.css': 'empty', '.ttf': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return built.outputFiles[0].text;
}
