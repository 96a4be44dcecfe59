/** What a page can have Chromium say to the server: messages that are too long, and too much of them. */
import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../testing/until';
import { Cdp, CdpError } from './cdp';

const MEGABYTE = 1024 * 1024;

const connected = () => {
  const [from, to] = [new PassThrough(), new PassThrough()];
  return { from, cdp: new Cdp(from, to) };
};
const event = (url: string) => `${JSON.stringify({ method: 'Page.navigatedWithinDocument', params: { url } })}\0`;
const inPieces = (from: PassThrough, text: string) => {
  for (let at = 0; at < text.length; at += 65_536) {
    from.write(text.slice(at, at + 65_536));
  }
};

test('one that is too long is passed over, and the talk goes on', async () => {
  const { from, cdp } = connected();
  const urls: string[] = [];
  cdp.browser.on('Page.navigatedWithinDocument', ({ url }) => urls.push(url));
  inPieces(from, event(`long ${'x'.repeat(9 * MEGABYTE)}`) + event('short'));
  await until(() => urls.length > 0, 'the next');
  expect(urls).toEqual(['short']);
});

test('an answer that is too long is an error', async () => {
  const { from, cdp } = connected();
  const asked = cdp.browser.send('Page.getNavigationHistory');
  inPieces(from, `${JSON.stringify({ id: 1, result: { entries: 'x'.repeat(9 * MEGABYTE) } })}\0`);
  await expect(asked).rejects.toThrow(CdpError);
});

test('of a flood so much is read in a second, and none of it is lost', async () => {
  const { from, cdp } = connected();
  let heard = 0;
  cdp.browser.on('Page.navigatedWithinDocument', () => (heard += 1));
  const text = event('x'.repeat(MEGABYTE));
  for (let number = 0; number < 40; number += 1) {
    from.write(text);
  }
  await pause(100);
  expect(heard).toBeGreaterThan(8);
  expect(heard).toBeLessThan(20);
  await until(() => heard === 40, 'the rest');
});
