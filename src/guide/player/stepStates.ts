/** Whose turn it is: which steps are complete and which must wait for an earlier one. Pure. */
import type { Block, Guide } from '../model';
import type { Progress } from './progress';

export interface StepStanding {
  readonly complete: boolean;
  /** An earlier step of its section is not complete. */
  readonly waits: boolean;
}

/** By step id. Inside a section steps go in order; a note in a section (`noop`) is complete as soon as it is reached. */
export function standings(guide: Guide, progress: Progress): ReadonlyMap<string, StepStanding> {
  const all = new Map<string, StepStanding>();
  const walk = (blocks: readonly Block[], inSection: boolean, openBefore: boolean): boolean => {
    let open = openBefore;
    for (const block of blocks) {
      if (block.kind === 'section') {
        const sectionOpen = walk(block.blocks, true, inSection && open);
        open = inSection && sectionOpen;
      } else if (block.kind === 'step') {
        const waits = inSection && open;
        const complete = progress.has(block.step.id) || (inSection && !waits && block.step.action === 'noop');
        all.set(block.step.id, { complete, waits });
        open ||= !complete;
      }
    }
    return open;
  };
  walk(guide.blocks, false, false);
  return all;
}
