/** Guides from the places that an administrator listed: by address, by an index, or by their id. */
import { indexSchema, lessonsOf, type CatalogueEntry } from './catalogue';
import { fetchJson, FetchRefusedError, type FetchDeps } from './fetchJson';
import { GuideBrokenError } from './guideErrors';
import { listedAddress } from './listedPlaces';
import { milestoneFolders, packageId, parseManifest, type Manifest } from './manifest';
import type { Guide, GuideLesson } from './model';
import { readPackage } from './readPackage';

export interface ListedGuide {
  readonly guide: Guide;
  /** Where it was found. */
  readonly url: string;
}

export interface ListedGuides {
  /** What the places' own `index.json` files name; a place without one, or that cannot be reached, names nothing. */
  list(): Promise<readonly CatalogueEntry[]>;
  /** By its index, as a lesson of a path that was opened here, or as a package below a listed place; null where it is not. */
  find(id: string): Promise<ListedGuide | null>;
  /**
   * @param address of a guide file, or of a package's folder with a slash at its end
   * @throws FetchRefusedError, GuideBrokenError
   */
  open(address: string): Promise<ListedGuide>;
}

export function createListedGuides(prefixes: readonly string[], deps: FetchDeps): ListedGuides {
  /** Where lessons of opened paths may be, by their id. */
  const lessonPlaces = new Map<string, readonly string[]>();
  const indexes = new Map<string, Promise<readonly CatalogueEntry[]>>();
  const get = (url: string) => fetchJson(url, prefixes, deps);

  const indexOf = (prefix: string) => {
    const known = indexes.get(prefix);
    if (known) {
      return known;
    }
    const asked = get(`${prefix}index.json`).then((json) => {
      const index = indexSchema.safeParse(json);
      return index.success ? index.data : [];
    });
    indexes.set(prefix, asked);
    // What could not be reached is asked again; what is not there stays away until the page is loaded anew.
    asked.catch((error: unknown) => !isMissing(error) && indexes.delete(prefix));
    return asked;
  };
  const entriesOf = (prefix: string) => indexOf(prefix).catch((): readonly CatalogueEntry[] => []);

  const manifestBeside = async (url: string, guideId: string): Promise<Manifest | null> => {
    if (!url.replace(/\?.*$/, '').endsWith('/content.json')) {
      return null;
    }
    const json = await get(new URL('manifest.json', url).href).catch((error: unknown) => {
      if (isMissing(error)) {
        return null;
      }
      throw error;
    });
    if (json === null) {
      return null;
    }
    const read = parseManifest(json);
    if (!read.ok) {
      const [first, ...rest] = read.errors.map(({ path, message }) => ({ path: `manifest.json ${path}`, message }));
      throw new GuideBrokenError(guideId, [first, ...rest]);
    }
    if (read.manifest.id !== guideId) {
      throw new GuideBrokenError(guideId, [{ path: 'manifest.json id', message: 'is not the id in content.json' }]);
    }
    return read.manifest;
  };

  const open = async (address: string): Promise<ListedGuide> => {
    const listed = listedAddress(address.trim().replace(/\/$/, '/content.json'), prefixes);
    if (!listed) {
      throw new FetchRefusedError('not-listed', 'The address is not below one that an administrator listed.');
    }
    const { url, prefix } = listed;
    const guide = await readPackage(await get(url), {
      origin: { source: 'listed', baseUrl: new URL('.', url).href },
      snippet: (id) => get(`${prefix}shared/snippets/${id}.json`),
    });
    const lessons = await lessonsFor(guide.id, url, prefix);
    return { guide: { ...guide, lessons }, url };
  };

  const lessonsFor = async (id: string, url: string, prefix: string): Promise<GuideLesson[]> => {
    const entries = await entriesOf(prefix);
    const entry = entries.find((candidate) => candidate.id === id);
    const milestones = (await manifestBeside(url, id))?.milestones ?? entry?.milestones ?? [];
    for (const milestone of milestones) {
      const folders = milestoneFolders(id, milestone);
      lessonPlaces.set(
        milestone,
        folders.map((folder) => new URL(`${folder}/content.json`, url).href)
      );
    }
    return lessonsOf(milestones, entries);
  };

  /** The first of these places that holds the guide of this id. */
  const firstOf = async (id: string, urls: readonly string[]): Promise<ListedGuide | null> => {
    for (const url of urls) {
      const found = listedAddress(url, prefixes) && (await open(url).catch(nullWhereMissing));
      if (found && found.guide.id === id) {
        return found;
      }
    }
    return null;
  };

  return {
    async list() {
      return (await Promise.all(prefixes.map(entriesOf))).flat();
    },
    async find(id) {
      if (!packageId.safeParse(id).success) {
        return null;
      }
      const byIndex = await Promise.all(
        prefixes.map(async (prefix) =>
          (await entriesOf(prefix)).filter((entry) => entry.id === id).map(({ file }) => prefix + file)
        )
      );
      const asPackage = prefixes.map((prefix) => `${prefix}${id}/content.json`);
      return firstOf(id, [...byIndex.flat(), ...(lessonPlaces.get(id) ?? []), ...asPackage]);
    },
    open,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof FetchRefusedError && error.reason === 'missing';
}

function nullWhereMissing(error: unknown): null {
  if (isMissing(error)) {
    return null;
  }
  throw error;
}
