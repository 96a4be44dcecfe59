/** Which machines this server has at Hyperbeam, on paper: what outlives a crash, so that the next start can end them. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** `id` is null while nobody has said it. */
const entriesSchema = z
  .array(z.object({ tag: z.string().regex(/^[0-9a-f]{32}$/), id: z.string().nullable() }))
  .max(1000);

export type BookEntry = z.infer<typeof entriesSchema>[number];

export interface Book {
  read(): BookEntry[];
  write(entries: readonly BookEntry[]): void;
}

/** A file that the server's user alone may read. One that cannot be read is empty; writing throws. */
export function fileBook(file: string): Book {
  return {
    read: () => {
      try {
        return entriesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return [];
      }
    },
    write: (entries) => {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.new`, JSON.stringify(entries), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
