/**
 * `npm run check:api -- VERSION...`: whether what the plugin uses of Grafana's packages is there in these versions of Grafana
 * too, by levitate, which is fetched for it. Advisory: it ends with 0, because levitate also names changes of types that
 * change nothing for who uses them; docs/grafana-versions.md says which have been looked at.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const LEVITATE = '@grafana/levitate@0.17.2';
const PACKAGES = ['@grafana/data', '@grafana/ui', '@grafana/runtime'];
/** The oldest that the plugin says it runs in, and the one that it is built with. */
const VERSIONS = ['12.4.10', '13.2.2'];

function check(version: string): boolean {
  console.log(`\n▸ Grafana ${version}`);
  const target = PACKAGES.map((name) => `${name}@${version}`).join(',');
  // A cache of its own: levitate unpacks packages there, several hundred MB of them.
  const cache = mkdtempSync(path.join(tmpdir(), 'levitate-'));
  try {
    const { status } = spawnSync(
      'npx',
      ['--yes', LEVITATE, 'is-compatible', '--path', 'src/module.tsx', '--target', target],
      { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TMPDIR: cache } }
    );
    return status === 0;
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

const given = process.argv.slice(2);
const differing = (given.length > 0 ? given : VERSIONS).filter((version) => !check(version));
console.log(
  differing.length === 0
    ? '\nNothing that the plugin uses differs.'
    : `\nLook at what differs in ${differing.join(', ')}.`
);
