/** Between the server and the thread with a session's screen model. */
import type { Size } from '../../src/protocol/terminalWire';
import type { ModelState } from './Backlog';

export type ToModel =
  | { type: 'output'; number: number; bytes: Uint8Array }
  | { type: 'resize'; number: number; size: Size }
  /** The screen as it is, with at most so many lines of history. */
  | { type: 'screen'; scrollback: number };

export type FromModel =
  | { type: 'drawn'; number: number; state: ModelState }
  /** What a program asked the terminal and the terminal answers. */
  | { type: 'answer'; data: string }
  | { type: 'screen'; scrollback: number; number: number; size: Size; bytes: Uint8Array };
