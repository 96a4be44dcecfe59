/** Makes what the terminal needs beside the server's own code: its page, and the code of the screen model's thread. */
import path from 'node:path';
import { build } from 'esbuild';
import { BUNDLED, bundlePage, type BuiltFiles } from '../page/bundlePage';

export interface BuiltAssets {
  model: string;
  files: BuiltFiles;
}

/** @param root the project's folder */
export async function buildAssets(root: string): Promise<BuiltAssets> {
  const [model, files] = await Promise.all([
    build({
      ...BUNDLED,
      entryPoints: [path.join(root, 'server/terminal/modelWorker.ts')],
      platform: 'node',
      target: 'node20',
      format: 'cjs',
    }),
    bundlePage(root, 'server/terminal/page/main.ts'),
  ]);
  return { model: model.outputFiles?.[0].text ?? '', files };
}
