import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { archive, checksum, CHECKSUMS, problemsOf, type Expected, type Files } from './pluginArchive';

const ROOT = path.resolve(__dirname, '..');
const source = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
const ID = 'livesessions-guide-app';
const expected: Expected = {
  id: ID,
  version: '1.2.3',
  readme: source('src/README.md'),
  license: source('LICENSE'),
  changelog: source('CHANGELOG.md'),
};
/** The project's own metadata as the build fills it in. */
const metadata = source('src/plugin.json')
  .replaceAll('%VERSION%', '1.2.3')
  .replaceAll('%TODAY%', '2026-11-20')
  .replaceAll('%PLUGIN_ID%', ID);
const MADE = new Date('2026-11-20T10:00:00');

function built(changes: Record<string, string | null> = {}): Files {
  const files: Record<string, string | null> = {
    'module.js': 'define([], () => ({}));',
    'module.js.map': '{}',
    '262.js': '0',
    'plugin.json': metadata,
    'README.md': expected.readme,
    LICENSE: expected.license,
    'CHANGELOG.md': expected.changelog,
    'img/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'img/screenshots/presenting.png': 'PNG',
    'img/screenshots/attending.png': 'PNG',
    ...changes,
  };
  return new Map(
    Object.entries(files).flatMap(([name, content]): Array<[string, Uint8Array]> =>
      content === null ? [] : [[name, new TextEncoder().encode(content)]]
    )
  );
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) {
  process.stderr.write('Skipped: there is no python3 to read the archive with.\n');
}

it('finds nothing wrong with a whole build', () => expect(problemsOf(built(), expected)).toEqual([]));

it.each([
  ['no module', { 'module.js': null }, ['module.js is missing.']],
  ['no licence', { LICENSE: null }, ['LICENSE is missing.']],
  ['no metadata', { 'plugin.json': null }, ['plugin.json is missing.']],
  ['metadata that is no JSON', { 'plugin.json': '{' }, ['plugin.json is malformed at its beginning.']],
  ['no logo', { 'img/logo.svg': null }, ['img/logo.svg is missing.']],
  [
    'another text for the catalogue',
    { 'README.md': '# Live' },
    ['README.md is not the one of these sources; build again.'],
  ],
  ['an old changelog', { 'CHANGELOG.md': '# Old' }, ['CHANGELOG.md is not the one of these sources; build again.']],
  ['a secret', { '.env': 'API_KEY=1' }, ['.env does not belong into the plugin.']],
  ['sources', { 'src/module.tsx': '' }, ['src/module.tsx does not belong into the plugin.']],
  ['a key', { 'img/tls.key': '' }, ['img/tls.key does not belong into the plugin.']],
  [
    'an old version',
    { 'plugin.json': metadata.replace('1.2.3', '1.2.2') },
    ['plugin.json has version 1.2.2 instead of 1.2.3; build again.'],
  ],
  [
    'another plugin’s id',
    { 'plugin.json': metadata.replace(`"id": "${ID}"`, '"id": "other-app"') },
    [`plugin.json has the id other-app instead of ${ID}.`],
  ],
  [
    'a date that was not filled in',
    { 'plugin.json': metadata.replace('2026-11-20', '%TODAY%') },
    ['plugin.json has no date in info.updated.', 'plugin.json has a placeholder that the build did not fill.'],
  ],
])('refuses a build with %s', (_what, changes, problems) => {
  expect(problemsOf(built(changes), expected)).toEqual(problems);
});

it('has one folder at its top, named by the plugin’s id, with every file as it was', () => {
  const files = built();
  const unpacked = unzipSync(archive(ID, files, MADE));
  expect(Object.keys(unpacked)).toEqual([...files.keys()].map((name) => `${ID}/${name}`).sort());
  for (const [name, content] of files) {
    expect(Buffer.from(unpacked[`${ID}/${name}`]).equals(content)).toBe(true);
  }
});

it('gives the same bytes for the same files, in whatever order they were found', () => {
  const files = built();
  const other = new Map([...files].reverse());
  expect(Buffer.from(archive(ID, files, MADE)).equals(archive(ID, other, MADE))).toBe(true);
});

describe('on a disk', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
    writeFileSync(path.join(folder, 'plugin.zip'), archive(ID, built(), MADE));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(CHECKSUMS)('its checksum is what %ssum reckons', (algorithm) => {
    const sum = checksum(algorithm, 'plugin.zip', readFileSync(path.join(folder, 'plugin.zip')));
    writeFileSync(path.join(folder, 'sum'), sum);
    const { status, stdout } = spawnSync(`${algorithm}sum`, ['-c', 'sum'], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, 'plugin.zip: OK\n']);
  });

  (hasPython ? it : it.skip)('is read by another program, and its files may be read by everybody', () => {
    const script = `import zipfile, sys
with zipfile.ZipFile('plugin.zip') as plugin:
  assert plugin.testzip() is None
  for info in plugin.infolist(): print(oct(info.external_attr >> 16), info.filename)`;
    const { status, stdout } = spawnSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual(
      [...built().keys()].map((name) => `0o100644 ${ID}/${name}`).sort()
    );
  });
});
