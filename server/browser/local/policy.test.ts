/** What a page, or a driver, tries and must not get, with a real Chromium. Hostile pages report what they reached. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../testing/until';
import { localWorld } from '../testing/localWorld';
import type { View } from '../testing/view';

// Several pages, loaded one after the other, on whatever machine this is.
jest.setTimeout(90_000);

const world = localWorld();
/** A service of this machine that no browser may reach. */
const reached: string[] = [];
const service = createServer((request, response) => {
  reached.push(request.url ?? '');
  response.setHeader('access-control-allow-origin', '*');
  response.end('<title>inside</title>secret');
});
let inside: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  inside = `127.0.0.1:${(service.address() as AddressInfo).port}`;
});
beforeEach(() => {
  reached.length = 0;
});
afterEach(() => {
  expect(reached).toEqual([]);
});
afterAll(() => new Promise((resolve) => service.close(resolve)));

async function open(html: string): Promise<View> {
  world.site.page('/', html);
  await world.launch();
  return world.view();
}

/** Runs a script at a click, which counts as the user's; its title says when it is done. */
const clicked = (script: string, title = 'ready') =>
  `<title>${title}</title><script>onmousedown = async () => { ${script}; document.title = 'done' }</script>`;

async function click(view: View, title = 'ready'): Promise<void> {
  await view.untilTitle(title);
  view.click(300, 300);
}

/** Leads the first tab there and closes all others. A window may come late, and empty, and would be led in its place. */
async function leadAlone(view: View, url: string, title: string): Promise<void> {
  const closed = new Set<number>();
  let isLed = false;
  await until(() => {
    if (!view.state) {
      return false;
    }
    const { tabs, shown } = view.state;
    const [first, ...others] = tabs;
    others
      .filter(({ id }) => !closed.has(id))
      .forEach(({ id }) => {
        closed.add(id);
        view.say({ type: 'close-tab', id });
      });
    if (others.length > 0 || shown !== first.id) {
      isLed = false;
    } else if (!isLed) {
      isLed = true;
      view.say({ type: 'navigate', url });
    }
    return isLed && first.title === title;
  }, `the title ${title} in the only tab`);
}

const NO_WEB = [
  'file:///etc/passwd',
  'FILE:///etc/passwd',
  ' file:///etc/passwd',
  'chrome://settings',
  'chrome://version',
  'chrome-untrusted://x',
  'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html',
  'devtools://devtools/bundled/inspector.html',
  'view-source:http://127.0.0.1/',
  'view-source:file:///etc/passwd',
  'filesystem:http://127.0.0.1/temporary/x',
  'ftp://127.0.0.1/',
  'javascript:document.title=1',
  'data:text/html,<title>x</title>',
  'blob:http://127.0.0.1/x',
  'about:settings',
  'mailto:a@b.example',
  'ws://127.0.0.1/',
];

test('BROW-15: what is no web address is refused in the address bar', async () => {
  const view = await open('<title>ready</title>');
  await view.untilTitle('ready');
  for (const [refusals, url] of NO_WEB.entries()) {
    view.say({ type: 'navigate', url });
    await until(() => view.all('refused').length > refusals, `the refusal of ${url}`);
    expect({ url, what: view.all('refused')[refusals].what }).toEqual({ url, what: 'scheme' });
    expect(view.state?.tabs).toMatchObject([{ url: world.site.url('/'), title: 'ready' }]);
  }
});

test.each([
  ['a link', (url: string) => `location.href = '${url}'`],
  ['a window', (url: string) => `open('${url}')`],
  ['a window that is led on', (url: string) => `const w = open('about:blank'); try { w.location = '${url}' } catch {}`],
  [
    'a frame',
    (url: string) => `document.body.append(Object.assign(document.createElement('iframe'), { src: '${url}' }))`,
  ],
  [
    'a frame in a frame',
    (url: string) =>
      `document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<iframe src="${url}"></iframe>' }))`,
  ],
  [
    'a form',
    (url: string) =>
      `const f = document.createElement('form'); f.action = '${url}'; document.body.append(f); f.submit()`,
  ],
  [
    'an object',
    (url: string) => `document.body.append(Object.assign(document.createElement('object'), { data: '${url}' }))`,
  ],
])('BROW-15: a page opens no file, nothing of Chromium, nothing of this machine by %s', async (_what, way) => {
  const view = await open('<title>begin</title>');
  await view.untilTitle('begin');
  const urls = [
    'file:///etc/passwd',
    'chrome://version/',
    'devtools://devtools/bundled/inspector.html',
    'view-source:file:///etc/passwd',
    `http://${inside}/way`,
  ];
  for (const [index, url] of urls.entries()) {
    world.site.page(
      `/way${index}`,
      clicked(`try { ${way(url)} } catch {}; await fetch('/after${index}')`, `ready${index}`)
    );
    await leadAlone(view, world.site.url(`/way${index}`), `ready${index}`);
    view.click(300, 300);
    const left = () => view.state?.tabs.some((tab) => tab.url === url) === true;
    await until(() => world.site.asked.includes(`/after${index}`) || left(), 'the attempt');
    // A round trip through the browser, in which whatever opened would be known.
    const known = Math.max(...(view.state?.tabs ?? []).map(({ id }) => id));
    view.say({ type: 'tab', open: true });
    await until(() => (view.state?.shown ?? 0) > known && view.state?.tabs.at(-1)?.url === 'about:blank', 'a tab');
    const [, ...others] = view.state?.tabs ?? [];
    expect(others.filter((tab) => /^(file|chrome|devtools|view-source):/.test(tab.url))).toEqual([]);
    expect(others.filter(({ title }) => /inside|passwd|version|devtools/i.test(title))).toEqual([]);
  }
});

test('BROW-14: addresses of this machine and its networks are refused with words, wherever they are led to from', async () => {
  const view = await open('<title>ready</title>');
  await view.untilTitle('ready');
  world.site.page('/redirect', (_request, response) =>
    response.writeHead(302, { location: `http://${inside}/redirected` }).end()
  );
  for (const url of [
    `http://${inside}/direct`,
    'http://localhost/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://0x7f.1/',
    'https://10.0.0.1/',
    world.site.url('/redirect'),
  ]) {
    const before = view.all('refused').length;
    view.say({ type: 'navigate', url });
    await until(() => view.all('refused').length > before, `the refusal of ${url}`);
    expect(view.all('refused').at(-1)?.what).toBe('address');
    const shown = url.endsWith('/redirect') ? `http://${inside}/redirected` : new URL(url).href;
    await until(() => view.state?.tabs[0].url === shown && view.state.tabs[0].title === 'Not opened', `no ${shown}`);
  }
});

test('BROW-14: requests of a page to this machine fail, by every way a page has', async () => {
  const view = await open(
    clicked(`
      const to = (path) => 'http://${inside}/' + path;
      const tries = [
        fetch(to('fetch'), { mode: 'no-cors' }), fetch(to('cors')),
        new Promise((_, no) => { const s = new WebSocket('ws://${inside}/socket'); s.onopen = () => document.title = 'OPEN'; s.onerror = no }),
        new Promise((_, no) => { new EventSource(to('events')).onerror = no }),
        new Promise((_, no) => { const x = new XMLHttpRequest(); x.open('GET', to('xhr')); x.onerror = no; x.send() }),
        ...['img', 'script', 'video', 'link'].map((tag) => new Promise((_, no) => {
          const e = document.createElement(tag); e.onerror = no; e.rel = 'stylesheet'; e.src = e.href = to(tag); document.head.append(e) })),
        new Promise((_, no) => { new Worker(URL.createObjectURL(new Blob(['fetch("' + to('worker') + '").catch((e) => { throw e })']))).onerror = no; setTimeout(no, 1000) }),
      ];
      navigator.sendBeacon(to('beacon')); new Image().src = to('image');
      const hint = (rel) => document.head.append(Object.assign(document.createElement('link'), { rel, href: to(rel) }));
      ['prefetch', 'preconnect', 'dns-prefetch', 'preload', 'prerender'].forEach(hint);
      await Promise.allSettled(tries)
    `)
  );
  await click(view);
  await view.untilTitle('done');
});

test('a service worker gets no further than its page', async () => {
  world.site.page('/sw.js', (_request, response) => {
    response.setHeader('content-type', 'text/javascript');
    response.end(
      `onmessage = async ({ source }) => { let said; try { await fetch('http://${inside}/sw'); said = 'REACHED' } catch { said = 'failed' } source.postMessage(said) }`
    );
  });
  const view = await open(
    clicked(`await navigator.serviceWorker.register('/sw.js'); const { active } = await navigator.serviceWorker.ready;
      const said = await new Promise((yes) => { navigator.serviceWorker.onmessage = ({ data }) => yes(data); active.postMessage('go') });
      await fetch('/said-' + said)`)
  );
  await click(view);
  await view.untilTitle('done');
  expect(world.site.asked).toContain('/said-failed');
});

test('BROW-14: nothing goes out by UDP, and WebRTC names no address', async () => {
  const packets: unknown[] = [];
  const udp = createSocket('udp4', (packet) => packets.push(packet));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  const { port } = udp.address();
  const view = await open(
    clicked(`
      const found = [];
      const c = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${port}' }, { urls: 'turn:127.0.0.1:${port}?transport=udp', username: 'a', credential: 'b' }, { urls: 'turn:${inside}?transport=tcp', username: 'a', credential: 'b' }] });
      c.createDataChannel('x'); c.onicecandidate = ({ candidate }) => candidate && found.push(candidate.candidate);
      await c.setLocalDescription();
      await new Promise((yes) => { if (c.iceGatheringState === 'complete') yes(); c.onicegatheringstatechange = () => c.iceGatheringState === 'complete' && yes() });
      try { const t = new WebTransport('https://127.0.0.1:${port}/'); await t.ready } catch {}
      await fetch('/found?' + encodeURIComponent(JSON.stringify(found)))
    `)
  );
  await click(view);
  await view.untilTitle('done');
  const [said] = world.site.asked.filter((path) => path.startsWith('/found'));
  const candidates = decodeURIComponent(said.slice('/found?'.length));
  expect(candidates).not.toMatch(/\d+\.\d+\.\d+\.\d+ (?!9 )|\.local/);
  expect(packets).toEqual([]);
  udp.close();
});

test('BROW-15: downloads are refused and told, also of what Chromium could show by an extension', async () => {
  world.site.page('/file', (_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="evil.bin"',
    });
    response.end('x');
  });
  world.site.page('/paper', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/pdf' });
    response.end('%PDF-1.4');
  });
  const view = await open('<title>ready</title>');
  await view.untilTitle('ready');
  for (const path of ['/file', '/paper']) {
    const before = view.all('refused').length;
    view.say({ type: 'navigate', url: world.site.url(path) });
    await until(() => view.all('refused').length > before, `the refusal of ${path}`);
    expect(view.all('refused').at(-1)?.what).toBe('download');
  }
  expect(view.all('refused').map(({ about }) => about)).toEqual(['evil.bin', 'paper.pdf']);
  await view.untilTitle('ready');
});

test('BROW-15: permissions are refused', async () => {
  const view = await open(
    clicked(`
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'persistent-storage', 'window-management', 'local-fonts', 'idle-detection'];
      const states = await Promise.all(names.map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'unknown')));
      const asked = await Promise.allSettled([
        () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)),
        () => navigator.mediaDevices.getUserMedia({ video: true, audio: true }),
        () => navigator.mediaDevices.getDisplayMedia(),
        () => Notification.requestPermission().then((is) => is === 'granted' || Promise.reject()),
        () => navigator.clipboard.readText(),
        () => showOpenFilePicker(), () => showDirectoryPicker(),
        () => navigator.usb.requestDevice({ filters: [] }), () => navigator.serial.requestPort(),
        () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }),
        () => navigator.hid.requestDevice({ filters: [] }).then((found) => found.length > 0 || Promise.reject()),
      ].map(async (each) => Promise.race([each(), new Promise((_, no) => setTimeout(() => no('pending'), 3000))])));
      await fetch('/states?' + JSON.stringify(states)); await fetch('/asked?' + asked.map(({ status, value, reason }) => status + (reason === 'pending' ? '-pending' : '')))
    `)
  );
  await click(view);
  await view.untilTitle('done');
  const said = (path: string) =>
    decodeURIComponent(world.site.asked.find((each) => each.startsWith(path)) ?? '').slice(path.length);
  expect(said('/states?')).not.toContain('granted');
  expect(said('/asked?').split(',')).toEqual(Array(11).fill('rejected'));
});

test('BROW-15: no file is chosen, nothing is printed, nobody is called by another program', async () => {
  const view = await open(
    clicked(`
      const input = Object.assign(document.createElement('input'), { type: 'file' });
      input.click(); print(); location.href = 'mailto:a@b.example'; location.href = 'tel:1'; await fetch('/tried')
    `)
  );
  await click(view);
  await view.untilTitle('done');
  await until(() => view.all('refused').some(({ what }) => what === 'file'), 'the refusal of the file');
  await until(() => view.all('refused').some(({ what }) => what === 'scheme'), 'the refusal of the scheme');
  expect(view.state?.tabs).toHaveLength(1);
});

test('no key does anything but in the page', async () => {
  const view = await open(
    `<title>ready</title><script>onkeydown = (e) => e.key === 'End' && !e.ctrlKey && (document.title = 'done')</script>`
  );
  await view.untilTitle('ready');
  view.click(300, 300, 'right');
  view.key('Escape', 'Escape');
  const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((key) => [key, `Key${key.toUpperCase()}`]);
  const digits = [...'0123456789'].map((key) => [key, `Digit${key}`]);
  const named = ['Tab', 'F4', 'F5', 'F6', 'F11', 'F12', 'F1', 'F3', 'PageUp', 'PageDown', 'Delete'].map((key) => [
    key,
    key,
  ]);
  for (const modifiers of [0, 1, 2, 4, 8, 9, 10, 11, 12]) {
    for (const [key, code] of [...letters, ...digits, ...named]) {
      view.key(key, code, modifiers);
    }
  }
  view.key('End', 'End');
  await view.untilTitle('done');
  expect(view.state?.tabs).toMatchObject([{ id: 1, url: world.site.url('/') }]);
  expect(view.all('refused')).toEqual([]);
  const states = view.all('state');
  expect(states.filter(({ tabs }) => tabs.length !== 1)).toEqual([]);
});
