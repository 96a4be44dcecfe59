/** What a person has done of a guide, kept in this browser. A step that was changed since counts as not done. */
import { z } from 'zod';
import type { Guide, GuideStep } from '../model';

export type Completion = 'done' | 'skipped';
export type Progress = ReadonlyMap<string, Completion>;

const storedSchema = z.record(z.string(), z.object({ hash: z.string(), as: z.enum(['done', 'skipped']) }));
const keyOf = (guide: Guide) => `livesessions.progress.${guide.id}`;

export function recallProgress(guide: Guide): Progress {
  try {
    const stored = storedSchema.parse(JSON.parse(window.localStorage.getItem(keyOf(guide)) ?? '{}'));
    const known = guide.steps.filter((step) => Object.hasOwn(stored, step.id) && stored[step.id].hash === step.hash);
    return new Map(known.map((step) => [step.id, stored[step.id].as]));
  } catch {
    return new Map();
  }
}

export function keepProgress(guide: Guide, progress: Progress): void {
  const entryOf = (step: GuideStep) => {
    const as = progress.get(step.id);
    return as ? [[step.id, { hash: step.hash, as }]] : [];
  };
  try {
    window.localStorage.setItem(keyOf(guide), JSON.stringify(Object.fromEntries(guide.steps.flatMap(entryOf))));
  } catch {
    // Storage is off or full: progress then ends with the page.
  }
}
