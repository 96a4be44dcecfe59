/**
 * `npm run package`: builds plugin and session server and puts into artifacts/
 *   livesessions-guide-app-VERSION.zip   the plugin, as Grafana's catalogue takes it
 *   peerjs-server-VERSION.zip            the session server as one file for plain Node, with the script that runs it
 * each with its .sha256, .sha1 and .md5 beside it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { id as pluginId } from '../src/plugin.json';
import { version } from '../package.json';
import { buildPlugin } from './buildPlugin';
import { archive, checksum, CHECKSUMS, problemsOf, type Files } from './pluginArchive';

const ROOT = path.resolve(__dirname, '..');
const ARTIFACTS = path.join(ROOT, 'artifacts');

const text = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

/** All files below a folder; a link among them ends the packing, for it may lead anywhere. */
function filesUnder(folder: string): Files {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory());
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile()) {
        throw new Error(`${file} is not a file.`);
      }
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file)];
    })
  );
}

function write(name: string, folder: string, files: Files): void {
  const zip = archive(folder, files, new Date());
  const file = `${name}-${version}.zip`;
  writeFileSync(path.join(ARTIFACTS, file), zip);
  for (const algorithm of CHECKSUMS) {
    writeFileSync(path.join(ARTIFACTS, `${file}.${algorithm}`), checksum(algorithm, file, zip));
  }
  console.log(`artifacts/${file}: ${files.size} files, ${Math.round(zip.length / 1024)} KiB`);
}

function main(): void {
  buildPlugin();
  const plugin = filesUnder(path.join(ROOT, 'dist'));
  const problems = problemsOf(plugin, {
    id: pluginId,
    version,
    readme: text('src/README.md'),
    license: text('LICENSE'),
    changelog: text('CHANGELOG.md'),
  });
  if (problems.length > 0) {
    throw new Error(`dist/ may not be handed out:\n  ${problems.join('\n  ')}`);
  }
  const built = spawnSync('npm', ['run', '--silent', 'build:server'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) {
    throw new Error('The session server could not be built; see above.');
  }
  mkdirSync(ARTIFACTS, { recursive: true });
  write(pluginId, pluginId, plugin);
  const below = (folder: string): Array<[string, Uint8Array]> =>
    [...filesUnder(path.join(ROOT, folder))].map(([name, content]) => [`${folder}/${name}`, content]);
  // The terminal's native module, as this machine has it.
  const server = [...below('build/server'), ...below('node_modules/@lydell')];
  const beside = [
    'LICENSE',
    'scripts/manage-peerjs.sh',
    'scripts/peerjs-server.js',
    'deploy/nginx.conf',
    'deploy/live-sessions.service',
  ];
  write(
    'peerjs-server',
    'peerjs-server',
    new Map([...server, ...beside.map((name): [string, Uint8Array] => [name, readFileSync(path.join(ROOT, name))])])
  );
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
