/** Browsers of a server that crashes: one in a process of its own, so that it can be killed. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const LOADER = pathToFileURL(path.join(__dirname, '../../../node_modules/tsx/dist/loader.mjs')).href;

export interface CrashOptions {
  sessions: string[];
  video?: boolean;
}

/** Resolves when the browsers are there, to what kills their server at once, as a crash would. */
export async function serverToCrash(options: CrashOptions): Promise<() => Promise<void>> {
  const server = fork(path.join(__dirname, 'crashingServer.ts'), [JSON.stringify(options)], {
    execArgv: [`--import=${LOADER}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(server, 'message');
  return async () => {
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
  };
}
