/** Prints what the plugin's build weighs and fails when module.js, which every page of Grafana loads, is too big. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Bytes of dist/module.js after gzip. */
export const MODULE_LIMIT = 15 * 1024;

export interface BundleSize {
  file: string;
  /** Bytes. */
  raw: number;
  gzipped: number;
}

/** The scripts of a built plugin, module.js first, then the biggest. Throws when there is no module.js. */
export function bundleSizes(folder: string): BundleSize[] {
  const sizes = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => {
      const content = readFileSync(path.join(folder, file));
      return { file, raw: content.length, gzipped: gzipSync(content).length };
    });
  const module = sizes.find(({ file }) => file === 'module.js');
  if (!module) {
    throw new Error(`There is no module.js in ${folder}: build the plugin first.`);
  }
  const others = sizes.filter((size) => size !== module).sort((a, b) => b.gzipped - a.gzipped);
  return [module, ...others];
}

/** Null when module.js is small enough, else a line that says by how much it is not. */
export function moduleProblem(sizes: readonly BundleSize[], limit = MODULE_LIMIT): string | null {
  const { gzipped } = sizes[0];
  return gzipped > limit ? `module.js is ${gzipped} bytes gzipped; at most ${limit} are allowed.` : null;
}

function main(): void {
  const sizes = bundleSizes(path.resolve(__dirname, '../dist'));
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);
  for (const { file, raw, gzipped } of sizes) {
    console.log(`${kib(gzipped)} gzipped ${kib(raw)}  ${file}`);
  }
  const lazy = sizes.slice(1).reduce((sum, { gzipped }) => sum + gzipped, 0);
  console.log(`${kib(lazy)} gzipped, loaded when needed`);
  const problem = moduleProblem(sizes);
  if (problem) {
    console.error(problem);
    process.exitCode = 1;
  }
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === pathToFileURL(__filename).href) {
  main();
}
