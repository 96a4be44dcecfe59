/** Frames of another site, which Chromium runs in processes and targets of their own. */
import { randomBytes } from 'node:crypto';
import { until } from '../../testing/until';
import { DRIVER, localWorld } from '../testing/localWorld';
import { createLocalProvider } from './LocalProvider';

const world = localWorld();

test('a frame of another site is driven, copied from, and watched as its page is', async () => {
  const { port, host } = world.site;
  const provider = createLocalProvider(
    world.options({
      privateHosts: [host, `two.test:${port}`],
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    })
  );
  world.site.page(
    '/',
    `<title>page</title><body style="margin:0"><iframe src="http://two.test:${port}/frame" style="position:fixed;inset:0;width:100%;height:100%;border:0"></iframe>
     <script>onmessage = ({ data }) => (document.title = data)</script>`
  );
  world.site.page(
    '/frame',
    `<textarea id="f" style="position:fixed;inset:0;width:600px;height:300px">inner words</textarea><script>
     onmousedown = () => parent.postMessage('pressed', '*');
     onkeyup = ({ key }) => { if (key === 'c') return; f.select(); parent.postMessage('key ' + key, '*'); if (key === 'F2') location.href = 'mailto:a@b.example' };
     parent.postMessage('loaded', '*')</script>`
  );
  const browser = await provider.launch({
    sessionId: randomBytes(16).toString('hex'),
    startUrl: world.site.url(),
    expiresAt: Date.now() + 60_000,
    onActivity: () => {},
    onGone: () => {},
  });
  try {
    await browser.setControl({ mode: 'one', driver: DRIVER.id });
    const view = await world.view(DRIVER, browser);
    await view.untilTitle('loaded');
    // Its own process may not take part in the page's clicks yet.
    const pressing = setInterval(() => view.click(200, 200), 500);
    await view.untilTitle('pressed').finally(() => clearInterval(pressing));
    view.key('a', 'KeyA');
    await view.untilTitle('key a');
    view.say({ type: 'copy', cut: false });
    await until(() => view.all('clipboard').length > 0, 'the copy');
    expect(view.all('clipboard')[0].text).toContain('inner words');
    view.say({ type: 'text', text: 'pasted' });
    view.key('F2', 'F2');
    await view.untilTitle('key F2');
    await until(() => view.all('refused').some(({ what }) => what === 'scheme'), 'the refusal');
    view.say({ type: 'copy', cut: false });
    await until(() => view.all('clipboard').length > 1, 'the last copy');
    expect(view.all('clipboard').at(-1)?.text).toBe('pasted');
  } finally {
    await provider.close();
  }
});
