/** Builds the plugin into dist/ unless what is there was built from these very sources. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const STAMP = path.join(ROOT, 'build/plugin.stamp');
const SOURCES = ['src', '.config', 'webpack.config.ts', 'package-lock.json', 'CHANGELOG.md', 'LICENSE'];

function filesUnder(place: string): string[] {
  if (!statSync(place).isDirectory()) {
    return [place];
  }
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}

function currentStamp(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesUnder(path.join(ROOT, source)))) {
    hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Throws when the build fails; its messages are on the terminal then. */
export function buildPlugin(): void {
  const stamp = currentStamp();
  const isBuilt = existsSync(path.join(ROOT, 'dist/module.js')) && existsSync(STAMP);
  if (isBuilt && readFileSync(STAMP, 'utf8') === stamp) {
    return;
  }
  console.log('▸ Building the plugin');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    throw new Error('The plugin could not be built; see above.');
  }
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, stamp);
}
