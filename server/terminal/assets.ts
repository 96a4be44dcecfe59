/** Page and thread, once for all terminals of this process. */
import { builtAssets } from './builtAssets';
import type { PageFile } from './pages';

export interface Assets {
  /** Code of the screen model's thread. */
  model: string;
  files: ReadonlyMap<string, PageFile>;
}

let loading: Promise<Assets> | null = null;

export function loadAssets(): Promise<Assets> {
  loading ??= builtAssets().then(({ model, files }) => ({
    model,
    files: new Map(
      Object.entries(files).map(([name, { type, body }]) => [name, { type, body: Buffer.from(body, 'base64') }])
    ),
  }));
  return loading;
}
