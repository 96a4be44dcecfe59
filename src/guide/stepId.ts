/** The name of a step, the same wherever the same guide is read. Pure. */
import { LIMITS } from '../protocol/limits';
import { contentHash } from './stepHash';

/** Room for a suffix that makes a name unique. */
const NAME_LENGTH = LIMITS.stepIdLength - 8;

/**
 * Hands out step ids in reading order: the authored id where there is one, else one made of the step's position
 * (indices from the guide's root), action and target. A name that is taken gets a number behind it.
 */
export function createStepNames(): (authored: {
  id?: string;
  position: readonly number[];
  action: string;
  reftarget?: string;
}) => string {
  const taken = new Set<string>();
  return ({ id, position, action, reftarget }) => {
    const derived = `step-${position.join('.')}-${action}-${contentHash(reftarget ?? null).slice(0, 8)}`;
    const wanted = (id ?? derived).slice(0, NAME_LENGTH);
    let name = wanted;
    for (let count = 2; taken.has(name); count++) {
      name = `${wanted}-${count}`;
    }
    taken.add(name);
    return name;
  };
}
