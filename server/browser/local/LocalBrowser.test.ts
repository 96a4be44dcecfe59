/** A browser with a real Chromium: what is seen of it, and who drives it. */
import { until } from '../../testing/until';
import { DRIVER, LOOKER, localWorld } from '../testing/localWorld';

const world = localWorld();
const RED = [255, 0, 0] as const;
const GREEN = [0, 128, 0] as const;
const BUTTON = `<body style="background:red"><script>onmousedown = () => (document.body.style.background = 'green')</script>`;

test('shows the page of its start address, and its title and address', async () => {
  world.site.page('/', `<title>Hello</title><body style="background:red">`);
  await world.launch();

  const view = await world.view();
  await until(() => view.shows(600, 300, RED), 'a red picture');
  await view.untilTitle('Hello');
  expect(view.state).toMatchObject({ width: 1280, height: 720, drives: true, dialog: null });
  expect(view.state?.tabs).toMatchObject([{ url: world.site.url('/'), isLoading: false }]);
  expect(view.picture).toMatchObject({ kind: 'jpeg', width: 1280, height: 720 });
});

test('a click of the driver changes the page, for everybody', async () => {
  world.site.page('/', BUTTON);
  await world.launch();

  const [driver, looker] = [await world.view(DRIVER), await world.view(LOOKER)];
  await until(() => driver.shows(600, 300, RED) && looker.shows(600, 300, RED), 'the page');
  driver.click(600, 300);
  await until(() => driver.shows(600, 300, GREEN) && looker.shows(600, 300, GREEN), 'the change');
  expect(new Set(world.active)).toEqual(new Set([DRIVER.id]));
});
