/** From a key until its echo is there: with one client beside WeTTY and a pty alone, and with 50, until all have it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { atPrompt, startOurs, startPty, startSocket, type Seat } from './sides';
import { installWetty, startWetty } from './wetty';

const ROUNDS = 3;
const KEYS = 100;
const CROWD = 50;
/** Between two keys, in milliseconds. */
const EVERY = 8;
/** Keys after which the line is cleared, so that it never wraps. */
const LINE = 25;
const KEY = '#';
const CLEAR = '\x15';

export async function echo(opened: Opened, progress: (line: string) => void) {
  const busy: number[] = [];
  const ours = await startOurs(opened);
  const viewer = await atPrompt(await ours.join('one'));
  const crowd: Seat[] = [];
  for (let number = 0; number < CROWD; number++) {
    crowd.push(await ours.join('crowd'));
  }
  await atPrompt(crowd[0]);
  const pty = await startPty(opened);
  const socket = await startSocket(opened);
  const why = await installWetty();
  const wetty = why === null ? await startWetty(opened) : null;
  if (why !== null) {
    progress(`without WeTTY: ${why}`);
  }

  const rounds: Array<{ side: string; times: number[] }> = [];
  for (let number = 0; number < ROUNDS; number++) {
    busy.push(contention());
    for (const [side, seats] of [
      ['ours', [viewer]],
      ['WeTTY', wetty ? [wetty] : []],
      ['pty', [pty]],
      ['ws', [socket]],
      ['ours, all of 50', crowd],
    ] satisfies Array<[string, Seat[]]>) {
      if (seats.length > 0) {
        rounds.push({ side, times: await typed(seats) });
      }
    }
    progress(
      `round ${number + 1}: ${rounds
        .slice(wetty ? -5 : -4)
        .map(({ side, times }) => `${side} ${percentile(times, 50).toFixed(2)}/${percentile(times, 99).toFixed(2)} ms`)
        .join(', ')} (p50/p99)`
    );
  }
  const middle = (side: string, percent: number) =>
    median(rounds.filter((round) => round.side === side).map(({ times }) => percentile(times, percent)));
  const figures: Figure[] = [
    { name: 'echo, one client, p50', value: middle('ours', 50), unit: 'ms', goal: 0.3 },
    { name: 'echo, one client, p99', value: middle('ours', 99), unit: 'ms', goal: null },
    { name: 'echo of a pty without server, p50', value: middle('pty', 50), unit: 'ms', goal: null },
    { name: 'echo of a WebSocket without a shell, p50', value: middle('ws', 50), unit: 'ms', goal: null },
    {
      name: 'echo by the two together, p50',
      value: middle('ours', 50) / (middle('pty', 50) + middle('ws', 50)),
      unit: 'x',
      goal: null,
    },
    { name: `echo until all of ${CROWD} have it, p50`, value: middle('ours, all of 50', 50), unit: 'ms', goal: 1.5 },
    { name: 'wall time / CPU time of a probe, echo', value: median(busy), unit: 'x', goal: null },
  ];
  if (wetty) {
    const theirs = middle('WeTTY', 50);
    figures.splice(
      2,
      0,
      { name: "WeTTY's echo, one client, p50", value: theirs, unit: 'ms', goal: null },
      { name: "echo by WeTTY's, p50", value: middle('ours', 50) / theirs, unit: 'x', goal: 0.5 }
    );
  }
  return { figures, rounds };
}

/** Milliseconds of each key, typed by the first, until all have it. */
async function typed(seats: Seat[]): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    if (key % LINE === 0) {
      seats[0].type(CLEAR);
      await pause(4 * EVERY);
    }
    times.push(await echoed(seats));
    await pause(EVERY);
  }
  return times;
}

function echoed(seats: Seat[]): Promise<number> {
  return new Promise((resolve) => {
    let missing = seats.length;
    const begun = performance.now();
    for (const seat of seats) {
      seat.onOutput((bytes) => {
        if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(KEY)) {
          const at = performance.now();
          seat.onOutput(() => {});
          missing -= 1;
          if (missing === 0) {
            resolve(at - begun);
          }
        }
      });
    }
    seats[0].type(KEY);
  });
}
