/** Pages that hang: what is done in them is never answered, and everything else goes on. */
import { randomBytes } from 'node:crypto';
import { until } from '../../testing/until';
import { DRIVER, localWorld } from '../testing/localWorld';
import type { View } from '../testing/view';
import { createLocalProvider } from './LocalProvider';

const world = localWorld();

/** Until it is answered, which is never. */
const HANGS = `<title>hangs</title><body style="cursor:wait"><script>
  onmousedown = () => { const asked = new XMLHttpRequest(); asked.open('GET', '/hung', false); asked.send(); }
</script>`;
const FOLLOWS = `<title>follows</title><body style="cursor:pointer;height:100vh"><script>onmousemove = ({ clientX }) => (document.title = 'at ' + clientX)</script>`;
const move = (view: View, x: number) => view.say({ type: 'move', x, y: 100, buttons: 0, modifiers: 0 });

test('who moved over one goes on in another tab, sees its cursor, and copies from there', async () => {
  world.site.page('/', HANGS);
  world.site.page('/hung', () => {});
  world.site.page('/follows', FOLLOWS);
  const { port, host } = world.site;
  const provider = createLocalProvider(
    world.options({
      privateHosts: [host, `two.test:${port}`],
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    })
  );
  const browser = await provider.launch({
    sessionId: randomBytes(16).toString('hex'),
    startUrl: world.site.url(),
    expiresAt: Date.now() + 600_000,
    onActivity: () => {},
    onGone: () => {},
  });
  await browser.setControl({ mode: 'one', driver: DRIVER.id });
  const view = await world.view(DRIVER, browser);
  await view.untilTitle('hangs');
  view.click(300, 100);
  await until(() => world.site.asked.includes('/hung'), 'the page that hangs');
  move(view, 200);
  move(view, 210);
  view.say({ type: 'copy', cut: false });
  view.say({ type: 'tab', open: true });
  await until(() => view.state?.tabs.length === 2 && view.state.shown === view.state.tabs[1].id, 'another tab');
  view.say({ type: 'navigate', url: `http://two.test:${port}/follows` });
  await view.untilTitle('follows');
  move(view, 400);
  await view.untilTitle('at 400');
  move(view, 410);
  await until(() => view.all('cursor').at(-1)?.cursor === 'pointer', 'the cursor');
  view.say({ type: 'copy', cut: false });
  await until(() => view.all('clipboard').length > 0, 'the copy');
  await provider.close();
});
