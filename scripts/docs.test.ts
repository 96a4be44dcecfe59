/** That the papers do not lag behind the code: links, variables, reasons, commands, console lines and metrics. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfig, VARIABLES } from '../server/config';
import { Metrics } from '../server/metrics';
import { parseSettings } from '../src/ui/config/settings';
import { SESSION_ERRORS } from '../src/session/SessionError';
import { checkGuide } from './guidesCheckGuide';

const ROOT = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const handbook = read('docs/LIVE_SESSIONS.md');
const papers = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  'docs/LIVE_SESSIONS.md',
  'docs/SHARED_TERMINAL.md',
  'docs/SHARED_BROWSER.md',
  'docs/grafana-versions.md',
  'docs/GUIDES.md',
  'docs/sizing.md',
  'bench/README.md',
  'bench/RESULTS.md',
  'src/README.md',
];

/** A heading as GitHub makes an anchor of it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');

/** First cells of the table rows below a heading, without their backticks; a cell may name several. */
function firstCells(text: string, heading: string): string[] {
  const section = text.slice(text.indexOf(`\n${heading}\n`) + heading.length + 2).split(/\n#{2,} /)[0];
  return [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
  );
}

/** Text of all sources below a folder, but for tests. */
function sources(folder: string): string {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

it.each(papers)('%s links only to what there is', (paper) => {
  const text = read(paper);
  const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file, anchor] = target.split('#');
      const linked = file === '' ? paper : path.join(path.dirname(paper), file);
      if (!existsSync(path.join(ROOT, linked))) {
        return true;
      }
      const headings =
        anchor === undefined ? [] : [...read(linked).matchAll(/^#+ (.*)$/gm)].map(([, each]) => anchorOf(each));
      return anchor !== undefined && !headings.includes(anchor);
    });
  expect(broken).toEqual([]);
});

it.each(papers)('%s names only npm commands that there are', (paper) => {
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
  const named = [...read(paper).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});

it('describes every variable of the session server, and no other', () => {
  const inTable = firstCells(handbook, '### Session server');
  const without = ['HOST_PORT'];
  expect([...inTable, ...without].sort()).toEqual([...VARIABLES].sort());
  without.forEach((name) => expect(handbook).toContain(`\`${name}\``));
});

it('describes every setting of the plugin by its provisioned name, and no other', () => {
  const named = [...handbook.matchAll(/^\| [^|]+ \| `(jsonData|secureJsonData)\.(\w+)` \|/gm)].map(
    ([, where, name]) => `${where}.${name}`
  );
  const settings = Object.keys(parseSettings({})).map((name) => `jsonData.${name}`);
  expect(named.sort()).toEqual([...settings, 'secureJsonData.apiKey'].sort());
  const provisioned = read('provisioning/plugins/live-sessions.yaml');
  named.forEach((each) => expect(provisioned).toContain(`${each.split('.')[1]}:`));
});

it('names every variable of the session server in the README, too', () => {
  const without = ['HOST_PORT'];
  expect([...firstCells(read('README.md'), '## In a Grafana of your own'), ...without].sort()).toEqual(
    [...VARIABLES].sort()
  );
});

describe.each([
  ['the handbook', handbook.slice(handbook.indexOf('### HTTPS and one origin')).split('\n### ')[0]],
  ['deploy/nginx.conf', read('deploy/nginx.conf').split('\nupstream ')[0]],
])('the HTTPS set-up in %s', (_paper, text) => {
  const names = [...VARIABLES, 'API_KEY_FILE'];
  const env = Object.fromEntries(
    [...text.matchAll(/\b([A-Z_]+)=(\S+)/g)]
      .map(([, name, value]) => [name, value])
      .filter(([name]) => names.includes(name))
  );

  it('starts a server that asks for a key', () => {
    expect(env).toMatchObject({ HOST: '127.0.0.1', TRUSTED_PROXIES: '127.0.0.1' });
    expect(readConfig(env, () => 'k'.repeat(48))).toMatchObject({
      ok: true,
      config: { apiKey: 'k'.repeat(48), publicUrl: 'https://grafana.example.org/live-sessions' },
    });
  });

  it('would not start without it', () => {
    expect(readConfig({ ...env, API_KEY_FILE: undefined }, () => '')).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^API_KEY /),
    });
  });
});

it('describes every reason that an error can have, and no other', () => {
  expect(firstCells(handbook, '### By reason').sort()).toEqual(Object.keys(SESSION_ERRORS).sort());
});

it('promises the console lines that the plugin writes', () => {
  const promised = firstCells(handbook, '## Debugging');
  expect(promised.length).toBeGreaterThan(12);
  const written = sources('src');
  for (const line of promised) {
    const [, tag, words] = /^\[(\w+)\] (.*)$/.exec(line) ?? [];
    expect(written).toContain(`'${tag}'`);
    // The fixed beginning: what is in capitals or named as an example differs from line to line.
    const [start] = words.split(/ (?:CODE|ID|TYPE|SELECTOR|undefined|show_me)\b| in guided| event for/);
    expect(written).toContain(start.replace(/ bundled:ID$/, '').replace(/ show_me$/, ''));
  }
});

it('names the metrics that the session server counts, and no others', async () => {
  const { registry } = new Metrics({
    sessions: () => 0,
    sockets: () => 0,
    relaySockets: () => 0,
    browsers: () => 0,
    browserUsers: () => 0,
  });
  const counted = (await registry.getMetricsAsJSON())
    .map(({ name }) => name)
    .filter((name) => name.startsWith('livesessions_'));
  expect([...new Set([...handbook.matchAll(/`(livesessions_\w+)`/g)].map(([, name]) => name))].sort()).toEqual(
    counted.sort()
  );
});

it('describes every known issue with cause, workaround and status', () => {
  const rows = read('KNOWN_ISSUES.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    );
  const [head, , ...issues] = rows;
  expect(head).toEqual(['Issue', 'Cause', 'Workaround', 'Status']);
  expect(issues.length).toBeGreaterThan(5);
  issues.forEach((issue) => expect(issue.map((cell) => cell.length > 0)).toEqual([true, true, true, true]));
});

it('writes about guides by examples that are guides', async () => {
  const examples = [...read('docs/GUIDES.md').matchAll(/```json\n([^]*?)```/g)].map(([, text]) => JSON.parse(text));
  expect(examples.length).toBeGreaterThan(2);
  for (const example of examples) {
    const { guide, errors, warnings } = await checkGuide(example, () => undefined);
    expect({ id: guide?.id, errors, warnings }).toEqual({ id: example.id, errors: [], warnings: [] });
  }
});
