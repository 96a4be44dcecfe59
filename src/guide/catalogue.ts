/** The guides that come with the plugin; each is fetched when it is first wanted. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import type { Guide } from './model';
import { parseGuide } from './parseGuide';

const entrySchema = z.object({
  id: z.string().min(1).max(LIMITS.guideIdLength),
  title: z.string().min(1).max(LIMITS.guideTitleLength),
  description: z.string().max(LIMITS.detailLength),
  file: z.string().regex(/^[a-z0-9-]+\.json$/),
});
export type CatalogueEntry = z.infer<typeof entrySchema>;

export class GuideUnknownError extends Error {
  constructor(readonly guideId: string) {
    super(`There is no guide ${JSON.stringify(guideId)} here.`);
    this.name = 'GuideUnknownError';
  }
}

/** A guide that is listed but cannot be read. */
export class GuideBrokenError extends Error {
  constructor(
    readonly guideId: string,
    details: string
  ) {
    super(`The guide ${JSON.stringify(guideId)} cannot be read: ${details}`);
    this.name = 'GuideBrokenError';
  }
}

export interface Catalogue {
  listGuides(): Promise<readonly CatalogueEntry[]>;
  /** Rejects with GuideUnknownError or GuideBrokenError; a fetch that failed is tried anew by the next call. */
  loadGuide(id: string): Promise<Guide>;
}

/** @param readFile the JSON value of a file by its name without `.json` */
export function createCatalogue(readFile: (name: string) => Promise<unknown>): Catalogue {
  const kept = new Map<string, Promise<Guide>>();
  let index: Promise<readonly CatalogueEntry[]> | null = null;

  const listGuides = () => {
    index ??= readFile('index').then((json) => z.array(entrySchema).parse(json));
    index.catch(() => (index = null));
    return index;
  };
  const read = async (id: string): Promise<Guide> => {
    const entry = (await listGuides()).find((candidate) => candidate.id === id);
    if (!entry) {
      throw new GuideUnknownError(id);
    }
    const parsed = parseGuide(await readFile(entry.file.replace(/\.json$/, '')), {
      source: 'bundled',
      baseUrl: null,
    });
    if (!parsed.ok) {
      throw new GuideBrokenError(id, `${parsed.errors[0].path} ${parsed.errors[0].message}`.trim());
    }
    if (parsed.guide.id !== id) {
      throw new GuideBrokenError(id, `its id is ${JSON.stringify(parsed.guide.id)}`);
    }
    return parsed.guide;
  };
  return {
    listGuides,
    loadGuide(id) {
      const loading = kept.get(id) ?? read(id);
      kept.set(id, loading);
      loading.catch(() => kept.delete(id));
      return loading;
    },
  };
}

const bundled = createCatalogue(async (name) => {
  const file: { default?: unknown } = await import(`./bundled/${name}.json`);
  return file.default ?? file;
});

export const listGuides = bundled.listGuides;
export const loadGuide = bundled.loadGuide;
