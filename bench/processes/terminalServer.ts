/** What `npm run terminal` starts, as a program that says what it takes of the machine. Set up by its environment alone. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { answerCalls } from './Program';
import '../../server/terminal/main';

/** Between two looks at the memory, in milliseconds. */
const LOOK = 50;

export interface TerminalUsage {
  /** Milliseconds of CPU time so far, of all threads. */
  cpu: number;
  /** Bytes of resident memory, the most since it was last asked. */
  rss: number;
}

/** Its timer wakes the program all the time, so it runs only where it is asked for. */
const loop = monitorEventLoopDelay({ resolution: 1 });
let most = 0;
let looksAtMemory = true;
// A look takes milliseconds while memory is given back, so it is not taken while the loop is watched.
setInterval(() => {
  if (looksAtMemory) {
    most = Math.max(most, process.memoryUsage.rss());
  }
}, LOOK).unref();

const calls = {
  usage(): TerminalUsage {
    const { user, system } = process.cpuUsage();
    const usage = {
      cpu: (user + system) / 1000,
      rss: Math.max(most, process.memoryUsage.rss()),
    };
    most = 0;
    return usage;
  },
  watchLoop(): void {
    looksAtMemory = false;
    loop.reset();
    loop.enable();
  },
  /** Milliseconds for which the main thread's loop stood still at most since it was watched. */
  blocked(): number {
    loop.disable();
    looksAtMemory = true;
    return loop.max / 1e6;
  },
};
export type TerminalServerCalls = typeof calls;

answerCalls(calls);
