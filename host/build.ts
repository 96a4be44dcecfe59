import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const HERE = __dirname;
const ROOT = path.resolve(HERE, '..');
const OUT = path.join(ROOT, 'build/host');
const PUBLIC = path.join(OUT, 'public');
const STAMP = path.join(OUT, 'stamp.json');
const resolver = createRequire(path.join(ROOT, 'package.json'));
const packageDir = (name: string) => path.dirname(resolver.resolve(`${name}/package.json`));

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Changes whenever a source of the shell or a version of a bundled package does. */
async function currentStamp(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...(await filesUnder(HERE)), path.join(ROOT, 'package.json')]) {
    hash.update(path.relative(ROOT, file)).update(await readFile(file));
  }
  for (const name of ['@grafana/ui', '@grafana/runtime', '@grafana/data', 'react', 'monaco-editor', 'esbuild']) {
    hash.update(await readFile(path.join(packageDir(name), 'package.json')));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Grafana has more icons than its package brings: the ones that the shell uses are drawn in `icons`, for any other
 * known name a dot stands in, so that a plugin may use it without a failed request.
 */
async function addMissingIcons(): Promise<void> {
  const icons = path.join(PUBLIC, 'build/img/icons');
  await cp(path.join(HERE, 'icons'), icons, { recursive: true });
  // Its ES build names exports that Node does not find in moment-timezone; the CommonJS one works.
  const { availableIconsIndex }: typeof import('@grafana/data') = resolver('@grafana/data');
  const there = new Set((await filesUnder(icons)).map((file) => path.basename(file, '.svg')));
  const dot = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="4"/></svg>';
  const missing = Object.keys(availableIconsIndex).filter((name) => !there.has(name) && /^[a-z0-9-]+$/.test(name));
  for (const name of missing) {
    await writeFile(path.join(icons, name.startsWith('gf-') ? 'custom' : 'unicons', `${name}.svg`), dot);
  }
}

async function copyFonts(): Promise<void> {
  const inter = path.join(packageDir('@fontsource/inter'), 'files');
  const mono = path.join(packageDir('@fontsource/roboto-mono'), 'files');
  const fonts = path.join(PUBLIC, 'fonts');
  await mkdir(path.join(fonts, 'inter'), { recursive: true });
  await mkdir(path.join(fonts, 'roboto'), { recursive: true });
  await cp(path.join(inter, 'inter-latin-400-normal.woff2'), path.join(fonts, 'inter/Inter-Regular.woff2'));
  await cp(path.join(inter, 'inter-latin-500-normal.woff2'), path.join(fonts, 'inter/Inter-Medium.woff2'));
  await cp(path.join(inter, 'inter-latin-400-italic.woff2'), path.join(fonts, 'inter/Inter-Italic.woff2'));
  await cp(path.join(inter, 'inter-latin-500-italic.woff2'), path.join(fonts, 'inter/Inter-MediumItalic.woff2'));
  // The file name that the global styles of @grafana/ui ask for, for every weight.
  const robotoName = 'L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2';
  await cp(path.join(mono, 'roboto-mono-latin-400-normal.woff2'), path.join(fonts, 'roboto', robotoName));
}

const common = {
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'chrome109',
  legalComments: 'none',
  logLevel: 'warning',
  // systemjs names a module type that bundlers do not know; it is a plain script.
  logOverride: { 'package.json': 'silent' },
  loader: { '.ttf': 'file', '.svg': 'dataurl' },
  define: {
    'process.env.NODE_ENV': '"production"',
    global: 'globalThis',
    // The loader installs window.define for plugins; a bundled UMD package that saw it would register as a module.
    define: 'undefined',
    'define.amd': 'undefined',
  },
} as const;

async function bundle(): Promise<void> {
  const runtime = path.join(packageDir('@grafana/runtime'), 'dist/esm');
  await build({
    ...common,
    entryPoints: { boot: path.join(HERE, 'app/boot.ts') },
    outdir: path.join(PUBLIC, 'build'),
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    alias: { 'host:plugin-page': path.join(runtime, 'components/PluginPage.mjs') },
  });
  await build({
    ...common,
    entryPoints: {
      'editor.worker': resolver.resolve('monaco-editor/esm/vs/editor/editor.worker.js'),
      'json.worker': resolver.resolve('monaco-editor/esm/vs/language/json/json.worker.js'),
    },
    outdir: path.join(PUBLIC, 'build/workers'),
    format: 'iife',
  });
}

async function printSizes(): Promise<void> {
  const scripts = (await filesUnder(path.join(PUBLIC, 'build'))).filter((file) => /\.(js|css)$/.test(file));
  const rows = await Promise.all(
    scripts.map(async (file) => {
      const content = await readFile(file);
      return { name: path.relative(PUBLIC, file), bytes: content.length, gzipped: gzipSync(content).length };
    })
  );
  rows.sort((a, b) => b.bytes - a.bytes);
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  for (const { name, bytes, gzipped } of rows.slice(0, 6)) {
    console.log(`  ${name}  ${kB(bytes)}, ${kB(gzipped)} gzipped`);
  }
  const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
  console.log(`  ${rows.length} files, ${kB(sum((row) => row.bytes))}, ${kB(sum((row) => row.gzipped))} gzipped`);
}

/** Builds the demo Grafana into build/host; does nothing when that is up to date. Resolves to whether it built. */
export async function buildHost(): Promise<boolean> {
  const stamp = await currentStamp();
  const built = await readFile(STAMP, 'utf8').catch(() => '');
  if (built.includes(`"${stamp}"`) && (await stat(path.join(PUBLIC, 'build/boot.js')).catch(() => null))) {
    return false;
  }
  await rm(OUT, { recursive: true, force: true });
  await mkdir(PUBLIC, { recursive: true });
  await bundle();
  await cp(path.join(packageDir('@grafana/ui'), 'dist/public/img/icons'), path.join(PUBLIC, 'build/img/icons'), {
    recursive: true,
  });
  await addMissingIcons();
  await copyFonts();
  const { version } = JSON.parse(await readFile(path.join(packageDir('@grafana/ui'), 'package.json'), 'utf8')) as {
    version: string;
  };
  await writeFile(STAMP, JSON.stringify({ stamp, grafanaVersion: version }));
  return true;
}

async function main(): Promise<void> {
  const started = performance.now();
  if (await buildHost()) {
    console.log(`Demo Grafana built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    await printSizes();
  } else {
    console.log('Demo Grafana is up to date');
  }
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === pathToFileURL(__filename).href) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
