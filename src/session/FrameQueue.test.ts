import { settle } from '../testing/FakeClock';
import { FrameQueue } from './FrameQueue';

const frame = (n: number) => Uint8Array.of(n);

test('a frame that cannot be handled closes the link instead of leaving it deaf', async () => {
  const handled: number[] = [];
  const broken: string[] = [];
  const queue = new FrameQueue(
    async ([n]) => {
      if (n === 2) {
        throw new Error('two');
      }
      handled.push(n);
    },
    (why) => broken.push(why)
  );
  [1, 2, 3].forEach((n) => queue.push(frame(n)));
  await settle();
  queue.push(frame(4));
  await settle();
  expect(handled).toEqual([1]);
  expect(broken).toEqual(['unexpected']);
});
