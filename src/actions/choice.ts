/** Which of a list's options a guide means. Pure. */

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** By its value, else by its text. */
export function chosenOf<T extends Choice>(options: readonly T[], wanted: string): T | undefined {
  return options.find(({ value }) => value === wanted) ?? options.find(({ text }) => text.trim() === wanted.trim());
}
