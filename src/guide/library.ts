/** All guides that this page can open: those of the plugin, of listed places, and the reader's own. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { bundled as bundledCatalogue, type Catalogue, type CatalogueEntry } from './catalogue';
import type { FetchDeps } from './fetchJson';
import { GuideBrokenError, GuideUnknownError } from './guideErrors';
import { GUIDE_LIMITS } from './guideLimits';
import { createListedGuides } from './listedGuides';
import type { Guide } from './model';
import { parseGuideText } from './parseGuide';

export interface LibraryEntry extends CatalogueEntry {
  readonly source: 'bundled' | 'listed';
}

export interface GuideLibrary {
  /** Never rejects because of a listed place. */
  list(): Promise<readonly LibraryEntry[]>;
  /** Rejects with GuideUnknownError, GuideBrokenError or FetchRefusedError; what failed is tried anew by the next call. */
  load(id: string): Promise<Guide>;
  /**
   * A guide below a listed place; afterwards `load` knows it by its id, over a reload of the page too.
   * Rejects with FetchRefusedError or GuideBrokenError.
   */
  openAddress(address: string): Promise<Guide>;
  /**
   * A guide from a file or a paste: the reader's own, which is shown and never performed for others. Afterwards `load`
   * knows it by its id. Rejects with GuideBrokenError, also when its id is taken by another source's guide.
   */
  openText(text: string): Promise<Guide>;
}

export interface LibraryDeps extends FetchDeps {
  /** As `readPrefixes` gives them. */
  readonly prefixes: readonly string[];
  readonly bundled: Catalogue;
  /** Throws where the browser allows no storage. */
  storage(): Pick<Storage, 'getItem' | 'setItem'>;
}

const STORED_AS = 'livesessions.openedGuides';
/** As many as there can be tabs. */
const MOST_KEPT = 12;

const placeSchema = z.union([
  z.object({ url: z.string().max(GUIDE_LIMITS.urlLength) }),
  z.object({ text: z.string().max(GUIDE_LIMITS.bytes) }),
]);
type Place = z.output<typeof placeSchema>;
const storedSchema = z.array(z.tuple([z.string().max(LIMITS.guideIdLength), placeSchema])).max(MOST_KEPT);

export function createLibrary(deps: LibraryDeps): GuideLibrary {
  const listed = createListedGuides(deps.prefixes, deps);
  const places = new Map(recall(deps));
  const kept = new Map<string, Promise<Guide>>();

  const remember = (id: string, place: Place, guide: Guide) => {
    places.delete(id);
    places.set(id, place);
    [...places.keys()].slice(0, -MOST_KEPT).forEach((oldest) => places.delete(oldest));
    kept.set(id, Promise.resolve(guide));
    try {
      deps.storage().setItem(STORED_AS, JSON.stringify([...places]));
    } catch {
      // Storage is off or full: these guides are then forgotten by a reload, nothing else.
    }
  };
  const isBundled = async (id: string) => (await deps.bundled.listGuides()).some((entry) => entry.id === id);

  const load = async (id: string): Promise<Guide> => {
    if (await isBundled(id)) {
      return deps.bundled.loadGuide(id);
    }
    const place = places.get(id);
    if (place && 'text' in place) {
      return ownGuide(place.text);
    }
    const found = place ? await listed.open(place.url) : await listed.find(id);
    if (!found || found.guide.id !== id) {
      throw new GuideUnknownError(id);
    }
    return found.guide;
  };

  return {
    async list() {
      const own = (await deps.bundled.listGuides()).map((entry) => ({ ...entry, source: 'bundled' as const }));
      const known = new Set(own.map(({ id }) => id));
      const others = (await listed.list()).filter(({ id }) => !known.has(id));
      return [...own, ...others.map((entry) => ({ ...entry, source: 'listed' as const }))];
    },
    load(id) {
      const loading = kept.get(id) ?? load(id);
      kept.set(id, loading);
      loading.catch(() => kept.get(id) === loading && kept.delete(id));
      return loading;
    },
    async openAddress(address) {
      const { guide, url } = await listed.open(address);
      if (await isBundled(guide.id)) {
        throw taken(guide.id, 'the plugin');
      }
      remember(guide.id, { url }, guide);
      return guide;
    },
    async openText(text) {
      const guide = ownGuide(text);
      const place = places.get(guide.id);
      if (await isBundled(guide.id)) {
        throw taken(guide.id, 'the plugin');
      }
      if (place && 'url' in place) {
        throw taken(guide.id, place.url);
      }
      const read = await kept.get(guide.id)?.catch(() => null);
      if (read && read.source !== 'own') {
        throw taken(guide.id, read.baseUrl ?? 'a listed place');
      }
      remember(guide.id, { text }, guide);
      return guide;
    },
  };
}

function ownGuide(text: string): Guide {
  const parsed = parseGuideText(text);
  if (!parsed.ok) {
    throw new GuideBrokenError('', parsed.errors);
  }
  return parsed.guide;
}

/** Two guides of one id would be mistaken for each other in tabs, progress and sessions. */
function taken(id: string, owner: string): GuideBrokenError {
  return new GuideBrokenError(id, [{ path: 'id', message: `belongs to a guide of ${owner}: give this one its own` }]);
}

function recall(deps: LibraryDeps): ReadonlyArray<readonly [string, Place]> {
  try {
    return storedSchema.parse(JSON.parse(deps.storage().getItem(STORED_AS) ?? '[]'));
  } catch {
    return [];
  }
}

/** With the browser's own world. */
export function browserLibrary(prefixes: readonly string[], storage: LibraryDeps['storage']): GuideLibrary {
  return createLibrary({
    prefixes,
    bundled: bundledCatalogue,
    fetch: (url, init) => window.fetch(url, init),
    timeout: (ms) => AbortSignal.timeout(ms),
    storage,
  });
}
