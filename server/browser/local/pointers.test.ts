/** BROW-16: as many as there may be, who all move their pointers. */
import { FakeClock } from '../../testing/fakeClock';
import { until } from '../../testing/until';
import { SimulatedWire } from '../testing/SimulatedWire';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { Viewers } from './Viewers';

class Counting extends SimulatedWire {
  readonly seen = new Map<string, number>();
  private static told = 0;
  static get all(): number {
    return Counting.told;
  }
  override send(data: Uint8Array | string): void {
    if (typeof data === 'string') {
      const { userId, at } = JSON.parse(data) as { userId: string; at: { x: number } };
      this.seen.set(userId, at.x);
      Counting.told += 1;
    }
  }
}

test('each is told where all others are by now, a few at a time', async () => {
  const clock = new FakeClock();
  const viewers = new Viewers(clock, { watched: () => {}, want: () => {}, said: () => {}, gone: () => {} });
  const ids = Array.from({ length: LIMITS.viewers }, (_, number) => `${number}`.padStart(16, '0'));
  const wires = ids.map((id) => {
    const wire = new Counting(clock, { bitsPerSecond: 1e9, roundTrip: 1 });
    viewers.attach({ id, name: id, isCreator: false }, wire.socket);
    return wire;
  });
  let [most, before] = [0, 0];
  const move = (x: number) => ids.forEach((id) => viewers.point(id, { x, y: 0 }));
  move(1);
  move(2);
  await until(() => {
    most = Math.max(most, Counting.all - before);
    before = Counting.all;
    return wires.every(({ seen }) => seen.size === ids.length - 1);
  }, 'everybody');
  expect(wires.every(({ seen }) => [...seen.values()].every((x) => x === 2))).toBe(true);
  expect(most).toBeLessThanOrEqual(LIMITS.pointersAtOnce);
});
