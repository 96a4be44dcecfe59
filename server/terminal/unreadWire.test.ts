/** TERM-11: what is said to who reads nothing, over a real socket. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../clock';
import { until } from '../testing/until';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Wire } from './Place';
import { serve } from './seating';

it('is cut off before it fills the memory', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  const theirs = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [mine, request] = await once(server, 'connection');
  let wire: Wire | null = null;
  let isGone = false;
  serve(
    { opened: mine, raw: request.socket },
    { clock: systemClock, log: pino({ level: 'silent' }) },
    {
      introduced: () => {},
      seat: (_hello, given) => {
        wire = given;
        return new Promise(() => {});
      },
      hear: () => true,
      gone: () => (isGone = true),
    }
  );
  try {
    await once(theirs, 'open');
    theirs.send(JSON.stringify({ type: 'hello', client: '0'.repeat(32), name: '', cols: 80, rows: 24, resume: null }));
    await until(() => wire !== null, 'the wire');
    theirs.pause();
    const text = 'x'.repeat(1024 * 1024);
    let most = 0;
    for (let said = 0; said < 100 && !isGone; said += 1) {
      wire!.text(text);
      most = Math.max(most, mine.bufferedAmount);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(isGone).toBe(true);
    expect(most).toBeLessThan(LIMITS.unsentBytes + 2 * text.length);
  } finally {
    theirs.terminate();
    server.close();
  }
});
