import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { createCatalogue, listGuides, loadGuide } from './catalogue';
import { GuideBrokenError, GuideUnknownError } from './guideErrors';
import { parseGuide } from './parseGuide';
import { readSnippet, withSnippets } from './snippets';

const index = [
  { id: 'one', title: 'One', description: 'First', file: 'one.json' },
  { id: 'bad', title: 'Bad', description: '', file: 'bad.json' },
  { id: 'alias', title: 'Alias', description: '', file: 'one.json' },
];
const files: Record<string, unknown> = {
  index,
  one: { id: 'one', title: 'One', blocks: [] },
  bad: { id: 'bad', title: 'Bad', blocks: ['x'] },
};
const serve = (fail: () => boolean = () => false) => {
  const asked: string[] = [];
  const catalogue = createCatalogue(async (name) => {
    asked.push(name);
    if (fail()) {
      throw new Error('offline');
    }
    return files[name];
  });
  return { catalogue, asked };
};

describe('catalogue', () => {
  it('lists without reading a guide, and reads each guide once', async () => {
    const { catalogue, asked } = serve();
    expect(await catalogue.listGuides()).toEqual(index);
    const [first, second] = await Promise.all([catalogue.loadGuide('one'), catalogue.loadGuide('one')]);
    expect(first).toBe(second);
    expect(asked).toEqual(['index', 'one']);
  });

  it('says whether a guide is unknown or broken', async () => {
    const { catalogue } = serve();
    await expect(catalogue.loadGuide('two')).rejects.toBeInstanceOf(GuideUnknownError);
    await expect(catalogue.loadGuide('bad')).rejects.toBeInstanceOf(GuideBrokenError);
  });

  it('refuses a file that holds another guide than it is listed for', async () => {
    await expect(serve().catalogue.loadGuide('alias')).rejects.toBeInstanceOf(GuideBrokenError);
  });

  it('tries again after a failed fetch', async () => {
    let offline = true;
    const { catalogue } = serve(() => offline);
    await expect(catalogue.loadGuide('one')).rejects.toThrow('offline');
    offline = false;
    await expect(catalogue.loadGuide('one')).resolves.toMatchObject({ id: 'one' });
  });
});

const snippetFolder = join(__dirname, 'bundled', 'snippets');
const snippets = new Map(
  readdirSync(snippetFolder).map((file): [string, readonly unknown[]] => {
    const id = file.replace(/\.json$/, '');
    return [id, readSnippet(JSON.parse(readFileSync(join(snippetFolder, file), 'utf8')), id) ?? []];
  })
);

describe('the bundled guides', () => {
  it('are all listed under their own names and read without a warning', async () => {
    const entries = await listGuides();
    expect(entries.length).toBeGreaterThan(0);
    for (const { id, title, file } of entries) {
      const text = readFileSync(join(__dirname, 'bundled', file), 'utf8');
      const parsed = parseGuide(withSnippets(JSON.parse(text), snippets));
      expect([file, parsed]).toEqual([file, expect.objectContaining({ ok: true, warnings: [] })]);
      expect((await loadGuide(id)).title).toBe(title);
    }
  });

  it('give every step a tooltip or a text, and an id of its own choosing', async () => {
    for (const { id } of await listGuides()) {
      for (const step of (await loadGuide(id)).steps) {
        expect(step.tooltip || step.content).not.toBe('');
        expect(step.id).not.toMatch(/^step-\d/);
      }
    }
  });
});
