/** What a browser's processes have in memory for themselves. */
import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/** In bytes; who is gone meanwhile counts nothing. */
export function ownMemory(pids: readonly number[]): number {
  return pids.map(ownPages).reduce((sum, pages) => sum + pages * PAGE_BYTES, 0);
}

function ownPages(pid: number): number {
  try {
    const [, resident, shared] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ').map(Number);
    return Math.max(0, resident - shared);
  } catch {
    return 0;
  }
}
