/** Looks at a video as ffmpeg decodes it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Picture } from '../../../src/protocol/browserWire';
import type { View } from './view';

export const isVideo = ({ kind }: Picture): boolean => kind !== 'jpeg';

/** All from the last key on; empty where the newest picture is a still. */
export function newestGroup({ pictures }: View): Picture[] {
  const key = pictures.findLastIndex(({ kind }) => kind === 'key');
  const group = key < 0 ? [] : pictures.slice(key);
  return group.every(isVideo) ? group : [];
}

/** Red, green and blue of some places in each picture of a video; rejects for what does not decode without a fault. */
export async function decoded(
  pictures: readonly Picture[],
  places: ReadonlyArray<readonly [number, number]>
): Promise<number[][][]> {
  if (pictures.length === 0) {
    return [];
  }
  const marks = places.map((_place, index) => `[${index}]`);
  const one = places.map(([x, y], index) => `${marks[index]}crop=1:1:${x}:${y}[c${index}]`);
  const row =
    places.length === 1
      ? '[c0]null'
      : `${marks.map((_mark, index) => `[c${index}]`).join('')}hstack=inputs=${places.length}`;
  const filters = [`format=rgb24,split=${places.length}${marks.join('')}`, ...one, row].join(';');
  // Not while everything else of this process waits: the server that makes the video is in it.
  const ffmpeg = spawn('ffmpeg', [
    ...['-loglevel', 'error', '-err_detect', 'explode', '-f', 'h264', '-i', '-', '-fps_mode', 'passthrough'],
    ...['-filter_complex', filters, '-f', 'rawvideo', '-'],
  ]);
  const [out, faults]: Buffer[][] = [[], []];
  ffmpeg.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  ffmpeg.stderr.on('data', (chunk: Buffer) => faults.push(chunk));
  ffmpeg.stdin.on('error', () => {});
  ffmpeg.stdin.end(Buffer.concat(pictures.map(({ bytes }) => bytes)));
  const [status] = await once(ffmpeg, 'close');
  if (status !== 0 || faults.length > 0) {
    throw new Error(`ffmpeg does not decode it: ${Buffer.concat(faults).toString()}`);
  }
  const bytes = Buffer.concat(out);
  const stride = 3 * places.length;
  return Array.from({ length: bytes.length / stride }, (_none, picture) =>
    places.map((_place, index) => [...bytes.subarray(picture * stride + 3 * index, picture * stride + 3 * index + 3)])
  );
}

export function isAbout(found: readonly number[] | undefined, colour: readonly number[]): boolean {
  return found !== undefined && found.every((part, index) => Math.abs(part - colour[index]) < 40);
}
