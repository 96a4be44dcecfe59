/** Page and thread, once for all terminals of this process. */
import { unpackFiles, type PageFiles } from '../page/files';
import { builtAssets } from './builtAssets';

export interface Assets {
  /** Code of the screen model's thread. */
  model: string;
  files: PageFiles;
}

let loading: Promise<Assets> | null = null;

export function loadAssets(): Promise<Assets> {
  loading ??= builtAssets().then(({ model, files }) => ({ model, files: unpackFiles(files) }));
  return loading;
}
