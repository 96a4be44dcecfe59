/** Links over real WebRTC data channels keep what links in memory keep: `src/transport/linkContract.ts`. */
import { LINK_CONTRACT } from '../src/transport/linkContract';
import { bundleForPage } from './bundle';
import { expect, test } from './stage';

declare global {
  interface Window {
    links: typeof import('./fixtures/linksPage');
  }
}

test('links over WebRTC keep every promise of a link', async ({ stage }) => {
  const { page, errors } = await stage.person('editor');
  await page.addScriptTag({ content: await bundleForPage('fixtures/linksPage.ts', 'links') });
  const results = await page.evaluate((server) => window.links.checkLinks(server), stage.server.url);
  expect(results).toEqual(Object.fromEntries(LINK_CONTRACT.map(({ title }) => [title, null])));
  expect(errors).toEqual([]);
});
