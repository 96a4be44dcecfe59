/** Programs of a bench with processes of their own, so that what one side does is not in the other's figures. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; problem: string };
type Question = { id: number; name: string; args: unknown[] };

/** What a program answers; arguments and answers travel as JSON. */
type Calls<A> = { [K in keyof A]: (...args: never[]) => unknown };

export class Program<A extends Calls<A>> {
  private lastId = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (answer: Answer) => {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    child.on('exit', (code, signal) => {
      this.waiting.forEach((settle, id) => settle({ id, ok: false, problem: `ended with ${signal ?? code}` }));
      this.waiting.clear();
    });
  }

  /**
   * @param file in bench/processes, without its ending; it calls `answerCalls`
   * @param output what becomes of what it prints
   */
  static async start<A extends Calls<A>>(
    file: string,
    env: Record<string, string> = {},
    output: 'inherit' | 'ignore' = 'inherit'
  ): Promise<Program<A>> {
    const child = fork(path.join(__dirname, `${file}.ts`), {
      env: { ...process.env, ...env },
      stdio: ['ignore', output, 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return new Program<A>(child);
  }

  call<K extends keyof A & string>(name: K, ...args: Parameters<A[K]>): Promise<Awaited<ReturnType<A[K]>>> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (answer) =>
        answer.ok ? resolve(answer.value as Awaited<ReturnType<A[K]>>) : reject(new Error(`${name}: ${answer.problem}`))
      );
      this.child.send({ id, name, args } satisfies Question);
    });
  }

  /** At once, as when a machine fails. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await gone;
    }
  }
}

/** The program's end. */
export function answerCalls<A extends Calls<A>>(calls: A): void {
  const send = (message: Answer | 'ready') => process.send?.(message);
  process.on('message', ({ id, name, args }: Question) => {
    const answer = async () => {
      const call: unknown = calls[name as keyof A];
      if (typeof call !== 'function') {
        throw new Error('there is no such call');
      }
      return (await Reflect.apply(call, calls, args)) as unknown;
    };
    answer().then(
      (value) => send({ id, ok: true, value }),
      (error: unknown) => send({ id, ok: false, problem: error instanceof Error ? error.message : String(error) })
    );
  });
  process.on('disconnect', () => process.exit(0));
  send('ready');
}
