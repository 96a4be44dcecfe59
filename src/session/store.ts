/** What a session keeps over a reload of its page. Values are JSON text; reading what another version wrote must not throw. */
import { z } from 'zod';

export interface KeyValueStore {
  get(key: string): string | null;
  /** May fail silently where storage is full or forbidden: a session goes on without it. */
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** A stored value, or null when there is none or it is not of this shape. */
export function readStored<T>(store: KeyValueStore, key: string, schema: z.ZodType<T>): T | null {
  const text = store.get(key);
  if (text === null) {
    return null;
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function writeStored(store: KeyValueStore, key: string, value: unknown): void {
  store.set(key, JSON.stringify(value));
}
