import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const USUAL = '/usr/local/bin:/usr/bin:/bin';

/** The whole path of a program that is named by its path or as found in PATH; null for none. */
export function inPath(name: string): string | null {
  const places = name.includes('/') ? [''] : (process.env.PATH ?? USUAL).split(delimiter);
  return (
    places
      .map((place) => (place === '' ? name : join(place, name)))
      .find((file) => {
        try {
          accessSync(file, constants.X_OK);
          return true;
        } catch {
          return false;
        }
      }) ?? null
  );
}
