/** A guide from JSON that anyone may have written. Pure. */
import { guideRootSchema } from './blockSchemas';
import { GUIDE_LIMITS } from './guideLimits';
import type { Guide, GuideSource } from './model';
import { problemWords } from './problemWords';
import { readBlocks } from './readBlocks';
import { problemsOf, type GuideProblem } from './reading';
import { hasCanonicalJson } from './stepHash';

export type ParsedGuide =
  | {
      ok: true;
      guide: Guide;
      warnings: GuideProblem[];
      /** Where each step and each input stands in the file, by its id, as in a problem's path. */
      places: ReadonlyMap<string, string>;
    }
  | { ok: false; errors: [GuideProblem, ...GuideProblem[]]; warnings: GuideProblem[] };

/** Where a guide was found. What is not said to be trusted is not. */
export interface GuideOrigin {
  readonly source: GuideSource;
  readonly baseUrl: string | null;
}
const OWN: GuideOrigin = { source: 'own', baseUrl: null };

/**
 * Never throws. Unknown fields are ignored and unknown block types skipped with a warning; a block of a known type
 * that is malformed makes the guide an error, so that nobody plays half of it.
 * @param json what `JSON.parse` returned
 */
export function parseGuide(json: unknown, origin: GuideOrigin = OWN): ParsedGuide {
  const unfit = boundsProblem(json);
  if (unfit) {
    return failed([{ path: '', message: unfit }]);
  }
  const root = guideRootSchema.safeParse(json, { error: problemWords });
  if (!root.success) {
    return failed(problemsOf(root.error));
  }
  const { blocks, steps, units, places, errors, warnings } = readBlocks(root.data.blocks);
  if (errors.length > 0) {
    return failed(errors, warnings);
  }
  const { id, title } = root.data;
  const { source, baseUrl } = origin;
  return { ok: true, guide: { id, title, source, baseUrl, blocks, steps, units, lessons: [] }, warnings, places };
}

/** The same from a file's text; the bound on its size holds before anything is read. */
export function parseGuideText(text: string, origin: GuideOrigin = OWN): ParsedGuide {
  if (text.length > GUIDE_LIMITS.bytes) {
    return failed([{ path: '', message: tooLarge }]);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed([{ path: '', message: 'The guide is not JSON.' }]);
  }
  return parseGuide(json, origin);
}

/** More than anyone reads at a time. */
const MOST_PROBLEMS = 100;
const tooLarge = `The guide is larger than ${GUIDE_LIMITS.bytes / 1024} KiB.`;

/**
 * What makes a value unfit to be looked at more closely, or null. Depth first and without recursion: only then is it safe
 * to let recursive readers at it.
 */
export function boundsProblem(json: unknown): string | null {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > GUIDE_LIMITS.jsonDepth) {
      return `The guide nests more than ${GUIDE_LIMITS.jsonDepth} deep.`;
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  const text = JSON.stringify(json) ?? '';
  if (text.length > GUIDE_LIMITS.bytes || new TextEncoder().encode(text).length > GUIDE_LIMITS.bytes) {
    return tooLarge;
  }
  return hasCanonicalJson(text) ? null : 'The guide has no canonical JSON.';
}

function failed(errors: GuideProblem[], warnings: GuideProblem[] = []): ParsedGuide {
  const [first = { path: '', message: 'This is not a guide.' }, ...rest] = errors.slice(0, MOST_PROBLEMS);
  return { ok: false, errors: [first, ...rest], warnings };
}
