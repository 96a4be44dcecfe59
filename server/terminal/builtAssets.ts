/** Built when first asked for. In the bundled server another module stands in for this one, with what was built into it. */
import type { BuiltAssets } from './buildAssets';

export async function builtAssets(): Promise<BuiltAssets> {
  const { buildAssets, PROJECT } = await import('./buildAssets');
  return buildAssets(PROJECT);
}
