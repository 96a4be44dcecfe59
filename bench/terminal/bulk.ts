/** `cat` of a large file: by the server beside a pty alone, with one of ten who takes nothing, and with somebody typing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { atPrompt, sees, startOurs, type Seat } from './sides';
import type { Viewer } from './Viewer';
import { installWetty, startWetty } from './wetty';

const ROUNDS = 3;
const SIZE = 100_000_000;
/** What ten clients get, who share the cores with the server. */
const SHARED_SIZE = 40_000_000;
const OTHERS = 9;
/** Between two keys typed into the flood, in milliseconds. */
const EVERY = 10;
const KEY = '#';

/** Lines as of a log, of different lengths, without what is typed into them. */
export async function textFile(opened: Opened, size: number): Promise<string> {
  const folder = await opened.use(mkdtemp(path.join(tmpdir(), 'bench-')), (made) => rm(made, { recursive: true }));
  await chmod(folder, 0o755);
  const lines = Array.from(
    { length: 1000 },
    (_, line) =>
      `2026-01-01T00:00:00.${String(line).padStart(3, '0')}Z info ${'request served '.repeat(1 + (line % 8))}\n`
  ).join('');
  const file = path.join(folder, 'text');
  await writeFile(file, Buffer.alloc(size, lines), { mode: 0o644 });
  return file;
}

/** Milliseconds of a pty that nobody but `script` reads. */
async function bare(file: string): Promise<number> {
  const begun = performance.now();
  const child = spawn('script', ['-qfc', `cat ${file}`, '/dev/null'], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) {
    throw new Error(`script ended with ${code}`);
  }
  return performance.now() - begun;
}

let endings = 0;

/** A word that was not seen before, since a screen shows what was, and the command that says it. */
export function ending(): { word: string; command: string } {
  endings += 1;
  return { word: `en-ded ${endings}.`, command: `echo "en"-ded ${endings}.` };
}

/** Milliseconds until all have the end of it, typed by the first. */
async function cat(file: string, seats: Seat[], end = ending()): Promise<number> {
  const { word, command } = end;
  const begun = performance.now();
  const ends = seats.map((seat) => sees(seat, word));
  seats[0].type(`cat ${file}; ${command}\r`);
  return Math.max(...(await Promise.all(ends))) - begun;
}

const speed = (size: number, ms: number) => `${(size / 1e3 / ms).toFixed(1)} MB/s`;

export async function bulk(opened: Opened, progress: (line: string) => void) {
  const file = await textFile(opened, SIZE);
  const ours = await startOurs(opened);
  const viewer = await atPrompt(await ours.joinLean('bulk'));
  const why = await installWetty();
  const wetty = why === null ? await startWetty(opened) : null;
  const busy: number[] = [];
  const rounds: Array<{ bare: number; ours: number; wetty: number | null; came: number; rss: number; cpu: number }> =
    [];
  await cat(file, [viewer]);
  for (let number = 0; number < ROUNDS; number++) {
    busy.push(contention());
    const round = { bare: await bare(file), ours: 0, wetty: wetty ? await cat(file, [wetty]) : null, came: 0 };
    const before = await ours.program.call('usage');
    viewer.bytes = 0;
    round.ours = await cat(file, [viewer]);
    round.came = viewer.bytes / SIZE;
    const { rss, cpu } = await ours.program.call('usage');
    rounds.push({ ...round, rss: rss / 1e6, cpu: cpu - before.cpu });
    progress(
      `round ${number + 1}: bare ${speed(SIZE, round.bare)}, ours ${speed(SIZE, round.ours)} (${(cpu - before.cpu).toFixed(0)} ms of CPU, ${(round.came * 100).toFixed(0)} % came), WeTTY ${round.wetty === null ? 'not there' : speed(SIZE, round.wetty)}`
    );
    await pause(300);
  }
  const middle = (measure: 'bare' | 'ours' | 'came' | 'rss' | 'cpu') => median(rounds.map((round) => round[measure]));
  const figures: Figure[] = [
    {
      name: "cat of 100 MB, time by the bare pty's",
      value: middle('ours') / middle('bare'),
      unit: 'x',
      goal: 1 / 0.85,
    },
    { name: 'cat of 100 MB', value: middle('ours'), unit: 'ms', goal: null },
    { name: 'the same, bare pty', value: middle('bare'), unit: 'ms', goal: null },
    ...(wetty
      ? [
          {
            name: 'the same, WeTTY',
            value: median(rounds.flatMap((round) => round.wetty ?? [])),
            unit: 'ms',
            goal: null,
          } as const,
        ]
      : []),
    { name: 'of its bytes did not come', value: Math.max(0, 100 * (1 - middle('came'))), unit: '%', goal: 0 },
    { name: "server's CPU meanwhile", value: middle('cpu'), unit: 'ms', goal: null },
    { name: "server's memory at most, bulk", value: Math.max(...rounds.map(({ rss }) => rss)), unit: 'MB', goal: null },
    { name: 'wall time / CPU time of a probe, bulk', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds };
}

export async function stalled(opened: Opened, progress: (line: string) => void) {
  const file = await textFile(opened, SHARED_SIZE);
  const ours = await startOurs(opened);
  const viewers: Viewer[] = [];
  for (let number = 0; number < OTHERS; number++) {
    viewers.push(await ours.joinLean('stalled'));
  }
  await atPrompt(viewers[0]);
  await cat(file, viewers);
  const rounds: Array<{ without: number; beside: number; right: number; rss: number }> = [];
  const busy: number[] = [];
  for (let number = 0; number < ROUNDS; number++) {
    busy.push(contention());
    const without = await cat(file, viewers);
    const slow = await ours.joinLean('stalled');
    await pause(500);
    slow.stall();
    await ours.program.call('usage');
    const end = ending();
    const beside = await cat(file, viewers, end);
    const { rss } = await ours.program.call('usage');
    const resumed = performance.now();
    const there = sees(slow, end.word);
    slow.resume();
    const right = (await there) - resumed;
    slow.close();
    rounds.push({ without, beside, right, rss: rss / 1e6 });
    progress(
      `round ${number + 1}: ${speed(SHARED_SIZE, without)}, with a stalled one ${speed(SHARED_SIZE, beside)}, right after ${right.toFixed(0)} ms, ${(rss / 1e6).toFixed(0)} MB`
    );
    await pause(500);
  }
  const middle = (measure: 'without' | 'beside' | 'right') => median(rounds.map((round) => round[measure]));
  const figures: Figure[] = [
    {
      name: 'ten, one stalled: time of the others by that without it',
      value: middle('beside') / middle('without'),
      unit: 'x',
      goal: 1 / 0.95,
    },
    { name: 'the stalled one right after resuming', value: middle('right'), unit: 'ms', goal: 100 },
    { name: "server's memory at most, ten", value: Math.max(...rounds.map(({ rss }) => rss)), unit: 'MB', goal: null },
    { name: 'wall time / CPU time of a probe, stalled', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds };
}

export async function typing(opened: Opened, progress: (line: string) => void) {
  const file = await textFile(opened, SIZE);
  const ours = await startOurs(opened);
  const viewer = await atPrompt(await ours.joinLean('typing'));
  const rounds: number[][] = [];
  const busy: number[] = [];
  for (let number = 0; number < ROUNDS; number++) {
    busy.push(contention());
    const times = await typedInto(viewer, file);
    rounds.push(times);
    progress(
      `round ${number + 1}: ${times.length} keys, p50/p99 ${percentile(times, 50).toFixed(2)}/${percentile(times, 99).toFixed(2)} ms`
    );
    await pause(300);
  }
  const middle = (percent: number) => median(rounds.map((times) => percentile(times, percent)));
  const figures: Figure[] = [
    { name: 'echo while 100 MB scroll by, p50', value: middle(50), unit: 'ms', goal: 0.7 },
    { name: 'echo while 100 MB scroll by, p99', value: middle(99), unit: 'ms', goal: 5 },
    { name: 'wall time / CPU time of a probe, typing', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds };
}

/** Milliseconds of each key that was typed while a file went by. */
async function typedInto(viewer: Viewer, file: string): Promise<number[]> {
  const times: number[] = [];
  const { word, command } = ending();
  let tail = Buffer.alloc(0);
  let typedAt: number | null = null;
  let ended = false;
  let flowing: () => void = () => {};
  const flows = new Promise<void>((resolve) => (flowing = resolve));
  viewer.bytes = 0;
  viewer.onOutput((bytes) => {
    const now = performance.now();
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (typedAt !== null && view.includes(KEY)) {
      times.push(now - typedAt);
      typedAt = null;
    }
    tail = Buffer.concat([tail, view.subarray(-256)]).subarray(-512);
    // In a screen it stands before what was typed meanwhile.
    ended ||= view.includes(word) || tail.includes(word);
    if (viewer.bytes > 1_000_000 || ended) {
      flowing();
    }
  });
  viewer.type(`cat ${file}; ${command}\r`);
  await flows;
  while (!ended) {
    if (typedAt === null) {
      typedAt = performance.now();
      viewer.type(KEY);
    }
    await pause(EVERY);
  }
  viewer.type('\x15');
  await pause(50);
  return times;
}
