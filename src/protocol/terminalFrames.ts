/**
 * The numbered, ordered half of the wire: output, resizes among it, and whole screens. One byte of kind, eight of number
 * (float64, big-endian), then the kind's own. Knows neither DOM nor Node.
 */
import type { Size } from './terminalWire';

const KINDS = { output: 1, resize: 2, screen: 3 } as const;
const HEAD = 9;

export type Frame =
  | { kind: 'output'; number: number; bytes: Uint8Array }
  | { kind: 'resize'; number: number; size: Size }
  /** Everything up to and with frame `number`, as text that draws it on a terminal that was reset. */
  | { kind: 'screen'; number: number; size: Size; bytes: Uint8Array };

export type FrameHead = { kind: 'output'; number: number } | { kind: 'resize' | 'screen'; number: number; size: Size };

/** Bytes that a frame takes before its body. */
export const headLength = (kind: Frame['kind']) => (kind === 'output' ? HEAD : HEAD + 4);

/** Writes a frame's head to the beginning of `into`; the body comes right behind it. */
export function writeHead(into: Uint8Array, frame: FrameHead): void {
  const view = new DataView(into.buffer, into.byteOffset, into.length);
  view.setUint8(0, KINDS[frame.kind]);
  view.setFloat64(1, frame.number);
  if (frame.kind !== 'output') {
    view.setUint16(HEAD, frame.size.cols);
    view.setUint16(HEAD + 2, frame.size.rows);
  }
}

/** Null for what is no frame. The bytes are a view of those given. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  if (bytes.length < HEAD) {
    return null;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const number = view.getFloat64(1);
  const kind = view.getUint8(0);
  if (!Number.isSafeInteger(number) || number < 0) {
    return null;
  }
  if (kind === KINDS.output) {
    return { kind: 'output', number, bytes: bytes.subarray(HEAD) };
  }
  if ((kind !== KINDS.resize && kind !== KINDS.screen) || bytes.length < HEAD + 4) {
    return null;
  }
  const size = { cols: view.getUint16(HEAD), rows: view.getUint16(HEAD + 2) };
  return kind === KINDS.resize
    ? { kind: 'resize', number, size }
    : { kind: 'screen', number, size, bytes: bytes.subarray(HEAD + 4) };
}
