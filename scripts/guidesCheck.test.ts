import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isJson } from '../src/guide/reading';
import { parseGuide } from '../src/guide/parseGuide';
import { EVERY_BLOCK } from '../src/testing/everyBlock';
import { mutantsOf } from './guideMutants';
import { checkFiles } from './guidesCheckFiles';
import { checkGuide } from './guidesCheckGuide';

const ROOT = path.resolve(__dirname, '..');
/** Real guides, whose licence does not let them into this project. */
const SAMPLES = path.resolve(ROOT, '../shared/guides-open');
const samples = existsSync(SAMPLES)
  ? readdirSync(SAMPLES)
      .filter((file) => file.endsWith('.json') && file !== 'index.json')
      .map((file) => path.join(SAMPLES, file))
  : [];
if (samples.length === 0) {
  console.warn(`Skipped: the sample guides are not at ${path.relative(ROOT, SAMPLES)}.`);
}
const withSamples = samples.length > 0 ? describe : describe.skip;

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'guides-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const put = (file: string, json: unknown) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), typeof json === 'string' ? json : JSON.stringify(json));
};
const guide = (id: string, ...blocks: unknown[]) => ({ id, title: 'A guide', blocks });
const step = (extra: object = {}) => ({
  type: 'interactive',
  action: 'highlight',
  reftarget: '#a',
  content: '',
  ...extra,
});
const check = async (json: unknown) => {
  const { errors } = await checkGuide(json, () => undefined);
  return errors.map(({ path: at }) => at);
};

/** Each mutant that is not refused at its own place and nowhere else. */
function survivors(json: unknown, values: 'one' | 'all'): string[] {
  if (!isJson(json)) {
    return ['is no guide'];
  }
  return Array.from(mutantsOf(json, values)).flatMap(({ path: at, what, json: mutant }) => {
    const parsed = parseGuide(mutant);
    const places = parsed.ok ? [] : parsed.errors.map((error) => error.path);
    return places.length === 1 && places[0] === at ? [] : [`${at} ${what}: ${places.join(', ') || 'accepted'}`];
  });
}

describe('guides:check as a command', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'scripts/guidesCheck.ts', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    return { status, lines: stdout.trim().split('\n'), stderr };
  };

  it('prints a line a file and ends well when all are right', () => {
    put('a.json', guide('a', step()));
    put('sub/b.json', EVERY_BLOCK);
    const { status, lines } = run(folder);
    expect(status).toBe(0);
    expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(2);
    expect(lines.at(-1)).toBe('2 ok, 0 with errors');
  });

  it('names the place and what to do, and exits with 1', () => {
    put('bad.json', guide('bad', step({ action: 'explode' }), step({ reftarget: 'a:contains(' })));
    put('worse.json', '{"id":');
    const { status, lines } = run(path.join(folder, 'bad.json'), path.join(folder, 'worse.json'));
    expect(status).toBe(1);
    expect(lines.join('\n')).toMatch(/blocks\.0\.action: must be one of/);
    expect(lines.join('\n')).toMatch(/error .*worse\.json.*\n\s+The file is not JSON\./);
    expect(lines.at(-1)).toBe('0 ok, 2 with errors');
  });

  it('says how it is used, and which name leads nowhere', () => {
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('guides:check') });
    expect(run(path.join(folder, 'none.json'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`There is no file or folder ${path.join(folder, 'none.json')}.\n`),
    });
  });

  it('names what is skipped also where there is an error, and a guide of which nothing is left is one', () => {
    put('both.json', guide('both', step({ action: 'explode' }), { type: 'hologram' }));
    put('none.json', guide('none', { type: 'hologram' }));
    const { status, lines } = run(folder);
    expect(status).toBe(1);
    const text = lines.join('\n');
    expect(text).toMatch(/error .*both\.json {2}1 error, 1 warning/);
    expect(text).toMatch(/blocks\.1: warning: unknown block type "hologram" was skipped/);
    expect(text).toMatch(/error .*none\.json {2}1 error, 1 warning\n\s+blocks: holds no block of a type that is known/);
  });
});

describe('files', () => {
  const problems = async () =>
    (await checkFiles([folder])).flatMap(({ file, errors }) =>
      errors.map(({ path: at }) => `${path.relative(folder, file)} ${at}`.trim())
    );

  it('take snippets from beside or above them', async () => {
    put('shared/snippets/intro.json', { ...guide('intro', step({ reftarget: 'a:nope(1)' })) });
    put('deep/er/content.json', guide('deep', { type: 'snippet-ref', snippetId: 'intro' }));
    expect(await problems()).toEqual([
      'deep/er/content.json blocks.0.reftarget',
      'shared/snippets/intro.json blocks.0.reftarget',
    ]);
  });

  it('of a path are found by their ids, whatever their folders are called', async () => {
    put('path-lj/content.json', guide('path-lj'));
    put('path-lj/manifest.json', { id: 'path-lj', type: 'path', milestones: ['path-one', 'path-two'] });
    put('path-lj/first/content.json', guide('path-one'));
    put('path-lj/first/manifest.json', { id: 'path-1', type: 'guide' });
    expect(await problems()).toEqual(['path-lj/first/manifest.json id', 'path-lj/manifest.json milestones.1']);
  });

  it('that are no guides are passed over in folders, and refused when named', async () => {
    put('package.json', { name: 'x' });
    put('list.json', []);
    expect(await problems()).toEqual([]);
    const [named] = await checkFiles([path.join(folder, 'package.json')]);
    expect(named.errors.map(({ path: at }) => at)).toEqual(['id', 'title', 'blocks']);
  });

  it('called content.json must be guides', async () => {
    put('content.json', { id: 'x' });
    expect(await problems()).toEqual(['content.json title', 'content.json blocks']);
  });
});

describe('what only a look at the whole guide shows', () => {
  it.each<[string[], object]>([
    [['blocks.0.reftarget'], step({ reftarget: 'a:nth-match(0)' })],
    [['blocks.0.reftarget'], step({ reftarget: 'grafana:components.No.such' })],
    [['blocks.0.reftarget'], step({ action: 'navigate', reftarget: 'explore' })],
    [['blocks.0.reftarget'], step({ action: 'navigate', reftarget: 'javascript:alert(1)' })],
    [['blocks.0.reftarget'], step({ action: 'navigate', reftarget: '//evil.example' })],
    [['blocks.0.scrollContainer'], step({ scrollContainer: '.view:nope(1)' })],
    [['blocks.0.openGuide'], step({ action: 'navigate', reftarget: '/a', openGuide: 'javascript:alert(1)' })],
    [['blocks.0.openGuide'], step({ openGuide: 'bundled:a' })],
    [['blocks.0.targetvalue'], step({ action: 'formfill', validateInput: true, targetvalue: '^(a' })],
    [['blocks.0.pattern'], { type: 'input', prompt: '', inputType: 'text', variableName: 'a', pattern: '(?=a)' }],
    [
      ['blocks.0.steps.1.reftarget'],
      { type: 'guided', content: '', steps: [{ action: 'noop' }, { action: 'hover', reftarget: '>' }] },
    ],
    [[], step({ action: 'button', reftarget: 'Note: x (1)' })],
    [[], step({ action: 'navigate', reftarget: '/explore?x={{y}}', openGuide: 'https://guides.example.com/a.json' })],
  ])('%j in %j', async (places, block) => {
    expect(await check(guide('g', block))).toEqual(places);
  });

  it('is right with every block type', async () => expect(await check(EVERY_BLOCK)).toEqual([]));
});

describe('one-field mutants of a guide with every block type', () => {
  it('are each refused at the one place that is wrong', () => {
    expect(Array.from(mutantsOf(EVERY_BLOCK, 'all')).length).toBeGreaterThan(300);
    expect(survivors(EVERY_BLOCK, 'all')).toEqual([]);
  });
});

withSamples('the sample guides', () => {
  it('are all right, with every target compiled', async () => {
    const checked = await checkFiles(samples);
    expect(checked.filter(({ errors }) => errors.length > 0)).toEqual([]);
    expect(checked).toHaveLength(234);
    expect(checked.reduce((sum, { counts }) => sum + counts.targets, 0)).toBeGreaterThan(700);
  });

  it('have no one-field mutant that is not refused at the one place that is wrong', () => {
    const wrong = samples.flatMap((file) => {
      const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const blocks: unknown[] = isJson(json) && Array.isArray(json.blocks) ? json.blocks : [];
      // One block at a time: hashing all the others for each mutant would take minutes.
      return [...blocks.entries()].flatMap(([index, block]) =>
        survivors(guide('g', block), 'one').map((survivor) => `${path.basename(file)} ${index}: ${survivor}`)
      );
    });
    expect(wrong).toEqual([]);
  });
});
