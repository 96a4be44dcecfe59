/** A page's files as they are sent. */
import type { BuiltFiles } from './bundlePage';

export interface PageFile {
  type: string;
  body: Uint8Array;
}

export type PageFiles = ReadonlyMap<string, PageFile>;

export function unpackFiles(files: BuiltFiles): PageFiles {
  return new Map(
    Object.entries(files).map(([name, { type, body }]) => [name, { type, body: Buffer.from(body, 'base64') }])
  );
}
