/** A guide file with the snippets that it asks for. */
import { GuideBrokenError } from './guideErrors';
import type { Guide } from './model';
import { boundsProblem, parseGuide, type GuideOrigin } from './parseGuide';
import { isJson } from './reading';
import { readSnippet, snippetIdsIn, withSnippets } from './snippets';

/** Snippets that one guide may ask for. */
const MOST_SNIPPETS = 20;

export interface PackageDeps {
  readonly origin: GuideOrigin;
  /** The JSON value of a snippet's file; rejects where there is none. */
  snippet(id: string): Promise<unknown>;
}

/**
 * A snippet that cannot be had is left out: the guide says so at its place.
 * @param json what `JSON.parse` returned
 * @throws GuideBrokenError
 */
export async function readPackage(json: unknown, { origin, snippet }: PackageDeps): Promise<Guide> {
  const name = isJson(json) && typeof json.id === 'string' ? json.id.slice(0, 100) : '';
  const broken = (message: string) => new GuideBrokenError(name, [{ path: '', message }]);
  const unfit = boundsProblem(json);
  if (unfit) {
    throw broken(unfit);
  }
  const ids = snippetIdsIn(json).slice(0, MOST_SNIPPETS);
  const found = await Promise.all(
    ids.map(async (id): Promise<Array<[string, readonly unknown[]]>> => {
      const file = await snippet(id).catch(() => null);
      const blocks = boundsProblem(file) ? null : readSnippet(file, id);
      return blocks ? [[id, blocks]] : [];
    })
  );
  const composed = withSnippets(json, new Map(found.flat()));
  if (composed === null) {
    throw broken('is too large together with its snippets');
  }
  const parsed = parseGuide(composed, origin);
  if (!parsed.ok) {
    throw new GuideBrokenError(name, parsed.errors);
  }
  return parsed.guide;
}
