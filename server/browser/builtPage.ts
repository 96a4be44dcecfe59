/** Built when first asked for. In the bundled server another module stands in for this one, with what was built into it. */
import { bundlePage, PROJECT, type BuiltFiles } from '../page/bundlePage';

export const BROWSER_PAGE = 'server/browser/page/main.ts';

export function builtPage(): Promise<BuiltFiles> {
  return bundlePage(PROJECT, BROWSER_PAGE);
}
