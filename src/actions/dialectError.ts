/** A target that is not in the dialect, or beyond its bounds. */
export class DialectError extends Error {
  /** @param at position in the authored text, in UTF-16 units from 0 */
  constructor(
    message: string,
    readonly at: number
  ) {
    super(message);
  }
}
