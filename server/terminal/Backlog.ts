/**
 * What a screen model has not been told yet. In a flood most of it can never be seen on the model: lines that scroll through
 * the screen and out of the history again. They are left out, so that the model keeps up with what it could not draw.
 */
import type { Size } from '../../src/protocol/terminalWire';

/** How a model stands once it has drawn all that it was told. */
export interface ModelState {
  rows: number;
  /**
   * A line feed in the last row moves the whole screen into the history: the normal screen, no margins, and no way for text
   * to go up.
   */
  scrollsWhole: boolean;
}

export type Step =
  { type: 'output'; number: number; bytes: Uint8Array } | { type: 'resize'; number: number; size: Size };

type Item =
  | { type: 'output'; number: number; bytes: Uint8Array; isPlain: boolean }
  | { type: 'resize'; number: number; size: Size };
type Output = Extract<Item, { type: 'output' }>;

export interface BacklogLimits {
  /** Lines of the model's history. */
  scrollback: number;
  /** Bytes of one step, more or less: what the model draws before it hears of anything else. */
  step: number;
}

const ESC = 0x1b;
const LF = 0x0a;
const CR = 0x0d;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const OPEN_BRACKET = 0x5b;
const SGR = 0x6d;
/** Different colours and styles, and all, that are looked at to find those in force; beyond them nothing is left out. */
const STYLES = { different: 64, all: 20_000 };
/** Lines that are looked at for one that begins in the first column: a program in raw mode may write millions and none. */
const LINES = 1000;

export class Backlog {
  private items: Item[] = [];
  /** Of output. */
  bytes = 0;

  constructor(private readonly limits: BacklogLimits) {}

  /** Number of the oldest; null where there is nothing. */
  get oldest(): number | null {
    return this.items[0]?.number ?? null;
  }

  /** @returns whether it is text and styles alone, to which no terminal has an answer */
  output(number: number, bytes: Uint8Array): boolean {
    const isPlain = isTextAndStyles(bytes);
    this.items.push({ type: 'output', number, bytes, isPlain });
    this.bytes += bytes.length;
    return isPlain;
  }

  resize(number: number, size: Size): void {
    this.items.push({ type: 'resize', number, size });
  }

  /**
   * Leaves out what can never be seen of the text that comes next.
   *
   * @param state of a model that has drawn all that came before
   * @returns the frame before which there is nothing to be drawn any more; null where all has to be
   */
  trim(state: ModelState): number | null {
    const plain = this.lead((item) => item.isPlain, Infinity);
    const kept = state.scrollsWhole ? this.whatStays(plain, state.rows) : null;
    if (!kept) {
      return null;
    }
    const { number } = plain[plain.length - 1];
    // One, because a screen in the middle of it would be none that ever was.
    const bytes = Buffer.concat(kept);
    this.items = [{ type: 'output', number, bytes, isPlain: true }, ...this.items.slice(plain.length)];
    this.bytes += bytes.length - sizeOf(plain);
    return number;
  }

  /** What a model is to be told next, that has drawn all that came before; null where there is nothing. */
  take(state: ModelState): Step | null {
    const [first] = this.items;
    if (!first || first.type === 'resize') {
      this.items.shift();
      return first ?? null;
    }
    if (this.bytes > this.limits.step) {
      this.trim(state);
    }
    const outputs = this.lead(() => true, this.limits.step);
    this.items = this.items.slice(outputs.length);
    this.bytes -= sizeOf(outputs);
    return {
      type: 'output',
      number: outputs[outputs.length - 1].number,
      bytes: Buffer.concat(outputs.map(({ bytes }) => bytes)),
    };
  }

  /** The first outputs of a kind, up to so many bytes; at least one where there is one. */
  private lead(belongs: (item: Output) => boolean, limit: number): Output[] {
    const found: Output[] = [];
    let bytes = 0;
    for (const item of this.items) {
      if (item.type !== 'output' || !belongs(item) || bytes >= limit) {
        break;
      }
      found.push(item);
      bytes += item.bytes.length;
    }
    return found;
  }

  /** The end of it that pushes everything before out of screen and history; null where it is not long enough. */
  private whatStays(plain: readonly Output[], rows: number): Uint8Array[] | null {
    // From wherever the cursor is, to the last row, and everything that is on the screen then into and out of the history.
    let missing = this.limits.scrollback + 2 * rows;
    for (let index = plain.length - 1; index >= 0; index -= 1) {
      const { bytes } = plain[index];
      for (let at = bytes.lastIndexOf(LF); at > 0; at = bytes.lastIndexOf(LF, at - 1)) {
        missing -= 1;
        // From the first column on, wherever the cursor was.
        if (missing < -LINES) {
          return null;
        }
        if (missing < 0 && bytes[at - 1] === CR) {
          const before = [...plain.slice(0, index).map((item) => item.bytes), bytes.subarray(0, at - 1)];
          const styles = stylesAfter(before);
          return styles === null
            ? null
            : [styles, bytes.subarray(at - 1), ...plain.slice(index + 1).map((item) => item.bytes)];
        }
      }
    }
    return null;
  }
}

/** No control but those that go on to the right or down, and no sequence but SGR. */
export function isTextAndStyles(bytes: Uint8Array): boolean {
  if (bytes.includes(SHIFT_OUT) || bytes.includes(SHIFT_IN)) {
    return false;
  }
  for (let at = bytes.indexOf(ESC); at !== -1; at = bytes.indexOf(ESC, at)) {
    at = endOfStyle(bytes, at);
    if (at === -1) {
      return false;
    }
  }
  return true;
}

/** Behind an SGR; -1 for another sequence. */
function endOfStyle(bytes: Uint8Array, escape: number): number {
  let at = escape + 2;
  while (bytes[at] >= 0x30 && bytes[at] <= 0x3b) {
    at += 1;
  }
  return bytes[escape + 1] === OPEN_BRACKET && bytes[at] === SGR ? at + 1 : -1;
}

/**
 * What is left of the styles of a text: each that is set last, back to a reset. One that is set again later has nothing left
 * to say. Null where they are too many.
 */
function stylesAfter(parts: readonly Uint8Array[]): Uint8Array | null {
  const found = new Set<string>();
  let looks = 0;
  for (const bytes of [...parts].reverse()) {
    for (let at = lastEscape(bytes, bytes.length); at !== -1; at = lastEscape(bytes, at)) {
      const params = Buffer.from(bytes.subarray(at + 2, endOfStyle(bytes, at) - 1)).toString('latin1');
      looks += 1;
      found.add(params);
      if (/^0*(;|$)/.test(params)) {
        return styled(found);
      }
      if (found.size > STYLES.different || looks > STYLES.all) {
        return null;
      }
    }
  }
  return styled(found);
}

const lastEscape = (bytes: Uint8Array, before: number) => (before === 0 ? -1 : bytes.lastIndexOf(ESC, before - 1));

const styled = (newestFirst: ReadonlySet<string>) =>
  Buffer.from(
    [...newestFirst]
      .reverse()
      .map((params) => `\x1b[${params}m`)
      .join('')
  );

function sizeOf(outputs: readonly Output[]): number {
  return outputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
