/** A driver's page that asks for the same thousands of times at once. */
import { until } from '../../testing/until';
import { localWorld } from '../testing/localWorld';
import { Cdp } from './cdp';

const world = localWorld();

test('who goes from tab to tab a thousand times at once is shown the last, and Chromium has little to do', async () => {
  world.site.page('/', '<title>ready</title>');
  await world.launch();
  const view = await world.view();
  await view.untilTitle('ready');
  const [first] = view.state?.tabs ?? [];
  view.say({ type: 'tab', open: true });
  await until(() => view.state?.tabs.length === 2 && view.state.shown !== first.id, 'another tab');
  const second = view.state?.shown ?? 0;
  const post = jest.spyOn(Cdp.prototype, 'post');
  for (let number = 0; number < 1000; number += 1) {
    view.say({ type: 'show-tab', id: number % 2 === 0 ? second : first.id });
  }
  view.say({ type: 'copy', cut: false });
  await until(() => view.all('clipboard').length === 1 && view.state?.shown === first.id, 'the end');
  const shown = post.mock.calls.filter(([, method]) => method === 'Target.activateTarget');
  post.mockRestore();
  // Twice where it is on a screen.
  expect(shown.length).toBeLessThan(40);
});
