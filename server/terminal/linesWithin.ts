/** How much of a history fits into so many bytes of text that draws it. */
import type { Terminal } from '@xterm/headless';
import { z } from 'zod';

/** Not in the public interface, whose way to each cell would take longer than the drawing; see Remainder. */
const insideSchema = z.object({
  _core: z.object({
    buffers: z.object({
      normal: z.object({
        ybase: z.number(),
        lines: z.custom<Lines>((each) => typeof (each as Partial<Lines> | null)?.get === 'function'),
      }),
    }),
  }),
});

interface Lines {
  get(row: number): Line | undefined;
}

/** Of each cell three numbers: the character, and its styles in two. */
interface Line {
  _data: Uint32Array;
}

/** Bytes that a change of all styles takes, and a character beyond ASCII. */
const STYLES = 48;
const CHARACTER = 4;

/** As many lines above the screen, `most` at the most, as take no more than so many bytes. */
export function linesWithin(terminal: Terminal, most: number, bytes: number): number {
  const { ybase, lines } = insideSchema.parse(terminal)._core.buffers.normal;
  let left = bytes;
  let count = 0;
  while (count < Math.min(most, ybase)) {
    const line = lines.get(ybase - 1 - count);
    left -= line ? weightOf(line._data) : 0;
    if (left < 0) {
      break;
    }
    count += 1;
  }
  return count;
}

function weightOf(cells: Uint32Array): number {
  let weight = 2;
  let [one, other] = [0, 0];
  for (let at = 0; at + 2 < cells.length; at += 3) {
    if (cells[at + 1] !== one || cells[at + 2] !== other) {
      [one, other] = [cells[at + 1], cells[at + 2]];
      weight += STYLES;
    }
    // The code of the character is in the lowest bits.
    weight += (cells[at] & 0x1fffff) < 0x80 ? 1 : CHARACTER;
  }
  return weight;
}
