/** `npm start`: builds what is missing, then runs the session server and the demo Grafana in this one process. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serveHost } from '../host/serve';
import { isLoopback, readConfig } from '../server/config';
import { createLog } from '../server/log';
import { openStores } from '../server/openStores';
import { portHolder } from '../server/portHolder';
import { loadOrMakeSecret } from '../server/secretFile';
import { startServer } from '../server/startServer';
import { startBeside } from '../server/terminal/beside';
import { buildAll } from './buildAll';

const ROOT = path.resolve(__dirname, '..');

function explain(error: unknown, variable: string, port: number): Error {
  const isTaken =
    error instanceof Error && /EADDRINUSE|is taken/.test(`${'code' in error ? error.code : ''} ${error.message}`);
  return isTaken
    ? new Error(
        `Port ${port} is taken by ${portHolder(port) ?? 'another program'}. End it, or set ${variable} to a free port.`
      )
    : error instanceof Error
      ? error
      : new Error(String(error));
}

async function main(): Promise<void> {
  const read = readConfig(process.env, (file) => readFileSync(file, 'utf8'));
  if (!read.ok) {
    throw new Error(read.problem);
  }
  // For this machine alone, as the terminal is; where no Chromium is found the log says so.
  const config = { ...read.config, browser: process.env.BROWSER ? read.config.browser : isLoopback(read.config.host) };
  const hostPort = Number(process.env.HOST_PORT || 3000);
  buildAll();
  const serverSecret = config.serverSecret ?? loadOrMakeSecret(path.join(ROOT, '.live-sessions'));
  const log = createLog(process.env.LOG_LEVEL ? config.logLevel : 'warn');
  const stores = await openStores(config, serverSecret, log);
  const server = await startServer({ config: { ...config, serverSecret }, stores, log }).catch((error: unknown) => {
    throw explain(error, 'PORT', config.port);
  });
  const serverUrl = `http://localhost:${server.port}`;
  const host = await serveHost({
    port: hostPort,
    sessionServerUrl: serverUrl,
    sessionServerKey: config.apiKey,
  }).catch(async (error: unknown) => {
    await server.stop();
    throw explain(error, 'HOST_PORT', hostPort);
  });
  const terminal = await startBeside({ ...config, serverSecret }, log);
  console.log(`
Live Sessions is running.

  Demo Grafana     ${host.url}
  Session server   ${serverUrl}
  Shared terminal  ${terminal?.url ?? 'off'}
  Shared browser   ${config.browser ? `${serverUrl}/shared-session` : 'off'}

  1. Open ${host.url}/?user=editor, press the Live Sessions button (two people, lower right) and open a guide.
  2. Press Start Live Session, name it, press Start session. You get a code, a link and a QR code.
  3. Open ${host.url}/?user=admin in a second window, press Join Live Session, type the code and a name.
  4. Press Show Me at a step in the first window, and look at the second.

Ctrl+C stops everything.
`);
  // Ctrl+C comes twice, from the terminal and from npm.
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      void Promise.allSettled([host.stop(), server.stop(), terminal?.stop()]).then(() => process.exit(0));
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
