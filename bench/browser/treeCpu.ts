/** What a process and everything below it have taken of the machine. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of the kernel's clock tick, as /proc counts. */
const TICK = 10;

/** Milliseconds of CPU time so far, with that of processes below it that are over. Throws where there is no /proc. */
export function treeCpu(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statOf(name);
      return fields === null ? [] : [{ pid: Number(name), parent: Number(fields[1]), ticks: ticksOf(fields) }];
    });
  const found = new Set([root]);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    all.filter(({ parent }) => found.has(parent)).forEach(({ pid }) => found.add(pid));
  }
  return TICK * all.filter(({ pid }) => found.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0);
}

/** From the state on; null for who is gone meanwhile. */
function statOf(name: string): string[] | null {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The name in parentheses may itself hold blanks and parentheses.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Of user and system, its own and its children's that it has waited for. */
const ticksOf = (fields: readonly string[]) => fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
