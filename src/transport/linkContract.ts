/**
 * What every PairLink promises, whatever carries it; see Link.ts. Each check takes a fresh pair and rejects when the
 * promise is broken. Independent of test runners: jest runs it in Node, a bare page runs it in a browser.
 */
import { LIMITS } from '../protocol/limits';
import type { LinkClose, PairLink } from './Link';

export interface LinkPair {
  /** Dialled. */
  near: PairLink;
  /** Accepted. */
  far: PairLink;
  /** Settles when `ready()` holds, letting whatever carries the frames do its work; rejects when it does not in time. */
  until(ready: () => boolean, what: string): Promise<void>;
  /** Settles when everything that was sent or closed so far has arrived, if it ever does. */
  settle(): Promise<void>;
}

export interface LinkPromise {
  title: string;
  check(pair: LinkPair): Promise<void>;
}

function assert(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(what);
  }
}

const frameOf = (...bytes: number[]) => Uint8Array.from(bytes);
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

function record(link: PairLink) {
  const frames: Uint8Array[] = [];
  const closes: LinkClose[] = [];
  link.onFrame((frame) => frames.push(frame.slice()));
  link.onClose((why) => closes.push(why));
  return { frames, closes };
}

/** Bytes that differ from place to place, so that a lost or doubled piece shows. */
function patterned(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

export const LINK_CONTRACT: readonly LinkPromise[] = [
  {
    title: 'carries frames in order, whole, both ways at once',
    async check({ near, far, until }) {
      const atNear = record(near);
      const atFar = record(far);
      for (let number = 0; number < 200; number++) {
        near.send(frameOf(number, 1, 2));
        far.send(frameOf(number, 7));
      }
      await until(() => atNear.frames.length === 200 && atFar.frames.length === 200, '200 frames each way');
      assert(
        atFar.frames.every((frame, number) => same(frame, frameOf(number, 1, 2))),
        'frames at the far end are out of order or changed'
      );
      assert(
        atNear.frames.every((frame, number) => same(frame, frameOf(number, 7))),
        'frames at the near end are out of order or changed'
      );
    },
  },
  {
    title: 'keeps frames that come before the first handler',
    async check({ near, far, until, settle }) {
      const answered = record(near);
      near.send(frameOf(1));
      near.send(frameOf(2));
      // What the far end sends after it has heard nothing yet arrives: so the two have been on their way long enough.
      far.send(frameOf(9));
      await until(() => answered.frames.length === 1, 'a frame the other way');
      await settle();
      const { frames } = record(far);
      near.send(frameOf(3));
      await until(() => frames.length === 3, 'three frames');
      assert(
        frames.every((frame, index) => same(frame, frameOf(index + 1))),
        'early frames are out of order'
      );
    },
  },
  {
    title: 'tells every handler, and none after its undo',
    async check({ near, far, until, settle }) {
      const first: number[] = [];
      const second: number[] = [];
      const undo = far.onFrame(([number]) => first.push(number));
      far.onFrame(([number]) => second.push(number));
      near.send(frameOf(1));
      await until(() => first.length === 1 && second.length === 1, 'a frame at both handlers');
      undo();
      undo();
      const closes: LinkClose[] = [];
      far.onClose((why) => closes.push(why))();
      near.send(frameOf(2));
      await until(() => second.length === 2, 'a second frame');
      near.close();
      await settle();
      assert(first.length === 1, 'a frame came after the undo');
      assert(closes.length === 0, 'a close came after the undo');
    },
  },
  {
    title: 'copies what it sends, so that the caller may use the bytes again',
    async check({ near, far, until }) {
      const { frames } = record(far);
      const bytes = frameOf(1, 2, 3);
      near.send(bytes);
      bytes.fill(0);
      near.send(bytes.subarray(1, 2));
      await until(() => frames.length === 2, 'two frames');
      assert(same(frames[0], frameOf(1, 2, 3)), 'the frame was changed after it was sent');
      assert(same(frames[1], frameOf(0)), 'a part of a buffer was sent as another part');
    },
  },
  {
    title: 'tells its close once, to the other end as remote and to latecomers too',
    async check({ near, far, until, settle }) {
      const atNear = record(near);
      const atFar = record(far);
      near.close();
      near.close();
      await until(() => atFar.closes.length > 0, 'the close at the far end');
      far.close();
      await settle();
      assert(atNear.closes.join() === 'local', `the near end was told "${atNear.closes.join()}"`);
      assert(atFar.closes.join() === 'remote', `the far end was told "${atFar.closes.join()}"`);
      const late = record(far);
      assert(late.closes.join() === 'remote', 'a late handler was not told');
    },
  },
  {
    title: 'delivers what was sent before it was closed',
    async check({ near, far, until }) {
      const { frames, closes } = record(far);
      for (let number = 0; number < 20; number++) {
        near.send(frameOf(number));
      }
      near.close();
      await until(() => closes.length === 1, 'the close');
      assert(frames.length === 20, `${frames.length} of 20 frames came before the close`);
    },
  },
  {
    title: 'drops what is sent after the close and never throws',
    async check({ near, far, until, settle }) {
      const { frames, closes } = record(far);
      near.close();
      near.send(frameOf(1));
      await until(() => closes.length === 1, 'the close');
      far.send(frameOf(2));
      near.send(frameOf(3));
      await settle();
      assert(frames.length === 0, 'a frame came after the close');
      assert(near.bufferedBytes() === 0 && far.bufferedBytes() === 0, 'a closed link holds bytes');
    },
  },
  {
    title: 'takes a frame of the largest size',
    async check({ near, far, until }) {
      const { frames, closes } = record(far);
      const largest = patterned(LIMITS.frameBytes);
      near.send(largest);
      await until(() => frames.length === 1 || closes.length === 1, 'the largest frame');
      assert(closes.length === 0, `it closed the link: ${closes.join()}`);
      assert(same(frames[0], largest), 'the largest frame was changed');
    },
  },
  {
    title: 'is closed as too big by the end that gets a larger frame, which hands nothing of it on',
    async check({ near, far, until }) {
      const atNear = record(near);
      const atFar = record(far);
      near.send(patterned(LIMITS.frameBytes + 1));
      near.send(frameOf(1));
      await until(() => atFar.closes.length === 1 && atNear.closes.length === 1, 'the close at both ends');
      assert(atFar.closes.join() === 'too-big', `the receiver was told "${atFar.closes.join()}"`);
      assert(atNear.closes.join() === 'remote', `the sender was told "${atNear.closes.join()}"`);
      assert(atFar.frames.length === 0, 'something of it was handed on');
    },
  },
  {
    title: 'survives a handler that closes it while it is told a frame',
    async check({ near, far, until }) {
      const seen: number[] = [];
      const { closes } = record(near);
      far.onFrame(([number]) => {
        seen.push(number);
        far.close();
      });
      near.send(frameOf(1));
      near.send(frameOf(2));
      await until(() => closes.length === 1, 'the close at the near end');
      assert(seen.join() === '1', `frames after the close: ${seen.join()}`);
    },
  },
];
