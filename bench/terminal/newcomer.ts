/** Somebody who comes to a shell with 10,000 lines of history: how soon the first screen is there, and the whole history. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { ending, textFile } from './bulk';
import { atPrompt, sees, startOurs, type OurTerminal } from './sides';

const QUIET = 10;
const FLOODED = 5;
const SIZE = 200_000_000;
const LINES = 12_000;

interface Came {
  /** Milliseconds from opening the socket. */
  first: number;
  history: number;
}

export async function newcomer(opened: Opened, progress: (line: string) => void) {
  const file = await textFile(opened, SIZE);
  const ours = await startOurs(opened);
  const host = await atPrompt(await ours.join('history'));
  const full = ending();
  const filled = sees(host, full.word);
  host.type(
    `seq -f 'line %.0f of a history that is neither short nor long, as people have' ${LINES}; ${full.command}\r`
  );
  await filled;
  await pause(1000);
  const busy = [contention()];
  await ours.program.call('watchLoop');
  const quiet: Came[] = [];
  for (let number = 0; number < QUIET; number++) {
    quiet.push(await come(ours));
    await pause(200);
  }
  const blockedQuiet = await ours.program.call('blocked');
  progress(`quiet: ${quiet.map(({ first }) => first.toFixed(0)).join(', ')} ms, history ${describe(quiet)}`);

  busy.push(contention());
  await ours.program.call('watchLoop');
  const over = ending();
  const ended = sees(host, over.word);
  let flooded = true;
  host.type(`cat ${file}; ${over.command}\r`);
  void ended.then(() => (flooded = false));
  await pause(300);
  const inFlood: Came[] = [];
  while (inFlood.length < FLOODED && flooded) {
    inFlood.push(await come(ours));
  }
  await ended;
  const blocked = await ours.program.call('blocked');
  progress(`in a flood: ${inFlood.map(({ first }) => first.toFixed(0)).join(', ')} ms, history ${describe(inFlood)}`);

  const first = (all: Came[], percent: number) =>
    percentile(
      all.map((one) => one.first),
      percent
    );
  const figures: Figure[] = [
    { name: "newcomer's first screen, 10,000 lines, quiet, p50", value: first(quiet, 50), unit: 'ms', goal: 50 },
    { name: "newcomer's first screen, quiet, slowest", value: first(quiet, 100), unit: 'ms', goal: 50 },
    { name: 'with history, quiet, p50', value: median(quiet.map(({ history }) => history)), unit: 'ms', goal: null },
    { name: "newcomer's first screen in a flood, slowest", value: first(inFlood, 100), unit: 'ms', goal: 2000 },
    { name: "server's loop stood still at most, quiet", value: blockedQuiet, unit: 'ms', goal: 20 },
    { name: "server's loop stood still at most, in a flood", value: blocked, unit: 'ms', goal: 20 },
    { name: 'wall time / CPU time of a probe, newcomer', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds: { quiet, inFlood } };
}

const describe = (all: Came[]) => `${all.map(({ history }) => history.toFixed(0)).join(', ')} ms`;

async function come(ours: OurTerminal): Promise<Came> {
  const begun = performance.now();
  const viewer = await ours.join('history');
  const until = Date.now() + 10_000;
  while (viewer.screens.length < 2) {
    if (Date.now() > until) {
      throw new Error('a newcomer had no screen within 10 s');
    }
    await pause(1);
  }
  viewer.close();
  return { first: viewer.screens[0] - begun, history: viewer.screens[1] - begun };
}
