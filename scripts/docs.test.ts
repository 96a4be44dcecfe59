/** That the papers do not lag behind the code: links, variables, reasons, commands, console lines and metrics. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { VARIABLES } from '../server/config';
import { Metrics } from '../server/metrics';
import { SESSION_ERRORS } from '../src/session/SessionError';
import { checkGuide } from './guidesCheckGuide';

const ROOT = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const handbook = read('docs/LIVE_SESSIONS.md');
const papers = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  'docs/LIVE_SESSIONS.md',
  'docs/grafana-versions.md',
  'docs/GUIDES.md',
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
  const without = ['TERMINAL', 'BROWSER', 'HYPERBEAM_API_KEY', 'HOST_PORT'];
  expect([...inTable, ...without].sort()).toEqual([...VARIABLES].sort());
  without.forEach((name) => expect(handbook).toContain(`\`${name}\``));
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
  const { registry } = new Metrics({ sessions: () => 0, sockets: () => 0, relaySockets: () => 0 });
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
