/** TERM-11: who sends a request so slowly that it never ends. */
import { connect } from 'node:net';
import { until } from '../testing/until';
import { terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();

it('is cut off within 20 s, however many lines they send meanwhile', async () => {
  const { port } = world.terminal;
  const wire = connect(port, '127.0.0.1');
  let isClosed = false;
  wire.on('close', () => (isClosed = true));
  wire.on('error', () => {});
  wire.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\n`);
  const began = performance.now();
  const drip = setInterval(() => wire.write('X-Slow: 1\r\n'), 500);
  try {
    await until(() => isClosed, 'the end');
    expect(performance.now() - began).toBeLessThan(20_000);
  } finally {
    clearInterval(drip);
    wire.destroy();
  }
}, 40_000);
