/** Bounds of one browser's proxy. */
export const PROXY_LIMITS = {
  /** Connections of the browser at once. */
  connections: 300,
  headBytes: 32 * 1024,
  headers: 200,
  /** Milliseconds: for a request's head, for a whole request, for a connection to a server. */
  headWithin: 10_000,
  requestWithin: 10 * 60_000,
  connectWithin: 15_000,
  /** Milliseconds without a byte either way. */
  silentFor: 10 * 60_000,
} as const;
