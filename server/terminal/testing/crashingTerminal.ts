/** A process that serves a terminal, types what it is told, says what came of it, and waits to be killed: as a server that crashes. */
import { startTerminal } from '../startTerminal';
import { TerminalClient } from './terminalClient';

async function main(): Promise<void> {
  const [, , typed, awaited] = process.argv;
  const { port } = await startTerminal({ config: { terminalPort: 0, logLevel: 'silent' } });
  const client = await TerminalClient.join(port, { session: 'crashing' });
  client.type(`${typed}\r`);
  await client.sees(new RegExp(awaited));
  process.stdout.write(`${client.text}\nup\n`);
}

void main();
