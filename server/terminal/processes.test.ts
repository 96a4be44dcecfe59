import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { MARK } from './environment';
import { processesBy, processesOf } from './processes';

/** Started with `variable` behind so many bytes of others; null where it is not found by it. */
async function isFoundBehind(bytes: number): Promise<boolean> {
  const variable = `NUISANCE_${process.pid}=${bytes}`;
  // A name for each: one string may be no longer than 128 KiB.
  const others = Array.from({ length: bytes / 1024 }, (_, index) => [
    `V${String(index).padStart(6, '0')}`,
    'x'.repeat(1015),
  ]);
  const [name, value] = variable.split('=');
  const child = spawn('sleep', ['600'], { env: { ...Object.fromEntries(others), [name]: value } });
  await once(child, 'spawn');
  try {
    return processesBy({ leader: null, variable, argument: null }).includes(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

it('finds a process by its environment, of which it reads no more than programs have', async () => {
  expect(await isFoundBehind(32 * 1024)).toBe(true);
  expect(await isFoundBehind(1024 * 1024)).toBe(false);
});

it('lets others have their turn while it looks at many', async () => {
  const mark = `of-${process.pid}`;
  const children = Array.from({ length: 150 }, () => spawn('sleep', ['600'], { env: { [MARK]: mark } }));
  try {
    await Promise.all(children.map((child) => once(child, 'spawn')));
    let turns = 0;
    const turn = () => {
      turns += 1;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const found = await processesOf(-1, mark);
    clearImmediate(next);
    expect(new Set(found)).toEqual(new Set(children.map(({ pid }) => pid)));
    expect(turns).toBeGreaterThan(1);
  } finally {
    await Promise.all(
      children.map((child) => {
        child.kill('SIGKILL');
        return once(child, 'close');
      })
    );
  }
});
