/** What the serialize addon leaves out of a screen: margins, cursor, mouse encoding, title, character sets. */
import type { Terminal } from '@xterm/headless';
import { z } from 'zod';

const setSchema = z.record(z.string(), z.string()).optional();
/** Not in the public interface; the version is pinned by package-lock.json, and tests compare the results. */
const insideSchema = z.object({
  _core: z.object({
    buffer: z.object({
      scrollTop: z.number(),
      scrollBottom: z.number(),
      x: z.number(),
      y: z.number(),
      ybase: z.number(),
      savedX: z.number(),
      savedY: z.number(),
    }),
    coreService: z.object({
      isCursorHidden: z.boolean(),
      decPrivateModes: z.object({
        cursorStyle: z.enum(['block', 'underline', 'bar']).optional(),
        cursorBlink: z.boolean().optional(),
      }),
    }),
    coreMouseService: z.object({ activeEncoding: z.string() }),
    _charsetService: z.object({ glevel: z.number(), _charsets: z.array(setSchema) }),
  }),
});
type Inside = z.infer<typeof insideSchema>['_core'];

const CURSORS = { block: 2, underline: 4, bar: 6 } as const;
const MOUSE: Record<string, string> = { SGR: '\x1b[?1006h', SGR_PIXELS: '\x1b[?1016h' };
/** Slots of character sets by what designates them, and what shifts to each (ISO 2022). */
const SLOTS = ['(', ')', '*', '+'];
const SHIFTS = ['\x0f', '\x0e', '\x1bn', '\x1bo'];

export class Remainder {
  private title = '';

  constructor(private readonly terminal: Terminal) {
    terminal.onTitleChange((title) => (this.title = title));
  }

  /** Whether a line feed in the last row moves the whole screen into the history, and text never goes up. */
  get scrollsWhole(): boolean {
    const { buffer } = insideSchema.parse(this.terminal)._core;
    return (
      this.terminal.buffer.active.type === 'normal' &&
      !hasMargins(this.terminal, buffer) &&
      !this.terminal.modes.reverseWraparoundMode
    );
  }

  /** To be written behind the serialized screen. */
  text(): string {
    const core = insideSchema.parse(this.terminal)._core;
    const { cursorStyle, cursorBlink } = core.coreService.decPrivateModes;
    return [
      this.places(core),
      MOUSE[core.coreMouseService.activeEncoding] ?? '',
      this.title === '' ? '' : `\x1b]2;${this.title}\x1b\\`,
      cursorStyle ? `\x1b[${CURSORS[cursorStyle] - (cursorBlink ? 1 : 0)} q` : '',
      sets(core._charsetService),
      core.coreService.isCursorHidden ? '\x1b[?25l' : '',
    ].join('');
  }

  /** Margins, the cursor that was saved, and the cursor, which setting the others has moved. */
  private places({ buffer }: Inside): string {
    const { cols, modes } = this.terminal;
    const origin = modes.originMode ? buffer.scrollTop : 0;
    const isMargined = hasMargins(this.terminal, buffer);
    const isBehindLine = buffer.x >= cols;
    // To the place behind the last column nothing leads but writing there, as the serialized screen does. To all others the
    // addon goes by steps, which end one short where the last line is full.
    if (isBehindLine && !isMargined && !modes.originMode) {
      return '';
    }
    const hasSaved = (buffer.savedX !== 0 || buffer.savedY !== 0) && !modes.originMode;
    const saved = `\x1b[${Math.max(0, buffer.savedY - buffer.ybase) + 1};${buffer.savedX + 1}H\x1b7`;
    return [
      isMargined ? `\x1b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r` : '',
      hasSaved ? saved : '',
      `\x1b[${buffer.y - origin + 1};${Math.min(buffer.x, cols - 1) + 1}H`,
    ].join('');
  }
}

const hasMargins = ({ rows }: Terminal, { scrollTop, scrollBottom }: Inside['buffer']) =>
  scrollTop !== 0 || scrollBottom !== rows - 1;

/** Told by one character of each: box drawing, the British pound, ASCII. */
function sets({ glevel, _charsets }: Inside['_charsetService']): string {
  const designated = _charsets.map((set, slot) =>
    set?.q === '─' ? `\x1b${SLOTS[slot]}0` : set?.['#'] === '£' ? `\x1b${SLOTS[slot]}A` : ''
  );
  return designated.join('') + (glevel === 0 ? '' : SHIFTS[glevel]);
}
