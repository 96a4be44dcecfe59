/** Built when first asked for. In the bundled server another module stands in for this one, with what was built into it. */
import { PROJECT } from '../page/bundlePage';
import { buildAssets, type BuiltAssets } from './buildAssets';

export function builtAssets(): Promise<BuiltAssets> {
  return buildAssets(PROJECT);
}
