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
  /** Milliseconds for which the main thread's loop stood still at most since it was last asked. */
  blocked: number;
}

const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
let most = 0;
setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), LOOK).unref();

const calls = {
  usage(): TerminalUsage {
    const { user, system } = process.cpuUsage();
    const usage = {
      cpu: (user + system) / 1000,
      rss: Math.max(most, process.memoryUsage.rss()),
      blocked: loop.max / 1e6,
    };
    loop.reset();
    most = 0;
    return usage;
  },
};
export type TerminalServerCalls = typeof calls;

answerCalls(calls);
