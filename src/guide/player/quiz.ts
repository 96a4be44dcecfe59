/** A quiz: in what order its choices stand, and what an answer is worth. Pure. */
import type { Quiz, QuizChoice } from '../model';

/**
 * The choices in an order that is the same for this reader whenever they come back; pinned ones keep their place.
 * @param reader any text that tells readers apart
 */
export function orderedChoices(quiz: Pick<Quiz, 'id' | 'choices' | 'shuffle'>, reader: string): readonly QuizChoice[] {
  if (!quiz.shuffle) {
    return quiz.choices;
  }
  const rank = (choice: QuizChoice) => scatter(`${reader}\n${quiz.id}\n${choice.id}`);
  const free = quiz.choices
    .filter(({ pinned }) => !pinned)
    .map((choice) => ({ choice, rank: rank(choice) }))
    .sort((a, b) => a.rank - b.rank)
    .values();
  return quiz.choices.map((choice) => (choice.pinned ? choice : (free.next().value?.choice ?? choice)));
}

export type Verdict =
  | { readonly kind: 'right' }
  /** Those that were chosen and should not have been. */
  | { readonly kind: 'wrong'; readonly chosen: readonly QuizChoice[]; readonly left: number | null }
  /** The last try is used up: the answer is shown and the quiz is complete. */
  | { readonly kind: 'revealed' };

/** @param attempts those so far, this one included, each as ids of choices; at least one */
export function judge(quiz: Quiz, attempts: ReadonlyArray<readonly string[]>): Verdict {
  const last = new Set(attempts[attempts.length - 1]);
  if (quiz.choices.every(({ id, correct }) => last.has(id) === correct)) {
    return { kind: 'right' };
  }
  const limited = quiz.completionMode === 'max-attempts';
  if (limited && attempts.length >= quiz.maxAttempts) {
    return { kind: 'revealed' };
  }
  return {
    kind: 'wrong',
    chosen: quiz.choices.filter(({ id, correct }) => last.has(id) && !correct),
    left: limited ? quiz.maxAttempts - attempts.length : null,
  };
}

/** FNV-1a with a final mixing, 32 bits: texts that differ in one letter land far from each other. */
function scatter(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
