/** What a person sees of a terminal, to be compared: cells with their colours, cursor, modes, title. */
import type { IBufferCell, Terminal } from '@xterm/headless';
import { z } from 'zod';
import { until } from '../../testing/until';
import type { TerminalClient } from './terminalClient';

const insideSchema = z.object({
  _core: z.object({
    buffer: z.object({ scrollTop: z.number(), scrollBottom: z.number() }),
    coreService: z.object({
      isCursorHidden: z.boolean(),
      decPrivateModes: z.object({ cursorStyle: z.string().optional(), cursorBlink: z.boolean().optional() }),
    }),
    coreMouseService: z.object({ activeEncoding: z.string() }),
    _charsetService: z.object({ glevel: z.number() }),
  }),
});

export interface Drawn {
  rows: string[];
  history: string[];
  looks: string[];
  cursor: [number, number];
  buffer: string;
  size: [number, number];
  inside: unknown;
  modes: unknown;
  title: string;
}

export function drawn({ terminal, title }: TerminalClient): Drawn {
  const { active, normal } = terminal.buffer;
  const lines = Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row));
  return {
    rows: lines.map((line) => line?.translateToString(true) ?? ''),
    history: Array.from({ length: normal.baseY }, (_, row) => normal.getLine(row)?.translateToString(true) ?? ''),
    looks: lines.flatMap((line, row) =>
      Array.from({ length: terminal.cols }, (_, col) => line?.getCell(col)).flatMap((cell, col) =>
        cell && isStyled(cell) ? [`${row},${col}: ${look(cell)}`] : []
      )
    ),
    cursor: [active.cursorX, active.cursorY],
    buffer: active.type,
    size: [terminal.cols, terminal.rows],
    inside: insideSchema.parse(terminal)._core,
    modes: { ...modesOf(terminal) },
    title,
  };
}

function modesOf({ modes }: Terminal) {
  const { applicationCursorKeysMode, applicationKeypadMode, bracketedPasteMode, insertMode, mouseTrackingMode } = modes;
  const { originMode, sendFocusMode, wraparoundMode } = modes;
  return {
    applicationCursorKeysMode,
    applicationKeypadMode,
    bracketedPasteMode,
    insertMode,
    mouseTrackingMode,
    originMode,
    sendFocusMode,
    wraparoundMode,
  };
}

const isStyled = (cell: IBufferCell) => !cell.isAttributeDefault();
const look = (cell: IBufferCell) =>
  [
    cell.getChars(),
    cell.getFgColorMode(),
    cell.getFgColor(),
    cell.getBgColorMode(),
    cell.getBgColor(),
    cell.isBold(),
    cell.isInverse(),
    cell.isUnderline(),
    cell.isItalic(),
    cell.isDim(),
  ].join(' ');

/** Both have drawn the same, newest frame. */
export function together(...clients: TerminalClient[]): Promise<void> {
  return until(
    () => new Set(clients.map((each) => each.drawn)).size === 1 && clients.every((each) => each.isIdle),
    `the same frame: ${clients.map((each) => each.drawn).join(', ')}`
  );
}
