/** Bounds of the shared terminal that both of its sides hold to; the server's own are in server/terminal/limits.ts. */
export const TERMINAL_WIRE_LIMITS = {
  /** Characters of a session's id. */
  idLength: 128,
  /** Characters of a name that somebody gives themselves. */
  nameLength: 40,
  /** Characters of one message of input; a longer paste comes in several. */
  inputLength: 16 * 1024,
  /** Columns and rows that a screen may have. */
  columns: { min: 2, max: 500 },
  rows: { min: 1, max: 300 },
  /** Lines of history. */
  scrollback: 10_000,
} as const;
