/** The pipe's own rules, with streams for a Chromium. */
import { PassThrough } from 'node:stream';
import { Cdp, CdpError } from './cdp';

function piped() {
  const [from, to] = [new PassThrough(), new PassThrough()];
  const said: string[] = [];
  to.on('data', (chunk: Buffer) =>
    said.push(
      ...chunk
        .toString('utf8')
        .split('\0')
        .filter((each) => each !== '')
    )
  );
  const cdp = new Cdp(from, to);
  return { cdp, from, said };
}

test('a message in many pieces, and many in one piece, come as what they are', async () => {
  const { cdp, from } = piped();
  const first = cdp.browser.send('Browser.getVersion');
  const second = cdp.browser.send('Target.getTargets');
  const text = `{"id":2,"result":{"targetInfos":["é"]}}\0{"id":1,"result":{"product":"x"}}\0`;
  for (const byte of Buffer.from(text)) {
    from.write(Buffer.from([byte]));
  }
  expect(await second).toEqual({ targetInfos: ['é'] });
  expect(await first).toEqual({ product: 'x' });
  const seen: unknown[] = [];
  cdp.session('a').on('Page.frameStartedLoading', (event) => seen.push(event));
  from.write(
    ['a', 'b', 'a']
      .map((id) => `${JSON.stringify({ method: 'Page.frameStartedLoading', sessionId: id, params: id })}\0`)
      .join('')
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['a', 'a']);
});

test('what is refused is an error, and so is everything once it is gone', async () => {
  const { cdp, from } = piped();
  const refused = cdp.browser.send('Browser.getVersion');
  from.write(`{"id":1,"error":{"message":"no"}}\0`);
  await expect(refused).rejects.toThrow(new CdpError('no'));
  const pending = cdp.browser.send('Browser.getVersion');
  from.destroy();
  await expect(pending).rejects.toThrow(CdpError);
  await expect(cdp.browser.send('Browser.getVersion')).rejects.toThrow(CdpError);
});

test.each(['x', '[]', '{"id":"1"}', 'null'])('%s ends the talk', async (text) => {
  const { cdp, from } = piped();
  const pending = cdp.browser.send('Browser.getVersion');
  from.write(`${text}\0`);
  await expect(pending).rejects.toThrow('gone');
});
