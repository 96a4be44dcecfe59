/** BROW-16: viewers that make the server keep what nobody reads, over a real socket. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../clock';
import { LOOKER } from '../testing/localWorld';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { Viewer } from './Viewer';

/** What the system itself may hold of a connection on its way, at both ends. */
const IN_SYSTEM = 12 * 1024 * 1024;
const PICTURE = Buffer.alloc(1024 * 1024);
const TITLE = 'x'.repeat(60_000);

let server: WebSocketServer;
let mine: WebSocket;
let theirs: WebSocket;
let viewer: Viewer;
let gone: number;
let said: number;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  theirs = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  [mine] = (await once(server, 'connection')) as [WebSocket];
  gone = 0;
  said = 0;
  viewer = new Viewer(LOOKER, mine, systemClock, {
    said: () => (said += 1),
    showsVideo: () => {},
    couldShowVideo: () => {},
    gone: () => (gone += 1),
  });
  await once(theirs, 'open');
});
afterEach(() => {
  theirs.terminate();
  // It may be held up, and does not hear of that for a minute.
  mine.terminate();
  server.close();
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 2));
const seen = () => theirs.send(JSON.stringify({ type: 'seen', frame: Number.MAX_SAFE_INTEGER }));

test.each([
  ['pictures', (number: number) => viewer.show({ kind: 'jpeg', number, bytes: PICTURE })],
  [
    'video',
    (number: number) => {
      viewer.beginVideo([]);
      viewer.showVideo({ kind: 'key', number, bytes: PICTURE });
    },
  ],
  [
    'what the tabs are called',
    (number: number) => {
      for (let each = 0; each < 16; each += 1) {
        viewer.tell({ type: 'refused', what: 'address', about: `${number} ${each} ${TITLE}` });
      }
    },
  ],
])('who reads nothing and says that all was shown is cut off, before %s fill the memory', async (_what, show) => {
  theirs.pause();
  let most = 0;
  for (let number = 1; number <= 100 && gone === 0; number += 1) {
    seen();
    show(number);
    await turn();
    most = Math.max(most, mine.bufferedAmount);
  }
  expect(gone).toBe(1);
  expect(most).toBeLessThan(LIMITS.unsentBytes + 2 * PICTURE.length);
});

test('who reads slowly, and says what was shown, stays', async () => {
  let got = 0;
  theirs.on('message', () => {
    got += 1;
    theirs.pause();
    setTimeout(() => {
      theirs.resume();
      theirs.send(JSON.stringify({ type: 'seen', frame: got }));
    }, 20);
  });
  for (let number = 1; number <= 150; number += 1) {
    viewer.show({ kind: 'jpeg', number, bytes: PICTURE });
    await turn();
  }
  expect([gone, mine.readyState]).toEqual([0, WebSocket.OPEN]);
  expect(mine.bufferedAmount).toBeLessThan(LIMITS.framesUnderWay * PICTURE.length + IN_SYSTEM);
});

test('who says thousands of short things at once is read no more until they are paid for, and costs one look at a time', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
  const before = timers();
  for (let number = 0; number < 20_000; number += 1) {
    theirs.send('{"type":"away"}');
  }
  let most = 0;
  for (const until = performance.now() + 1000; performance.now() < until;) {
    await turn();
    most = Math.max(most, timers() - before);
  }
  expect(said).toBeGreaterThan(LIMITS.messages.burst);
  // What is read from a socket at once is heard out.
  expect(said).toBeLessThan(20_000);
  expect(most).toBeLessThan(10);
  // Heard again as soon as it is paid for, and no sooner.
  expect(mine.isPaused).toBe(true);
});
