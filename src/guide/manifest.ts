/** A package's manifest: what it is, and for a path which guides it consists of. Pure. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { problemWords } from './problemWords';
import { problemsOf, type GuideProblem } from './reading';

const MOST_MILESTONES = 100;

export const packageId = z
  .string()
  .max(LIMITS.guideIdLength)
  .regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens');
const ids = z.array(packageId).max(MOST_MILESTONES).default([]);
/** All of them; of an inner list any. */
const dependencies = z
  .array(z.union([packageId, z.array(packageId).min(1)]))
  .max(MOST_MILESTONES)
  .default([]);
const line = z.string().max(LIMITS.detailLength * 4);

const manifestSchema = z
  .object({
    id: packageId,
    type: z.enum(['guide', 'path', 'journey']),
    schemaVersion: line.default('1.1.0'),
    repository: line.default('interactive-tutorials'),
    description: line.default(''),
    category: line.default(''),
    language: line.default('en'),
    author: z.object({ name: line.optional(), team: line.optional() }).optional(),
    startingLocation: z
      .string()
      .max(LIMITS.pathLength)
      .regex(/^\/(?![/\\])/, 'must be a path of Grafana, beginning with one /')
      .default('/'),
    milestones: ids,
    depends: dependencies,
    recommends: dependencies,
    suggests: dependencies,
    provides: ids,
    conflicts: ids,
    replaces: ids,
  })
  .refine(({ type, milestones }) => (type === 'guide') === (milestones.length === 0), {
    path: ['milestones'],
    message: 'must name at least one package for a path or a journey, and none for a guide',
  });
export type Manifest = z.output<typeof manifestSchema>;

export type ReadManifest = { ok: true; manifest: Manifest } | { ok: false; errors: GuideProblem[] };

/** Never throws. Unknown fields are ignored. @param json what `JSON.parse` returned */
export function parseManifest(json: unknown): ReadManifest {
  const read = manifestSchema.safeParse(json, { error: problemWords });
  return read.success ? { ok: true, manifest: read.data } : { ok: false, errors: problemsOf(read.error) };
}

/**
 * Folders, relative to the path's own, in which a milestone is looked for: its id, what its id does not have in common
 * with the path's, and a folder beside the path's. A manifest names ids, not places.
 */
export function milestoneFolders(pathId: string, milestone: string): string[] {
  const own = milestone.split('-');
  const parent = pathId.split('-');
  const differs = own.findIndex((part, index) => part !== parent[index]);
  const rest = own.slice(Math.max(0, differs)).join('-');
  return [...new Set([rest, milestone, `../${milestone}`])];
}
