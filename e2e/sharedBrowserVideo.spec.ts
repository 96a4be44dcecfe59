/** What moves comes as video to real browsers, and what has come to rest as a still, in the same picture. */
import { localProvider, testFilmTools } from '../server/browser/testing/localProvider';
import { clickAt, colourAt, create, expect, join, test } from './sharedBrowserStage';

test.skip(testFilmTools() === null, 'Xvfb and ffmpeg are not both installed: video is not tried.');
// Beside other tests on two cores there is no video to be seen: who cannot keep up gets stills.
test.skip(process.env.BROWSER_TEST_VIDEO !== 'on', 'Wants a machine with nothing else to do: BROWSER_TEST_VIDEO=on.');

const EDGE = { x: 1270, y: 700 };
const PLACE = { x: 300, y: 500 };
const MOVING = `<title>Home</title><body style="margin:0;background:#2fbf71"><div id="d" style="position:fixed;left:500px;top:200px;width:200px;height:200px"></div><script>
  let n = 0, presses = 0;
  const draw = () => { n += 7; d.style.background = 'hsl(' + n + ',90%,50%)'; d.style.borderRadius = n % 100 + 'px'; presses < 2 && requestAnimationFrame(draw) };
  draw();
  onmousedown = () => { presses += 1; document.body.style.background = presses === 1 ? '#1f2a44' : '#2fbf71' };
</script>`;
const GREEN = '3,12,7';
const BLUE = '2,3,4';

test('a page that moves is seen as video by all, changes at a press, and comes to rest as a still', async ({
  site,
  serve,
  visit,
}) => {
  const provider = localProvider({ privateHosts: [site.host], filmTools: testFilmTools() });
  site.page('/moving', MOVING);
  const { url } = await serve({}, provider);
  const ada = await visit(`${url}/shared-session`);
  const link = await create(ada.page, 'Ada', site.url('/moving'));
  const bob = await visit(link);
  await join(bob.page, 'Bob');
  const all = [ada.page, bob.page];
  const quality = (words: RegExp) =>
    Promise.all(all.map((page) => expect(page.getByTestId('browser-quality')).toHaveText(words)));
  const colours = (colour: string) =>
    Promise.all(
      all.flatMap((page) => [EDGE, PLACE].map((spot) => expect.poll(() => colourAt(page, spot)).toBe(colour)))
    );

  await quality(/video/i);
  await colours(GREEN);
  await clickAt(ada.page, PLACE);
  await colours(BLUE);
  await quality(/video/i);
  await clickAt(ada.page, PLACE);
  await colours(GREEN);
  await quality(/^(?!.*video)/i);
  await colours(GREEN);
  expect([...ada.errors, ...bob.errors]).toEqual([]);
});
