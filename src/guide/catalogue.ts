/** The guides that come with the plugin; each is fetched when it is first wanted. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { GuideBrokenError, GuideUnknownError } from './guideErrors';
import type { Guide, GuideLesson } from './model';
import { readPackage } from './readPackage';

/** Guides in one index, and in one path. */
const MOST_ENTRIES = 1000;
const MOST_MILESTONES = 100;

export const entrySchema = z.object({
  id: z.string().min(1).max(LIMITS.guideIdLength),
  title: z.string().min(1).max(LIMITS.guideTitleLength),
  description: z.string().max(LIMITS.detailLength),
  file: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*\.json$/),
  /** Of a path: the guides that it leads through, by id. */
  milestones: z.array(z.string().min(1).max(LIMITS.guideIdLength)).max(MOST_MILESTONES).optional(),
});
export type CatalogueEntry = z.infer<typeof entrySchema>;
export const indexSchema = z.array(entrySchema).max(MOST_ENTRIES);

export interface Catalogue {
  listGuides(): Promise<readonly CatalogueEntry[]>;
  /** Rejects with GuideUnknownError or GuideBrokenError; a fetch that failed is tried anew by the next call. */
  loadGuide(id: string): Promise<Guide>;
}

/**
 * @param readFile the JSON value of a file by its name without `.json`; rejects where there is none
 * @param baseUrl what addresses in the guides are relative to, an absolute URL; null where there is no such place
 */
export function createCatalogue(
  readFile: (name: string) => Promise<unknown>,
  baseUrl: string | null = null
): Catalogue {
  const kept = new Map<string, Promise<Guide>>();
  let index: Promise<readonly CatalogueEntry[]> | null = null;

  const listGuides = () => {
    index ??= readFile('index').then((json) => indexSchema.parse(json));
    index.catch(() => (index = null));
    return index;
  };
  const read = async (id: string): Promise<Guide> => {
    const entries = await listGuides();
    const entry = entries.find((candidate) => candidate.id === id);
    if (!entry) {
      throw new GuideUnknownError(id);
    }
    const guide = await readPackage(await readFile(entry.file.replace(/\.json$/, '')), {
      origin: { source: 'bundled', baseUrl },
      snippet: (name) => readFile(`snippets/${name}`),
    });
    if (guide.id !== id) {
      throw new GuideBrokenError(id, [{ path: 'id', message: `is ${JSON.stringify(guide.id)}` }]);
    }
    return { ...guide, lessons: lessonsOf(entry.milestones ?? [], entries) };
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

/** A milestone that no index names is called by its id. */
export function lessonsOf(milestones: readonly string[], entries: readonly CatalogueEntry[]): GuideLesson[] {
  return milestones.map((id) => ({ id, title: entries.find((entry) => entry.id === id)?.title ?? titleFrom(id) }));
}

function titleFrom(id: string): string {
  const words = id.replace(/-+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The folder of the built plugin, with a slash at its end; only the bundler knows it. */
declare const __webpack_public_path__: string | undefined;
const pluginFolder =
  typeof __webpack_public_path__ === 'string' ? new URL(__webpack_public_path__, document.baseURI).href : null;

export const bundled = createCatalogue(async (name) => {
  const file: { default?: unknown } = await import(`./bundled/${name}.json`);
  return file.default ?? file;
}, pluginFolder);

export const listGuides = bundled.listGuides;
export const loadGuide = bundled.loadGuide;
