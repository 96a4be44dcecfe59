import { createCatalogue, GuideBrokenError, GuideUnknownError } from './catalogue';

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
