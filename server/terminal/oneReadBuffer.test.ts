/** TERM-3: a real pty whose output comes by one buffer. */
import tty from 'node:tty';
import { spawn } from '@lydell/node-pty';
import { withOneReadBuffer } from './oneReadBuffer';

const LINES = Array.from({ length: 20_000 }, (_, index) => `${index + 1}\r\n`).join('');

/**
 * What a program says, and the buffers that it came in. It ends once it is answered: node-pty reads for 200 ms after an end and
 * no longer.
 */
async function said(hold: boolean) {
  const buffers = new Set<ArrayBufferLike>();
  const chunks: Buffer[] = [];
  let length = 0;
  const { made, isRead } = withOneReadBuffer(
    () => spawn('/bin/sh', ['-c', 'stty -echo; seq 1 20000; read answer; exit $answer'], { encoding: null }),
    (bytes) => {
      buffers.add(bytes.buffer);
      chunks.push(Buffer.from(bytes));
      length += bytes.length;
      if (hold && chunks.length === 1) {
        made.pause();
        setImmediate(() => made.resume());
      }
      if (length === LINES.length) {
        made.write('3\r');
      }
    }
  );
  const exited = new Promise<number>((resolve) => made.onExit(({ exitCode }) => resolve(exitCode)));
  made.resume();
  return { isRead, code: await exited, text: Buffer.concat(chunks).toString(), buffers };
}

it('TERM-3: all of it comes, in one buffer, and node-pty still makes its stream in the way that this needs', async () => {
  const { isRead, code, text, buffers } = await said(false);
  expect(isRead).toBe(true);
  expect(code).toBe(3);
  expect(text).toBe(LINES);
  expect(buffers.size).toBe(1);
});

it('TERM-3: goes on after a pause with nothing lost', async () => {
  const { code, text } = await said(true);
  expect([code, text]).toEqual([3, LINES]);
});

it('TERM-3: leaves the streams of others as they were, also when nothing could be started', () => {
  const { ReadStream } = tty;
  const fails = () => {
    throw new Error('no pty');
  };
  expect(() => withOneReadBuffer(fails, () => {})).toThrow('no pty');
  expect(tty.ReadStream).toBe(ReadStream);
});
