/** The session server as a program of its own, which a test can kill. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../scripts/testing/freePort';

const ROOT = resolve(__dirname, '../..');
const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;

export class ServerProcess {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly output: { text: string }
  ) {}

  /** Everything that it has printed. */
  get said(): string {
    return this.output.text;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when it is ready for connections. */
  static async start(env: Record<string, string>): Promise<ServerProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, [`--import=${LOADER}`, join(ROOT, 'server/main.ts')], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { text: '' };
    await new Promise<void>((ready, failed) => {
      child.stderr.on('data', (chunk) => (output.text += chunk));
      child.stdout.on('data', (chunk) => {
        output.text += chunk;
        if (output.text.includes('Status: Ready for connections')) {
          ready();
        }
      });
      child.once('exit', () => failed(new Error(`the server ended: ${output.text}`)));
    });
    return new ServerProcess(port, child, output);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await gone;
    }
  }
}
