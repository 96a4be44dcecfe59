/**
 * `npm run terminal`: the shared terminal alone. Exit codes: 0 stopped by SIGTERM or SIGINT, 1 the port is taken or no
 * shell can be started here, 2 the configuration is wrong.
 */
import { readFileSync } from 'node:fs';
import { readConfig, type ServerConfig } from '../config';
import { createLog } from '../log';
import { portHolder } from '../portHolder';
import { loadOrMakeSecret } from '../secretFile';
import { terminalLine } from './banner';
import { startTerminal } from './startTerminal';

function fail(line: string, code: number): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

function describe(error: unknown, { terminalPort }: ServerConfig): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const holder = portHolder(terminalPort) ?? 'another program';
    return `TERMINAL_PORT ${terminalPort} is taken by ${holder}. Stop it, or set TERMINAL_PORT to a free port.`;
  }
  return `The terminal cannot start: ${error instanceof Error ? error.message : String(error)}`;
}

async function main(): Promise<void> {
  const result = readConfig(process.env, (path) => readFileSync(path, 'utf8'), 'terminal');
  if (!result.ok) {
    fail(result.problem, 2);
  }
  const { config } = result;
  const log = createLog(config.logLevel);
  const serverSecret = config.serverSecret ?? loadOrMakeSecret('.live-sessions');
  const terminal = await startTerminal({ config: { ...config, serverSecret }, log }).catch((error: unknown) =>
    fail(describe(error, config), 1)
  );
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      void terminal.stop().then(() => process.exit(0));
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`\n${terminalLine(terminal)}\n`);
  process.stdout.write(
    `Open it, or ${terminal.url}/?session=my-id; whoever has the same address has the same shell. Ctrl+C ends all.\n\n`
  );
}

main().catch((error: unknown) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error), 1));
