/** What a driver does, in a real page. */
import type { ViewCall } from '../../../src/protocol/browserWire';
import { until } from '../../testing/until';
import { DRIVER, LOOKER, localWorld } from '../testing/localWorld';
import type { View } from '../testing/view';
import { LOCAL_LIMITS } from './limits';

const world = localWorld();

/** A page that says in its title what happens to it. */
async function driven(body: string): Promise<View> {
  world.site.page('/', `<title>ready</title><body style="margin:0">${body}`);
  await world.launch();
  const view = await world.view();
  await view.untilTitle('ready');
  await until(() => view.picture !== undefined, 'a picture');
  return view;
}

const FIELD = `<textarea id="f" style="position:fixed;inset:0;width:600px;height:300px"></textarea>
  <script>f.focus(); f.oninput = () => (document.title = JSON.stringify(f.value))</script>`;

test('keys type what they say, with shift, beyond ASCII, Enter, Backspace and shortcuts', async () => {
  const view = await driven(FIELD);
  view.key('a', 'KeyA');
  view.key('B', 'KeyB', 8);
  view.key('é', 'Digit2');
  view.key('Enter', 'Enter');
  view.key('7', 'Digit7');
  view.key('@', 'KeyQ', 3);
  view.key('x', 'KeyX');
  view.key('Backspace', 'Backspace');
  await view.untilTitle('"aBé\\n7@"');
  view.key('a', 'KeyA', 2);
  view.key('z', 'KeyZ');
  await view.untilTitle('"z"');
  // Ctrl as Macs name it.
  view.key('a', 'KeyA', 4);
  view.key('y', 'KeyY');
  await view.untilTitle('"y"');
});

test('a pasted text comes in whole, also where it is long and of any script', async () => {
  const view = await driven(
    FIELD.replace('JSON.stringify(f.value)', "f.value.length + ' ' + [...f.value].slice(-2).join('')")
  );
  const text = `${'long '.repeat(5000)}日本👍`;
  view.say({ type: 'text', text });
  await view.untilTitle(`${text.length} 本👍`);
});

test('what is selected is copied and cut, but never from a password', async () => {
  const view = await driven(`${FIELD}<input type="password" id="p" value="secret">
    <script>f.value = 'some words'; f.select(); onkeydown = (e) => { if (e.key === 'F2') { p.focus(); p.select(); document.title = 'password' } }</script>`);
  view.say({ type: 'copy', cut: false });
  await until(() => view.all('clipboard').length === 1, 'the copy');
  view.say({ type: 'copy', cut: true });
  await view.untilTitle('""');
  await until(() => view.all('clipboard').length === 2, 'the cut');
  view.key('F2', 'F2');
  await view.untilTitle('password');
  view.say({ type: 'copy', cut: false });
  await until(() => view.all('clipboard').length === 3, 'the refusal');
  expect(view.all('clipboard').map(({ text }) => text)).toEqual(['some words', 'some words', '']);
});

test('wheel, drag, double click and touch arrive as such', async () => {
  const view = await driven(`<div style="height:5000px"></div><script>
    const seen = new Set(); const say = (what) => { seen.add(what); document.title = [...seen].sort().join() };
    onscroll = () => scrollY > 300 && say('scroll'); ondblclick = () => say('double');
    onmousemove = (e) => e.buttons === 1 && say('drag'); oncontextmenu = (e) => { e.preventDefault(); say('menu') };
    addEventListener('touchstart', (e) => say('touch' + e.touches.length)); addEventListener('touchend', () => say('lifted'));
  </script>`);
  const at = { x: 300, y: 300, modifiers: 0 };
  view.say({ type: 'wheel', ...at, dx: 0, dy: 400 });
  view.say({ type: 'button', ...at, is: 'down', button: 'left', buttons: 1, clicks: 1 });
  view.say({ type: 'move', x: 350, y: 350, buttons: 1, modifiers: 0 });
  view.say({ type: 'button', ...at, is: 'up', button: 'left', buttons: 0, clicks: 1 });
  for (const clicks of [1, 2]) {
    view.say({ type: 'button', ...at, is: 'down', button: 'left', buttons: 1, clicks });
    view.say({ type: 'button', ...at, is: 'up', button: 'left', buttons: 0, clicks });
  }
  view.click(100, 100, 'right');
  view.say({ type: 'touch', is: 'start', points: [{ id: 1, x: 50, y: 50 }], modifiers: 0 });
  view.say({ type: 'touch', is: 'end', points: [], modifiers: 0 });
  await view.untilTitle('double,drag,lifted,menu,scroll,touch1');
});

test('the address bar goes where it is told, back, forward and again', async () => {
  const view = await driven('one');
  world.site.page('/two', '<title>two</title>');
  view.say({ type: 'navigate', url: world.site.url('/two') });
  await view.untilTitle('two');
  await until(() => view.state?.tabs[0].canGoBack === true, 'the way back');
  view.say({ type: 'go', to: 'back' });
  await view.untilTitle('ready');
  await until(() => view.state?.tabs[0].canGoForward === true && !view.state.tabs[0].canGoBack, 'the way forward');
  view.say({ type: 'go', to: 'forward' });
  await view.untilTitle('two');
  const before = world.site.asked.length;
  view.say({ type: 'go', to: 'reload' });
  await until(() => world.site.asked.slice(before).includes('/two'), 'the reload');
  view.say({ type: 'navigate', url: 'how to search' });
  view.say({ type: 'navigate', url: 'file:///etc/passwd' });
  await until(() => view.all('refused').length === 2, 'both refusals');
  expect(view.all('refused').map(({ what }) => what)).toEqual(['address', 'scheme']);
});

test('BROW-15: tabs are opened, shown and closed; windows of a page become tabs; never more than the limit', async () => {
  const view = await driven(`<script>onmousedown = () => open('/two', '', 'width=300,height=300')</script>`);
  world.site.page('/two', `<title>two</title><body style="background:blue">`);
  view.click(300, 300);
  await view.untilTitle('two');
  await until(() => view.shows(1200, 700, [0, 0, 255]), 'its picture in full size');
  expect(view.state?.tabs).toHaveLength(2);
  view.say({ type: 'show-tab', id: view.state?.tabs[0].id ?? 0 });
  await view.untilTitle('ready');
  await until(() => view.shows(1200, 700, [255, 255, 255]), 'the first again');
  for (let more = 0; more < LOCAL_LIMITS.tabs; more += 1) {
    view.say({ type: 'tab', open: true });
  }
  await until(() => view.state?.tabs.length === LOCAL_LIMITS.tabs, 'all tabs');
  await until(() => view.all('refused').length === 2, 'two too many');
  expect(view.all('refused').map(({ what }) => what)).toEqual(['tabs', 'tabs']);
  for (const { id } of view.state?.tabs ?? []) {
    view.say({ type: 'close-tab', id });
  }
  const left = () => view.state?.tabs ?? [];
  await until(
    () => left().length === 1 && left()[0].id > LOCAL_LIMITS.tabs && view.state?.shown === left()[0].id,
    'one empty tab'
  );
  view.say({ type: 'navigate', url: world.site.url('/two') });
  await view.untilTitle('two');
  expect(world.gone).toEqual([]);
});

test('a window that closes itself, also the last, leaves a browser that goes on', async () => {
  const view = await driven(`<script>onmousedown = () => open('/two')</script>`);
  world.site.page('/two', `<title>two</title><script>onmousedown = () => close()</script>`);
  view.click(300, 300);
  await view.untilTitle('two');
  view.click(300, 300);
  await view.untilTitle('ready');
  expect(view.state?.tabs).toHaveLength(1);
});

test.each<[string, ViewCall, string]>([
  [`alert('who?')`, { type: 'answer', accept: true, text: '' }, 'undefined'],
  [`confirm('who?')`, { type: 'answer', accept: false, text: '' }, 'false'],
  [`prompt('who?', 'me')`, { type: 'answer', accept: true, text: 'you' }, 'you'],
])('the dialog of %s is shown to all and answered by the driver alone', async (call, answer, outcome) => {
  const view = await driven(`<script>onmousedown = () => (document.title = String(${call}))</script>`);
  const looker = await world.view(LOOKER);
  view.click(300, 300);
  await until(() => (looker.state?.dialog ?? null) !== null, 'the dialog');
  expect(looker.state?.dialog).toMatchObject({ kind: /^\w+/.exec(call)?.[0], message: 'who?' });
  looker.say(answer);
  looker.say({ type: 'answer', accept: true, text: 'evil' });
  view.say(answer);
  await view.untilTitle(outcome);
  await until(() => looker.state?.dialog === null, 'no dialog');
});

test('the cursor under the driver’s pointer is told to the driver', async () => {
  const view = await driven('<a href="#x" style="position:fixed;inset:0">x</a>');
  const looker = await world.view(LOOKER);
  view.say({ type: 'move', x: 200, y: 200, buttons: 0, modifiers: 0 });
  await until(() => view.all('cursor').length > 0, 'the cursor');
  expect(view.all('cursor')[0].cursor).toBe('pointer');
  expect(looker.all('cursor')).toEqual([]);
});

test('a list of choices is drawn in the picture, and can be chosen from', async () => {
  const view = await driven(`<style>option{background:lime;height:100px;width:300px}</style>
    <select onchange="document.title=this.value" style="width:300px;height:50px"><option>a<option>b<option>c</select>`);
  expect(view.shows(100, 200, [0, 255, 0])).toBe(false);
  view.click(100, 25);
  await until(() => view.shows(200, 230, [0, 255, 0]), 'the open list');
  view.click(200, 230);
  await view.untilTitle('b');
});

test('BROW-16: who does not drive changes nothing; control moves at once, and lets go of what was held', async () => {
  const view = await driven(`<script>let n = 0; onmousedown = () => (document.title = String(++n));
    onkeydown = (e) => (document.title = 'down ' + e.key); onkeyup = (e) => (document.title = 'up ' + e.key)</script>`);
  const looker = await world.view(LOOKER);
  await until(() => looker.state !== undefined, 'its state');
  expect(looker.state?.drives).toBe(false);
  looker.click(300, 300);
  looker.key('x', 'KeyX');
  looker.say({ type: 'wheel', x: 1, y: 1, dx: 1, dy: 1, modifiers: 0 });
  looker.say({ type: 'navigate', url: world.site.url('/stolen') });
  looker.say({ type: 'tab', open: true });
  looker.say({ type: 'close-tab', id: 1 });
  looker.say({ type: 'text', text: 'x' });
  looker.say({ type: 'go', to: 'reload' });
  looker.say({ type: 'copy', cut: true });
  view.click(300, 300);
  await view.untilTitle('1');
  expect([world.site.asked.includes('/stolen'), looker.all('clipboard').length]).toEqual([false, 0]);
  expect(world.active.includes(LOOKER.id)).toBe(false);

  view.say({ type: 'key', is: 'down', key: 'h', code: 'KeyH', location: 0, repeat: false, modifiers: 0 });
  await view.untilTitle('down h');
  await world.browser.setControl({ mode: 'one', driver: LOOKER.id });
  await view.untilTitle('up h');
  await until(() => looker.state?.drives === true && view.state?.drives === false, 'the change');
  view.key('x', 'KeyX');
  looker.key('y', 'KeyY');
  await looker.untilTitle('up y');
  await world.browser.setControl({ mode: 'everyone' });
  view.key('z', 'KeyZ');
  await looker.untilTitle('up z');
  await world.browser.setControl({ mode: 'one', driver: null });
  await until(() => view.state?.drives === false && looker.state?.drives === false, 'nobody');
});

test('BROW-16: what a driver holds is let go when their page is gone', async () => {
  const view = await driven(
    `<script>onkeydown = () => (document.title = 'down'); onkeyup = () => (document.title = 'up')</script>`
  );
  const looker = await world.view(LOOKER);
  view.say({ type: 'key', is: 'down', key: 'Shift', code: 'ShiftLeft', location: 1, repeat: false, modifiers: 8 });
  await looker.untilTitle('down');
  view.close();
  await looker.untilTitle('up');
  expect(DRIVER.id).not.toBe(LOOKER.id);
});

test('a link to a window of its own becomes a tab that is shown, with an opener and without', async () => {
  world.site.page('/other', '<title>other</title>');
  const view = await driven(`<a href="/other" target="_blank" style="position:fixed;inset:0 50% 0 0">a</a>
    <a href="/other" target="_blank" rel="opener" style="position:fixed;inset:0 0 0 50%">b</a>`);
  for (const [x, tabs] of [
    [100, 2],
    [1000, 3],
  ]) {
    view.say({ type: 'show-tab', id: view.state?.tabs[0].id ?? 0 });
    await view.untilTitle('ready');
    view.click(x, 300);
    await view.untilTitle('other');
    expect(view.state?.tabs).toHaveLength(tabs);
  }
});
