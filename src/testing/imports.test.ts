/** Holds which way imports point (ARCHITECTURE.md): a layer knows those below it and nothing else. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');

interface Import {
  from: string;
  /** A file of the project from its root, without ending, or a package's name. */
  to: string;
  isPackage: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder)).flatMap((name) => {
    const file = `${folder}/${name}`;
    if (statSync(path.join(ROOT, file)).isDirectory()) {
      return sources(file);
    }
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [file] : [];
  });
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => {
    const isPackage = !fileName.startsWith('.');
    const to = isPackage
      ? fileName
          .split('/')
          .slice(0, fileName.startsWith('@') ? 2 : 1)
          .join('/')
      : path.posix.join(path.posix.dirname(file), fileName);
    return { from: file, to, isPackage };
  });
}

const isTest = (file: string) =>
  /\.test\.tsx?$/.test(file) || file.startsWith('src/testing/') || file.includes('/testing/');
const shipped = [...sources('src'), ...sources('server'), ...sources('host')].filter((file) => !isTest(file));
const all = shipped.flatMap(importsOf);
const within = (file: string, ...folders: string[]) => folders.some((folder) => file.startsWith(`${folder}/`));

interface Layer {
  folder: string;
  mayKnow: string[];
  /** Null: any. */
  packages: RegExp | null;
}

const LAYERS: Layer[] = [
  { folder: 'src/protocol', mayKnow: ['src/protocol'], packages: /^(zod|@noble\/.+)$/ },
  { folder: 'src/session', mayKnow: ['src/session', 'src/protocol', 'src/transport/Link'], packages: /^zod$/ },
  {
    folder: 'src/transport',
    mayKnow: ['src/transport', 'src/protocol', 'src/session/clock', 'src/session/SessionError'],
    packages: /^(peerjs|socket\.io-client)$/,
  },
  { folder: 'src/barriers', mayKnow: ['src/barriers'], packages: /^$/ },
  { folder: 'src/guide', mayKnow: ['src/guide', 'src/protocol', 'src/ui/theme'], packages: null },
  { folder: 'src/actions', mayKnow: ['src/actions', 'src/protocol', 'src/guide'], packages: null },
  { folder: 'src/terminal', mayKnow: ['src/terminal', 'src/protocol'], packages: null },
  { folder: 'src/browser', mayKnow: ['src/browser', 'src/protocol', 'src/session/view'], packages: null },
  {
    folder: 'server',
    // The terminal's own page draws, talks and pastes as the dock does.
    mayKnow: [
      ...['server', 'src/protocol'],
      ...['frameWriter', 'themes', 'TerminalTalk', 'Retries', 'pasting', 'CursorFollower', 'missingKeys'].map(
        (name) => `src/terminal/${name}`
      ),
    ],
    packages: null,
  },
  { folder: 'host', mayKnow: ['host'], packages: null },
];

test.each(LAYERS)('$folder imports only what lies below it', ({ folder, mayKnow, packages }) => {
  const imports = all.filter(({ from }) => within(from, folder));
  expect(imports.length).toBeGreaterThan(0);
  const wrong = imports.filter(({ to, isPackage }) =>
    isPackage
      ? packages !== null && !packages.test(to)
      : !mayKnow.some((known) => to === known || to.startsWith(`${known}/`)) && to !== 'package.json'
  );
  expect(wrong).toEqual([]);
});

/** What the interface draws and calls; types and texts, no machinery. */
const DOORS = ['src/session/view', 'src/session/SessionError', 'src/actions/replayView'];

test('only the wiring knows both sessions and actions; the interface knows their doors', () => {
  const files = shipped.filter((file) => {
    const known = importsOf(file)
      .map(({ to }) => to)
      .filter((to) => !(within(file, 'src/ui') && DOORS.includes(to)));
    return known.some((to) => within(to, 'src/session')) && known.some((to) => within(to, 'src/actions'));
  });
  expect(files).toEqual(['src/live.ts']);
});

test('the interface reaches sessions, actions and links by their doors alone', () => {
  const wrong = all.filter(
    ({ from, to }) =>
      within(from, 'src/ui') && within(to, 'src/session', 'src/actions', 'src/transport') && !DOORS.includes(to)
  );
  expect(wrong).toEqual([]);
});

test('PeerJS and socket.io are named in one file each', () => {
  expect(all.filter(({ to }) => to === 'socket.io-client').map(({ from }) => from)).toEqual([
    'src/transport/relaySocket.ts',
  ]);
  expect(all.filter(({ to }) => to === 'peerjs').map(({ from }) => from)).toEqual(['src/transport/PeerTransport.ts']);
});

test('React is in the interface, the player and the views alone', () => {
  const wrong = all.filter(
    ({ from, to }) =>
      /^react(-dom)?$/.test(to) &&
      !within(from, 'src/ui', 'src/guide/player', 'src/terminal', 'src/browser', 'host') &&
      from !== 'src/module.tsx'
  );
  expect(wrong).toEqual([]);
});

test('nothing that ships imports what is for tests', () => {
  // The gallery is a chunk of its own that only a page in debug mode loads; it draws every state from fake data.
  const wrong = all.filter(({ from, to }) => to.includes('/testing/') && !within(from, 'src/ui/gallery'));
  expect(wrong).toEqual([]);
});

test('module.js, which runs on every page of Grafana, imports nothing heavy at once', () => {
  const eager = importsOf('src/module.tsx')
    .map(({ to }) => to)
    .filter((to) => !/^(react|@grafana\/data)$/.test(to));
  const dynamic = /import\('([^']+)'\)/g;
  const source = readFileSync(path.join(ROOT, 'src/module.tsx'), 'utf8');
  const lazy = new Set([...source.matchAll(dynamic)].map(([, to]) => path.posix.join('src', to)));
  expect(eager.filter((to) => !lazy.has(to)).sort()).toEqual(['src/ui/identity', 'src/ui/page', 'src/ui/switch']);
});
