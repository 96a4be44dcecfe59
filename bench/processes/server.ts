/** The session server as a program of its own, which says what it takes of the machine. */
import type { ServerConfig } from '../../server/config';
import { startServer } from '../../server/startServer';
import { answerCalls } from './Program';

export interface Usage {
  /** Milliseconds of CPU time so far, of all threads. */
  cpu: number;
  /** Bytes of resident memory. */
  rss: number;
  /** By the clock that all processes of a machine share, in milliseconds. */
  at: number;
}

const calls = {
  async start(config: Partial<ServerConfig>): Promise<string> {
    return (await startServer({ config: { logLevel: 'silent', ...config } })).url;
  },
  usage(): Usage {
    const { user, system } = process.cpuUsage();
    return {
      cpu: (user + system) / 1000,
      rss: process.memoryUsage.rss(),
      at: Number(process.hrtime.bigint()) / 1e6,
    };
  },
};
export type ServerCalls = typeof calls;

answerCalls(calls);
