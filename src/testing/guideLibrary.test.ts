/** Guides over a real server and the platform's own fetch, which jsdom does not have. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCatalogue } from '../guide/catalogue';
import { FetchRefusedError } from '../guide/fetchJson';
import { GuideBrokenError, GuideUnknownError } from '../guide/guideErrors';
import { GUIDE_LIMITS } from '../guide/guideLimits';
import { createLibrary, type GuideLibrary } from '../guide/library';
import { readersStorage } from '../guide/readersStorage';

const step = { type: 'interactive', id: 'look', action: 'highlight', reftarget: '#a', content: 'Look.' };
const guide = (id: string, ...blocks: unknown[]) => ({ id, title: `Guide ${id}`, blocks });
const bundledFiles = new Map<string, unknown>([
  [
    'index',
    [
      { id: 'tour', title: 'Tour', description: '', file: 'tour.json' },
      { id: 'path', title: 'Path', description: '', file: 'paths/path.json', milestones: ['tour', 'next-one'] },
    ],
  ],
  ['tour', guide('tour', { type: 'snippet-ref', snippetId: 'intro' }, { type: 'snippet-ref', snippetId: 'none' })],
  ['paths/path', guide('path')],
  ['snippets/intro', { id: 'intro', title: 'Intro', blocks: [step] }],
]);

const served = new Map<string, (response: ServerResponse, request: IncomingMessage) => void>();
const json = (path: string, value: unknown, type = 'application/json') =>
  served.set(path, (response) => response.setHeader('content-type', type).end(JSON.stringify(value)));
const asked: IncomingMessage[] = [];

let server: Server;
let root: string;
let stored: Map<string, string>;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    const answer = served.get(request.url ?? '');
    return answer ? answer(response, request) : response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address() as AddressInfo;
  root = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  served.clear();
  asked.length = 0;
  stored = new Map();
});

const open = (prefixes: string[] = [`${root}/listed/`], reader = 'ada'): GuideLibrary =>
  createLibrary({
    prefixes,
    bundled: createCatalogue(async (name) => {
      if (!bundledFiles.has(name)) {
        throw new Error('there is no such file');
      }
      return bundledFiles.get(name);
    }),
    fetch: (url, init) => fetch(url, init),
    timeout: (ms) => AbortSignal.timeout(ms),
    storage: readersStorage(reader, () => ({
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    })),
  });
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'opened',
    (error: unknown) => (error instanceof FetchRefusedError ? error.reason : String(error))
  );

describe('bundled guides', () => {
  it('come with their snippets, a missing one leaving a note', async () => {
    const tour = await open().load('tour');
    expect(tour).toMatchObject({ source: 'bundled', baseUrl: null, steps: [{ id: 'look' }] });
    expect(tour.blocks[1]).toMatchObject({ kind: 'markdown', content: expect.stringContaining('none') });
  });

  it('that are paths name their lessons', async () => {
    expect((await open().load('path')).lessons).toEqual([
      { id: 'tour', title: 'Tour' },
      { id: 'next-one', title: 'Next one' },
    ]);
  });

  it('are there without any listed place', async () => {
    expect((await open([]).list()).map(({ id, source }) => [id, source])).toEqual([
      ['tour', 'bundled'],
      ['path', 'bundled'],
    ]);
  });
});

describe('a guide from a listed place', () => {
  it('is opened by its address, says where it is from and where its pictures are', async () => {
    json('/listed/a/content.json', guide('a', step));
    const opened = await open().openAddress(`${root}/listed/a/`);
    expect(opened).toMatchObject({ id: 'a', source: 'listed', baseUrl: `${root}/listed/a/`, lessons: [] });
  });

  it('is fetched without cookies or a referrer', async () => {
    json('/listed/a.json', guide('a'), 'text/plain; charset=utf-8');
    await open().openAddress(`${root}/listed/a.json`);
    const [request] = asked;
    expect([request.headers.cookie, request.headers.referer, request.headers.authorization]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is known by its id afterwards, also after a reload', async () => {
    json('/listed/deep/down.json', guide('a', step));
    await open().openAddress(`${root}/listed/deep/down.json`);
    expect(await open().load('a')).toMatchObject({ id: 'a', source: 'listed' });
  });

  it('is not opened any more when its place is no longer listed', async () => {
    json('/listed/a.json', guide('a'));
    await open().openAddress(`${root}/listed/a.json`);
    expect(await reasonOf(open([]).load('a'))).toBe('not-listed');
  });

  it('is found by an attendee through the place’s index, or as a package', async () => {
    json('/listed/index.json', [{ id: 'b', title: 'B', description: '', file: 'some/where.json' }]);
    json('/listed/some/where.json', guide('b'));
    json('/listed/c/content.json', guide('c'));
    const library = open();
    expect(await library.load('b')).toMatchObject({ id: 'b', source: 'listed' });
    expect(await library.load('c')).toMatchObject({ id: 'c', source: 'listed' });
    expect((await library.list()).map(({ id, source }) => [id, source])).toContainEqual(['b', 'listed']);
    await expect(library.load('d')).rejects.toBeInstanceOf(GuideUnknownError);
  });

  it('is looked for by no name that could leave the place', async () => {
    served.set('/secret/content.json', (response) => response.end('{}'));
    for (const id of ['../secret', '..%2fsecret', 'a/b', 'A', '.', '']) {
      await expect(open().load(id)).rejects.toBeInstanceOf(GuideUnknownError);
    }
    expect(asked.filter(({ url }) => url !== '/listed/index.json')).toEqual([]);
  });

  it('that calls itself otherwise than it is asked for is unknown', async () => {
    json('/listed/c/content.json', guide('tour-2'));
    await expect(open().load('c')).rejects.toBeInstanceOf(GuideUnknownError);
  });

  it('takes its snippets from the place', async () => {
    json('/listed/a.json', guide('a', { type: 'snippet-ref', snippetId: 'intro' }));
    json('/listed/shared/snippets/intro.json', { id: 'intro', title: 'I', blocks: [step] });
    expect((await open().openAddress(`${root}/listed/a.json`)).steps.map(({ id }) => id)).toEqual(['look']);
  });

  it('never takes the name of one of the plugin’s own', async () => {
    json('/listed/tour.json', guide('tour', step));
    await expect(open().openAddress(`${root}/listed/tour.json`)).rejects.toBeInstanceOf(GuideBrokenError);
    expect((await open().load('tour')).source).toBe('bundled');
  });
});

describe('a path', () => {
  const path = { id: 'alerting-lj', type: 'path', milestones: ['alerting-query', 'elsewhere'] };

  it('leads to lessons in its folders, found by id and not by folder', async () => {
    json('/listed/alerting-lj/content.json', guide('alerting-lj'));
    json('/listed/alerting-lj/manifest.json', path);
    json('/listed/alerting-lj/query/content.json', guide('alerting-query', step));
    json('/listed/alerting-lj/elsewhere/content.json', guide('another'));
    json('/listed/elsewhere/content.json', guide('elsewhere'));
    const library = open();
    const cover = await library.openAddress(`${root}/listed/alerting-lj/`);
    expect(cover.lessons.map(({ id }) => id)).toEqual(['alerting-query', 'elsewhere']);
    expect(await library.load('alerting-query')).toMatchObject({ source: 'listed', steps: [{ id: 'look' }] });
    expect(await library.load('elsewhere')).toMatchObject({ id: 'elsewhere' });
  });

  it.each([
    ['manifest.json milestones', { ...path, milestones: [] }],
    ['manifest.json id', { ...path, id: 'other' }],
  ])('says %s when its manifest is wrong', async (at, manifest) => {
    json('/listed/alerting-lj/content.json', guide('alerting-lj'));
    json('/listed/alerting-lj/manifest.json', manifest);
    await expect(open().openAddress(`${root}/listed/alerting-lj/content.json`)).rejects.toMatchObject({
      problems: [{ path: at }],
    });
  });
});

describe('what is refused', () => {
  const at = (path: string) => reasonOf(open().openAddress(root + path));

  it('an address outside of the listed places, before anything is fetched', async () => {
    json('/other/a.json', guide('a'));
    expect(await at('/other/a.json')).toBe('not-listed');
    expect(asked).toEqual([]);
  });

  it.each(['/listed/b.json', '/other/b.json'])('a redirection, to %s too', async (to) => {
    json(to, guide('b'));
    served.set('/listed/a.json', (response) => response.writeHead(302, { location: to }).end());
    expect(await at('/listed/a.json')).toBe('unreachable');
    expect(asked.map(({ url }) => url)).toEqual(['/listed/a.json']);
  });

  it.each(['text/html', 'application/javascript', 'application/jsonp', ''])('a %j', async (type) => {
    json('/listed/a.json', guide('a'), type);
    expect(await at('/listed/a.json')).toBe('not-json');
  });

  it('what is no JSON whatever it says', async () => {
    served.set('/listed/a.json', (response) => response.setHeader('content-type', 'application/json').end('{"id":'));
    expect(await at('/listed/a.json')).toBe('not-json');
  });

  it('an endless answer, without reading it to its end', async () => {
    const sent = { bytes: 0 };
    const closed = new Promise<void>((done) =>
      served.set('/listed/a.json', (response) => {
        response.setHeader('content-type', 'application/json');
        response.on('close', done);
        const chunk = Buffer.alloc(64 * 1024, 32);
        const more = () => {
          while (!response.destroyed && response.write(chunk)) {
            sent.bytes += chunk.length;
          }
        };
        response.on('drain', more);
        more();
      })
    );
    expect(await at('/listed/a.json')).toBe('too-large');
    await closed;
    expect(sent.bytes).toBeLessThan(GUIDE_LIMITS.bytes + 16 * 1024 * 1024);
  });

  it('a place that is not there', async () => {
    expect(await at('/listed/none.json')).toBe('missing');
    served.set('/listed/a.json', (response) => response.writeHead(500).end());
    expect(await at('/listed/a.json')).toBe('refused');
  });
});

describe('a reader’s own guide', () => {
  it('is marked as such, whatever it says itself, and is there after a reload', async () => {
    const text = JSON.stringify({ ...guide('mine', step), source: 'bundled', baseUrl: 'https://evil.example/' });
    expect(await open().openText(text)).toMatchObject({ id: 'mine', source: 'own', baseUrl: null });
    expect(await open().load('mine')).toMatchObject({ id: 'mine', source: 'own' });
  });

  it('replaces an earlier version of itself', async () => {
    const library = open();
    await library.openText(JSON.stringify(guide('mine')));
    await library.openText(JSON.stringify(guide('mine', step)));
    expect((await library.load('mine')).steps).toHaveLength(1);
  });

  it.each(['tour', 'path'])('never takes the name %s of one of the plugin’s own', async (id) => {
    await expect(open().openText(JSON.stringify(guide(id)))).rejects.toMatchObject({ problems: [{ path: 'id' }] });
  });

  it('never takes the name of a listed one that is open', async () => {
    json('/listed/a.json', guide('a'));
    const library = open();
    await library.openAddress(`${root}/listed/a.json`);
    await expect(library.openText(JSON.stringify(guide('a')))).rejects.toMatchObject({ problems: [{ path: 'id' }] });
    expect((await library.load('a')).source).toBe('listed');
  });

  it('never takes the name of a listed one that was read by its name alone, so its answers are not its to read', async () => {
    json('/listed/a/content.json', guide('a', step));
    const library = open();
    expect((await library.load('a')).source).toBe('listed');
    await expect(library.openText(JSON.stringify(guide('a')))).rejects.toMatchObject({ problems: [{ path: 'id' }] });
    expect((await library.load('a')).source).toBe('listed');
  });

  it('names every fault with its place', async () => {
    const text = JSON.stringify(guide('mine', { ...step, action: 'explode' }, { type: 'quiz' }));
    const error = await open()
      .openText(text)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GuideBrokenError);
    expect(error instanceof GuideBrokenError && error.problems.map(({ path }) => path)).toEqual([
      'blocks.0.action',
      'blocks.1.question',
      'blocks.1.choices',
    ]);
  });

  it('is not there for who signs in next in the same tab, whatever they are called', async () => {
    await open().openText(JSON.stringify(guide('mine', step)));
    for (const reader of ['bob', 'ad', 'ada.x', '']) {
      await expect(open(undefined, reader).load('mine')).rejects.toBeInstanceOf(GuideUnknownError);
    }
    expect((await open().load('mine')).id).toBe('mine');
  });

  it('is forgotten where the storage holds rubbish', async () => {
    stored.set('livesessions.openedGuides.ada', '[["mine",{"text":7}]]');
    await expect(open().load('mine')).rejects.toBeInstanceOf(GuideUnknownError);
  });
});
