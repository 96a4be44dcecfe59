/** The names of steps and of everything else that counts, the same wherever the same guide is read. Pure. */
import { LIMITS } from '../protocol/limits';
import { contentHash } from './stepHash';

/** Room for a suffix that makes a name unique. */
const NAME_LENGTH = LIMITS.stepIdLength - 8;
/** Room for an inner step's number behind its group's name. */
const GROUP_LENGTH = NAME_LENGTH - 8;

export interface Names {
  /** The wanted name, with a number behind it where it is taken. */
  take(wanted: string): string;
  /**
   * The authored id where there is one, else one made of the position, of what it is and of what it acts on.
   * @param at path from the guide's root
   */
  nameOf(thing: { id?: string; at: ReadonlyArray<string | number>; what: string; reftarget?: string }): string;
}

/** Hands out names in reading order. */
export function createNames(): Names {
  const taken = new Set<string>();
  const take = (wanted: string) => {
    let name = wanted;
    for (let count = 2; taken.has(name); count++) {
      name = `${wanted}-${count}`;
    }
    taken.add(name);
    return name;
  };
  return {
    take: (wanted) => take(wanted.slice(0, NAME_LENGTH)),
    nameOf({ id, at, what, reftarget }) {
      if (id !== undefined) {
        return take(id.slice(0, GROUP_LENGTH));
      }
      const position = at.flatMap((part) => (typeof part === 'number' ? part : (BRANCHES.get(part) ?? [])));
      const derived = `step-${position.join('.')}-${what}-${contentHash(reftarget ?? null).slice(0, 8)}`;
      return take(derived.slice(0, GROUP_LENGTH));
    },
  };
}

const BRANCHES = new Map([
  ['whenTrue', 'then'],
  ['whenFalse', 'else'],
]);
