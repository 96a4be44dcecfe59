/** What a viewer gets of a page that moves all the time, by its wire. */
import { encodePicture } from '../../../src/protocol/browserWire';
import { FakeClock } from '../../testing/fakeClock';
import { DRIVER } from '../testing/localWorld';
import { SimulatedWire, type WireBounds } from '../testing/SimulatedWire';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { Viewers } from './Viewers';

const FRAME = 33;
const BYTES = { jpeg: 55_000, key: 70_000, delta: 19_000 };
const WIDE = { bitsPerSecond: 50_000_000, roundTrip: 10 };
const THIN = { bitsPerSecond: 1_000_000, roundTrip: 30 };

/** A page that has moved for long, which somebody with a wide wire sees as video. */
function stage() {
  const clock = new FakeClock();
  const wanted = { stills: false, video: false };
  const viewers = new Viewers(clock, {
    watched: () => {},
    want: (next) => Object.assign(wanted, next),
    said: () => {},
    gone: () => {},
  });
  const wires: SimulatedWire[] = [];
  let [number, frames] = [0, 0];
  const shoot = (kind: keyof typeof BYTES) => {
    number += 1;
    const size = { width: 1280, height: 720 };
    viewers.show({ kind, number, bytes: encodePicture({ kind, number, ...size, bytes: new Uint8Array(BYTES[kind]) }) });
  };
  const run = (ms: number) => {
    for (let left = ms; left > 0; left -= 1) {
      clock.advance(1);
      wires.forEach((wire) => wire.arrive());
      if (left % FRAME === 0) {
        const isFilming = wanted.video;
        if (wanted.stills || !isFilming) {
          shoot('jpeg');
        }
        if (isFilming) {
          shoot(frames % 30 === 0 ? 'key' : 'delta');
          frames += 1;
        }
      }
    }
  };
  const watch = (bounds: WireBounds) => {
    const wire = new SimulatedWire(clock, bounds);
    wires.push(wire);
    const viewer = viewers.attach(DRIVER, wire.socket);
    if (!viewer) {
      throw new Error('no room');
    }
    wire.say({ type: 'quality', codecs: ['h264', 'jpeg'] });
    viewers.welcome(viewer);
    return wire;
  };
  const kindsSince = (wire: SimulatedWire, at: number) =>
    new Set(wire.shown.filter((each) => each.at > at).map(({ kind }) => kind));
  return { clock, run, watch, wanted, kindsSince };
}

const oldest = (wire: SimulatedWire, since = 0) =>
  Math.max(...wire.shown.filter(({ at }) => at > since).map(({ age }) => age));

it('BROW-16: on a wide wire video comes within a second, and stills are made no more', () => {
  const { clock, run, watch, wanted, kindsSince } = stage();
  const wire = watch(WIDE);
  run(1000);
  const soon = clock.monotonic();
  run(5000);
  expect(kindsSince(wire, soon)).toEqual(new Set(['key', 'delta']));
  expect(wanted).toEqual({ stills: false, video: true });
  expect(oldest(wire)).toBeLessThan(100);
});

it.each([
  ['of 1 Mbps', THIN],
  ['of 1 Mbps, on which the page itself comes first,', { ...THIN, busyFor: 300 }],
  ['of 2 Mbps', { bitsPerSecond: 2_000_000, roundTrip: 30 }],
  ['of 1 Mbps and a fifth of a second', { bitsPerSecond: 1_000_000, roundTrip: 200 }],
])('BROW-16: on a thin wire %s nothing is ever older than 0.7 s, also from the first picture on', (_name, bounds) => {
  const { clock, run, watch } = stage();
  const wide = watch(WIDE);
  run(3000);
  const thin = watch(bounds);
  const settled = clock.monotonic() + ('busyFor' in bounds ? 1000 : 0);
  run(60_000);
  expect(thin.shown.length).toBeGreaterThan(60);
  expect(new Set(thin.shown.map(({ kind }) => kind))).toEqual(new Set(['jpeg']));
  expect(oldest(thin, settled)).toBeLessThan(700);
  expect(oldest(wide)).toBeLessThan(100);
});

it.each([
  ['far away', { bitsPerSecond: 50_000_000, roundTrip: 300 }],
  ['just wide enough', { bitsPerSecond: 8_000_000, roundTrip: 40 }],
])('BROW-16: a wire that is %s carries video', (_name, bounds) => {
  const { clock, run, watch, kindsSince } = stage();
  const wire = watch(bounds);
  run(5000);
  const soon = clock.monotonic();
  run(10_000);
  expect(kindsSince(wire, soon)).toEqual(new Set(['key', 'delta']));
});

it('BROW-16: a wire that becomes thin has stills within four seconds, and video again some time after it is wide', () => {
  const { clock, run, watch, kindsSince } = stage();
  const wire = watch(WIDE);
  run(3000);
  wire.bounds = THIN;
  run(4000);
  const later = clock.monotonic();
  run(15_000);
  expect(kindsSince(wire, later)).toEqual(new Set(['jpeg']));
  expect(oldest(wire, later)).toBeLessThan(700);
  wire.bounds = WIDE;
  run(LIMITS.film.rest.first);
  const wide = clock.monotonic();
  run(2000);
  expect(kindsSince(wire, wide)).toEqual(new Set(['key', 'delta']));
});

it('the empty wire is measured again while pictures flow: what it seemed to be at first is not kept', () => {
  const { run, watch } = stage();
  const wire = watch({ ...THIN, roundTrip: 400 });
  run(5000);
  wire.bounds = THIN;
  const most = () => Math.max(...wire.shown.slice(-10).map(({ age }) => age));
  run(2 * LIMITS.pingEvery);
  expect(wire.emptyPings).toBeGreaterThan(LIMITS.firstPings);
  expect(most()).toBeLessThan(700);
});

it('a page that is held up for a moment, again and again, tries video ever more rarely', () => {
  const { run, watch } = stage();
  const wire = watch(WIDE);
  run(2000);
  const begins: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    const before = wire.shown.length;
    run(1000);
    const keys = wire.shown.slice(before).filter(({ kind }) => kind === 'key');
    if (keys.length > 0) {
      begins.push(round);
      wire.bounds = { ...WIDE, roundTrip: 1000 };
      run(1000);
      wire.bounds = WIDE;
      run(1000);
    }
  }
  const gaps = begins.slice(1).map((each, index) => each - begins[index]);
  expect(gaps.length).toBeGreaterThan(2);
  expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  expect(gaps[gaps.length - 1]).toBeGreaterThan(2 * gaps[0]);
});
