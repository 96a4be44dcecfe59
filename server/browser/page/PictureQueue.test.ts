/** Which pictures are shown, and what the server is told of them. */
import type { Picture } from '../../../src/protocol/browserWire';
import { PictureQueue } from './PictureQueue';

const picture = (number: number, kind: Picture['kind'] = 'jpeg'): Picture => ({
  kind,
  number,
  width: 2,
  height: 2,
  bytes: new Uint8Array(),
});

function queueOf({ hasVideo = true } = {}) {
  const showing: Array<{ number: number; done(): void; fail(): void }> = [];
  const seen: number[] = [];
  const decoded: number[] = [];
  const failures: string[] = [];
  const brokenAt = new Set<number>();
  const queue = new PictureQueue({
    showStill: ({ number }) =>
      new Promise((resolve, reject) =>
        showing.push({ number, done: resolve, fail: () => reject(new Error('broken')) })
      ),
    video: hasVideo
      ? {
          decode: ({ number }) => {
            if (brokenAt.has(number)) {
              throw new Error('broken');
            }
            decoded.push(number);
          },
          reset: () => decoded.splice(0),
        }
      : null,
    onSeen: (number) => seen.push(number),
    onVideoFailed: () => failures.push('video'),
  });
  return { queue, showing, seen, decoded, failures, brokenAt };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('of stills that came while one was drawn only the newest is shown', async () => {
  const { queue, showing, seen } = queueOf();
  [1, 2, 3].forEach((number) => queue.take(picture(number)));
  expect(showing.map(({ number }) => number)).toEqual([1]);
  expect(seen).toEqual([]);
  showing[0].done();
  await turn();
  expect(showing.map(({ number }) => number)).toEqual([1, 3]);
  showing[1].done();
  await turn();
  expect(seen).toEqual([1, 3]);
});

it('a still that is broken does not stop the next', async () => {
  const { queue, showing, seen } = queueOf();
  queue.take(picture(1));
  queue.take(picture(2));
  showing[0].fail();
  await turn();
  showing[1].done();
  await turn();
  expect(seen).toEqual([1, 2]);
});

it('of a video each picture is decoded, from a key on, and seen when it is shown', () => {
  const { queue, seen, decoded } = queueOf();
  queue.take(picture(1, 'delta'));
  expect(decoded).toEqual([]);
  expect(seen).toEqual([1]);
  queue.take(picture(2, 'key'));
  queue.take(picture(3, 'delta'));
  expect(decoded).toEqual([2, 3]);
  expect(seen).toEqual([1]);
  queue.shown(2);
  queue.shown(3);
  expect(seen).toEqual([1, 2, 3]);
});

it('a video that fails is given up once, and what still comes of it does not hold the server up', async () => {
  const { queue, seen, decoded, failures, brokenAt, showing } = queueOf();
  brokenAt.add(2);
  queue.take(picture(1, 'key'));
  queue.take(picture(2, 'delta'));
  queue.take(picture(3, 'delta'));
  queue.videoFailed();
  expect(decoded).toEqual([1]);
  expect(failures).toEqual(['video']);
  expect(seen).toEqual([3]);
  queue.take(picture(4));
  showing[0].done();
  await turn();
  expect(seen).toEqual([3, 4]);
});

it('without a decoder a video is told as seen, so that stills may follow', () => {
  const { queue, seen } = queueOf({ hasVideo: false });
  queue.take(picture(1, 'key'));
  expect(seen).toEqual([1]);
});

it('a new connection counts anew, and needs a key', () => {
  const { queue, seen, decoded } = queueOf();
  queue.take(picture(90, 'key'));
  queue.shown(90);
  queue.restart();
  queue.take(picture(1, 'delta'));
  queue.take(picture(2, 'key'));
  queue.shown(2);
  expect(decoded).toEqual([2]);
  expect(seen).toEqual([90, 1, 2]);
});
