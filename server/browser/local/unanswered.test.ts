/** Commands that Chromium does not answer: of targets that are gone, and of pages that hang. */
import { PassThrough } from 'node:stream';
import { Cdp, CdpError } from './cdp';
import { Hands } from './Hands';
import { LOCAL_LIMITS as LIMITS } from './limits';

function silent() {
  const [from, to] = [new PassThrough(), new PassThrough()];
  const said: string[] = [];
  to.on('data', (chunk: Buffer) => said.push(...chunk.toString('utf8').split('\0').filter(Boolean)));
  return { cdp: new Cdp(from, to), from, said };
}

test('what was asked of a target that is gone is an error: nobody answers that any more', async () => {
  const { cdp } = silent();
  const asked = cdp.session('frame').send('Page.enable');
  const other = cdp.session('page').send('Page.enable');
  cdp.forget('frame');
  await expect(asked).rejects.toThrow(CdpError);
  expect(await Promise.race([other.catch(() => 'failed'), Promise.resolve('still asked')])).toBe('still asked');
  cdp.close();
  await expect(other).rejects.toThrow(CdpError);
});

test('a page that answers nothing is told so much and no more, and all again when it answers', async () => {
  const { cdp, from, said } = silent();
  const page = cdp.session('page');
  for (let number = 0; number < 3 * LIMITS.unanswered; number += 1) {
    page.tell('Input.insertText', { text: 'x' });
  }
  await expect(page.send('Page.enable')).rejects.toThrow(CdpError);
  expect(said).toHaveLength(LIMITS.unanswered);
  // Others are told all the same.
  cdp.session('other').tell('Page.enable');
  from.write(`{"id":1,"result":{}}\0`);
  await new Promise((resolve) => setImmediate(resolve));
  page.tell('Page.enable');
  expect(said).toHaveLength(LIMITS.unanswered + 2);
});

test('who moved the pointer over a page that hangs moves it over another one', () => {
  const { cdp, said } = silent();
  const hands = new Hands();
  const move = (x: number) => ({ type: 'move', x, y: 1, buttons: 0, modifiers: 0 }) as const;
  hands.do(move(1), cdp.session('hangs'));
  hands.do(move(2), cdp.session('hangs'));
  hands.letGo(cdp.session('hangs'));
  hands.do(move(3), cdp.session('another'));
  expect(said.map((each) => [JSON.parse(each).sessionId, JSON.parse(each).params.x])).toEqual([
    ['hangs', 1],
    ['another', 3],
  ]);
});
