import { Window } from './Window';

const BOUNDS = { most: 6, frameEvery: 30 };

/**
 * A wire that takes one picture after the other, each so long, with an answer that comes back after the delay.
 * @returns how long each picture took
 */
function sent(
  pictures: number,
  { each, delay, roundTrip }: { each: number; delay: number; roundTrip: number }
): number[] {
  const window = new Window(BOUNDS);
  const underWay: Array<{ at: number; there: number }> = [];
  const took: number[] = [];
  let free = 0;
  for (let now = 0; took.length < pictures; now += 1) {
    while (underWay.length > 0 && underWay[0].there <= now) {
      const { at } = underWay.splice(0, 1)[0];
      took.push(now - at);
      window.arrived(now - at);
    }
    if (now % BOUNDS.frameEvery === 0 && underWay.length < window.size(roundTrip)) {
      free = Math.max(free, now) + each;
      underWay.push({ at: now, there: free + delay });
    }
  }
  return took;
}

it('BROW-16: on a thin wire, whose round trip was measured while it was full, pictures do not wait for each other', () => {
  const took = sent(100, { each: 427, delay: 5, roundTrip: 427 });
  const late = took.slice(10).filter((each) => each > 500);
  expect(late.length).toBeLessThan(10);
  expect(Math.max(...took)).toBeLessThan(1500);
});

it('BROW-16: a long wire is filled', () => {
  const long = { each: 2, delay: 200, roundTrip: 200 };
  const took = sent(100, long);
  expect(Math.max(...took)).toBeLessThan(210);
  const window = new Window(BOUNDS);
  took.forEach((each) => window.arrived(each));
  expect(window.size(long.roundTrip)).toBe(6);
});

it('BROW-16: a short wire has one picture on its way, however quick it is', () => {
  const window = new Window(BOUNDS);
  Array.from({ length: 50 }, () => window.arrived(3));
  expect(window.size(1)).toBe(1);
  expect(window.size(Infinity)).toBe(1);
});
