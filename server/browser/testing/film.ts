/** Looks at a video as ffmpeg decodes it. */
import { spawnSync } from 'node:child_process';
import type { Picture } from '../../../src/protocol/browserWire';
import type { View } from './view';

export const isVideo = ({ kind }: Picture): boolean => kind !== 'jpeg';

/** All from the last key on; empty where the newest picture is a still. */
export function newestGroup({ pictures }: View): Picture[] {
  const key = pictures.findLastIndex(({ kind }) => kind === 'key');
  const group = key < 0 ? [] : pictures.slice(key);
  return group.every(isVideo) ? group : [];
}

/** Red, green and blue of some places in each picture of a video; throws what does not decode without a fault. */
export function decoded(pictures: readonly Picture[], places: ReadonlyArray<readonly [number, number]>): number[][][] {
  if (pictures.length === 0) {
    return [];
  }
  const perPlace = places.map(([x, y]) => {
    const { stdout, stderr, status } = spawnSync(
      'ffmpeg',
      [
        ...['-loglevel', 'error', '-err_detect', 'explode', '-f', 'h264', '-i', '-', '-fps_mode', 'passthrough'],
        ...['-vf', `format=rgb24,crop=1:1:${x}:${y}`, '-f', 'rawvideo', '-'],
      ],
      { input: Buffer.concat(pictures.map(({ bytes }) => bytes)), maxBuffer: 64 * 1024 * 1024 }
    );
    if (status !== 0 || stderr.length > 0) {
      throw new Error(`ffmpeg does not decode it: ${stderr.toString()}`);
    }
    return Array.from({ length: stdout.length / 3 }, (_none, index) => [...stdout.subarray(index * 3, index * 3 + 3)]);
  });
  return (perPlace[0] ?? []).map((_none, index) => perPlace.map((each) => each[index]));
}

export function isAbout(found: readonly number[] | undefined, colour: readonly number[]): boolean {
  return found !== undefined && found.every((part, index) => Math.abs(part - colour[index]) < 40);
}
