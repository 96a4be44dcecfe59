/** Pictures and pointers with several who look: the newest for each, at each one's own pace. */
import { WebSocket } from 'ws';
import { until } from '../../testing/until';
import { DRIVER, LOOKER, localWorld } from '../testing/localWorld';
import { LOCAL_LIMITS as LIMITS } from './limits';

const world = localWorld();
const ANIMATED = `<title>moving</title><body style="margin:0"><script>
  let n = 0; const draw = () => { n += 1; document.body.style.background = 'rgb(' + (n % 200) + ',0,0)'; requestAnimationFrame(draw) }; draw();
</script>`;

/** Colours of a page in the order in which they are shown, one for each press. */
const COLOURS = { red: [255, 0, 0], lime: [0, 255, 0], blue: [0, 0, 255], black: [0, 0, 0] } as const;
const PRESSED = `<title>pressed</title><body style="background:red"><script>
  const all = ['red', 'lime', 'blue', 'black']; let n = 0; onmousedown = () => { document.body.style.background = all[++n]; }
</script>`;

test('nothing is sent while nothing changes, and a newcomer gets the picture there is at once', async () => {
  world.site.page('/', PRESSED);
  await world.launch();
  const first = await world.view();
  await until(() => first.shows(600, 300, COLOURS.red), 'the page');
  await first.untilTitle('pressed');
  // Rounds of question and answer through everything that could send something.
  const sent = () => first.pictures.length;
  let before = -1;
  await until(() => {
    const isStill = sent() === before;
    before = sent();
    return isStill;
  }, 'no more pictures');
  const [pictures, states] = [sent(), first.all('state').length];
  for (let round = 0; round < 5; round += 1) {
    first.say({ type: 'copy', cut: false });
    await until(() => first.all('clipboard').length > round, 'an answer');
  }
  const second = await world.view(LOOKER);
  await until(() => second.picture !== undefined, 'the picture');
  expect(second.pictures[0].number).toBe(first.picture?.number);
  expect(second.shows(600, 300, COLOURS.red)).toBe(true);
  expect([sent(), first.all('state').length]).toEqual([pictures, states]);
});

test('BROW-16: who says nothing of what was shown gets one picture; then the newest there is, and never an older one', async () => {
  world.site.page('/', PRESSED);
  await world.launch();
  const [driver, slow] = [await world.view(), await world.view(LOOKER)];
  slow.acknowledges = false;
  await until(() => driver.shows(600, 300, COLOURS.red) && slow.picture !== undefined, 'the page');
  for (const colour of [COLOURS.lime, COLOURS.blue, COLOURS.black]) {
    driver.click(600, 300);
    await until(() => driver.shows(600, 300, colour), 'the change');
  }
  const held = slow.pictures.length;
  expect(held).toBeLessThanOrEqual(LIMITS.framesUnderWay);
  slow.say({ type: 'seen', frame: slow.pictures[held - 1].number });
  await until(() => slow.pictures.length > held, 'the next');
  expect(slow.pictures[held].number).toBe(driver.picture?.number);
  expect(slow.shows(600, 300, COLOURS.black)).toBe(true);
  slow.acknowledges = true;
  slow.say({ type: 'seen', frame: slow.pictures[held].number });
  const numbers = slow.pictures.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test('BROW-16: a page that moves all the time comes as many pictures, and a viewer that does not read slows nobody', async () => {
  world.site.page('/', ANIMATED);
  await world.launch();
  const stuck = await world.view(LOOKER);
  await until(() => stuck.picture !== undefined, 'its first picture');
  stuck.socket.pause();
  const [fast, other] = [await world.view(), await world.view(LOOKER)];
  await until(() => fast.pictures.length > 100 && other.pictures.length > 100, 'many pictures');
  const frames = fast.pictures.map(({ number }) => number);
  expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b));
});

test('what changed last is shown, however fast it changed before', async () => {
  world.site.page(
    '/',
    `<title>burst</title><body style="background:red"><script>
    onmousedown = () => { let n = 0; const draw = () => { document.body.style.background = ++n < 40 ? 'rgb(' + n * 5 + ',90,90)' : 'lime'; if (n < 40) requestAnimationFrame(draw) }; draw() }
    onmouseup = () => {}
  </script>`
  );
  await world.launch();
  const view = await world.view();
  await until(() => view.shows(600, 300, COLOURS.red), 'the page');
  for (let round = 0; round < 5; round += 1) {
    view.click(600, 300);
    await until(() => !view.shows(600, 300, round === 0 ? COLOURS.red : COLOURS.lime), 'the burst');
    await until(() => view.shows(600, 300, COLOURS.lime), 'its end');
  }
});

test('BROW-16: others see where somebody points, also of those who only look, and that they are gone', async () => {
  world.site.page('/', PRESSED);
  await world.launch();
  const [driver, looker] = [await world.view(), await world.view(LOOKER)];
  looker.say({ type: 'move', x: 10, y: 20, buttons: 0, modifiers: 0 });
  await until(() => driver.all('pointer').length > 0, 'the pointer');
  expect(driver.all('pointer')[0]).toEqual({ type: 'pointer', userId: LOOKER.id, at: { x: 10, y: 20 } });
  looker.say({ type: 'away' });
  await until(() => driver.all('pointer').at(-1)?.at === null, 'none');
  driver.say({ type: 'move', x: 30, y: 40, buttons: 0, modifiers: 0 });
  await until(() => looker.all('pointer').length > 0, 'the driver’s');
  expect(looker.all('pointer').every(({ userId }) => userId === DRIVER.id)).toBe(true);
  looker.say({ type: 'move', x: 50, y: 60, buttons: 0, modifiers: 0 });
  await until(() => driver.all('pointer').at(-1)?.at?.x === 50, 'it again');
  looker.close();
  await until(() => driver.all('pointer').at(-1)?.at === null, 'none again');
});

describe('sockets', () => {
  beforeEach(async () => {
    world.site.page('/', PRESSED);
    await world.launch();
  });

  it.each<[string, string | Buffer]>([
    ['no JSON', 'x'],
    ['an unknown type', '{"type":"evaluate","expression":"1"}'],
    ['bytes', Buffer.from('{"type":"away"}')],
    ['a place outside of all pictures', '{"type":"move","x":1e9,"y":0,"buttons":0,"modifiers":0}'],
    ['a place that is no number', '{"type":"move","x":null,"y":0,"buttons":0,"modifiers":0}'],
    ['a text beyond its limit', JSON.stringify({ type: 'text', text: 'x'.repeat(LIMITS.textLength + 1) })],
    ['an address beyond its limit', JSON.stringify({ type: 'navigate', url: 'x'.repeat(LIMITS.urlLength + 1) })],
    ['a message beyond its limit', JSON.stringify({ type: 'away', more: 'x'.repeat(LIMITS.messageBytes) })],
  ])('that say %s are closed, and the others are not', async (_what, said) => {
    const [bad, good] = [await world.view(), await world.view(LOOKER)];
    bad.socket.send(said);
    await until(() => bad.closedWith !== null, 'its end');
    expect(bad.closedWith).toBe(4400);
    await until(() => good.picture !== undefined, 'a picture');
  });

  it('of one member are as many as the limit', async () => {
    for (let each = 0; each < LIMITS.viewersPerMember; each += 1) {
      await world.view();
    }
    const more = await world.view();
    await until(() => more.closedWith !== null, 'its end');
    expect(more.closedWith).toBe(4429);
  });

  it('of somebody who is removed are closed, and no new one is taken', async () => {
    const [driver, looker] = [await world.view(), await world.view(LOOKER)];
    await world.browser.remove(DRIVER.id);
    await until(() => driver.closedWith !== null, 'the end');
    const again = await world.view();
    await until(() => again.closedWith !== null, 'the refusal');
    expect([driver.closedWith, again.closedWith, looker.closedWith]).toEqual([4403, 4403, null]);
  });

  it('that say more than anybody could are read more slowly, and nothing grows', async () => {
    const [flooding, good] = [await world.view(), await world.view(LOOKER)];
    await until(() => good.shows(600, 300, COLOURS.red), 'the page');
    const flood = JSON.stringify({ type: 'move', x: 1, y: 1, buttons: 0, modifiers: 0 });
    for (let each = 0; each < 20_000; each += 1) {
      flooding.socket.send(flood);
    }
    await world.browser.setControl({ mode: 'one', driver: LOOKER.id });
    good.click(600, 300);
    await until(() => good.shows(600, 300, COLOURS.lime), 'the click of another');
    expect(good.all('pointer').length).toBeLessThan(LIMITS.messages.burst + 20_000 / 2);
    expect(flooding.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('are closed when the browser ends, and new ones are refused', async () => {
    const view = await world.view();
    await world.browser.end();
    await until(() => view.closedWith !== null, 'the end');
    const late = await world.view();
    await until(() => late.closedWith !== null, 'the refusal');
    expect([view.closedWith, late.closedWith]).toEqual([4404, 4404]);
  });
});
