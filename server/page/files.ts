/** A page's files as they are sent. */
import type { RequestHandler } from 'express';
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

/** For a route with a `:name`; a name that is none of theirs is left to what comes next. */
export function sendFile(load: () => Promise<PageFiles>): RequestHandler<{ name: string }> {
  return (request, response, next) => {
    load().then((files) => {
      const file = files.get(request.params.name);
      if (file) {
        response.type(file.type).send(file.body);
      } else {
        next();
      }
    }, next);
  };
}
