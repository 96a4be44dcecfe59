/** By which codec pictures came: server and page choose, the bench only says. Pure. */
import type { Seen } from './probe';

export type Codec = 'jpeg' | 'h264' | 'jpeg and h264' | 'no pictures';

export function codecOf(all: ReadonlyArray<Pick<Seen, 'jpeg' | 'h264'>>): Codec {
  const [jpeg, h264] = [all.some((each) => each.jpeg > 0), all.some((each) => each.h264 > 0)];
  return jpeg && h264 ? 'jpeg and h264' : jpeg ? 'jpeg' : h264 ? 'h264' : 'no pictures';
}

/** Frames a second that are to come at least: one of twenty may be missing. The JPEG way sends every second one. */
export const framesGoal = (codec: Codec) => 0.95 * (codec === 'h264' ? 60 : 30);

export const rateOf = ({ frames, time }: Seen) => frames / (time / 1000);

/** Of what came on its sockets. */
export const bitsOf = ({ bytes, time }: Seen) => (8 * bytes) / (time / 1000);
