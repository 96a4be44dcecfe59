/** TERM-3: a real pty whose output comes by one buffer. */
import tty from 'node:tty';
import { spawn } from '@lydell/node-pty';
import { withOneReadBuffer } from './oneReadBuffer';

/** What a program says, and the buffers that it came in. */
async function said(command: string, hold = false) {
  const buffers = new Set<ArrayBufferLike>();
  const chunks: Buffer[] = [];
  const { made, isRead } = withOneReadBuffer(
    () => spawn('/bin/sh', ['-c', command], { encoding: null }),
    (bytes) => {
      buffers.add(bytes.buffer);
      chunks.push(Buffer.from(bytes));
      if (hold && chunks.length === 1) {
        made.pause();
        setImmediate(() => made.resume());
      }
    }
  );
  const exited = new Promise<number>((resolve) => made.onExit(({ exitCode }) => resolve(exitCode)));
  made.resume();
  return { isRead, code: await exited, text: Buffer.concat(chunks).toString(), buffers };
}

it('TERM-3: all of it comes, in one buffer, and node-pty still makes its stream in the way that this needs', async () => {
  const { isRead, code, text, buffers } = await said('seq 1 20000; exit 3');
  expect(isRead).toBe(true);
  expect(code).toBe(3);
  expect(text).toBe(Array.from({ length: 20_000 }, (_, index) => `${index + 1}\r\n`).join(''));
  expect(buffers.size).toBe(1);
});

it('TERM-3: goes on after a pause with nothing lost', async () => {
  const { text } = await said('seq 1 20000', true);
  expect(text).toBe(Array.from({ length: 20_000 }, (_, index) => `${index + 1}\r\n`).join(''));
});

it('TERM-3: leaves the streams of others as they were, also when nothing could be started', () => {
  const { ReadStream } = tty;
  const fails = () => {
    throw new Error('no pty');
  };
  expect(() => withOneReadBuffer(fails, () => {})).toThrow('no pty');
  expect(tty.ReadStream).toBe(ReadStream);
});
