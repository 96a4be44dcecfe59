/**
 * What a shell's output may do to the terminals of others. Sequences pass whole or not at all, so that output can be cut
 * between any two results: a newcomer's screen never begins in the middle of one.
 */
import { TERMINAL_LIMITS as LIMITS } from './limits';

const ESC = 0x1b;
const BEL = 0x07;
/** Last byte of CSI t. */
const WINDOW_REPORT = 0x74;
/**
 * Of what is done so many times terminals do each, in a loop or with a copy for each: lines in and out (L, M, S, T), tabs (I, Z),
 * the last character again (b). Beyond the largest screen it makes no difference, and 2147483647 of them are minutes and gigabytes.
 */
const isRepeated = (final: number) => 'LMSTIZb'.includes(String.fromCharCode(final));
const TIMES = { digits: 3, most: 999 };
/** CAN and SUB end any sequence (ECMA-48, 5.6). */
const isCancel = (byte: number) => byte === 0x18 || byte === 0x1a;
/** First of the two bytes that UTF-8 makes of U+0080 to U+009F, which terminals take for CSI, OSC and DCS without ESC. */
const C1_LEAD = 0xc2;

/** Titles, colours, links; not the clipboard (52), notifications (9, 777), files and pictures (1337), the folder (7). */
const TITLES = /^([012]);([^]*)$/;
const COLOURS = /^(4|1[0-2]|104|11[0-2])(;[\x20-\x7e]*)?$/;
const LINK = /^8;([\x20-\x7e]{0,256});([^]*)$/;
const WEB = /^https?:\/\/[\x21-\x7e]+$/i;

type State =
  | { in: 'text' }
  /** `ESC`, or `ESC [` and on: kept until it is whole. */
  | { in: 'sequence'; bytes: number[] }
  /** `ESC ]`, `ESC P` and the like, up to BEL or `ESC \`. `bytes` is null once it is too long to pass. */
  | { in: 'string'; opener: number; bytes: number[] | null; escaped: boolean }
  /** A character whose bytes are not all here. */
  | { in: 'character'; bytes: number[]; missing: number };

export class OutputFilter {
  private state: State = { in: 'text' };

  /** What of it may go on now; the beginning of an unfinished sequence is held back for the next call. */
  pass(chunk: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.state.in !== 'text') {
        const whole = this.step(this.state, chunk[at]);
        at += whole === 'again' ? 0 : 1;
        if (whole instanceof Uint8Array) {
          parts.push(whole);
        }
        continue;
      }
      const until = endOfText(chunk, at);
      if (until > at) {
        parts.push(chunk.subarray(at, until));
      }
      if (until < chunk.length) {
        this.state = opened(chunk[until]);
      }
      at = until + 1;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  /** One byte more of what is unfinished. `again`: it does not belong to it. */
  private step(state: Exclude<State, { in: 'text' }>, byte: number): Uint8Array | 'again' | null {
    switch (state.in) {
      case 'character':
        return this.inCharacter(state, byte);
      case 'sequence':
        return this.inSequence(state, byte);
      case 'string':
        return this.inString(state, byte);
    }
  }

  private inCharacter(state: Extract<State, { in: 'character' }>, byte: number): Uint8Array | 'again' | null {
    if ((byte & 0xc0) !== 0x80) {
      this.state = { in: 'text' };
      return 'again';
    }
    state.bytes.push(byte);
    state.missing -= 1;
    if (state.missing > 0) {
      return null;
    }
    this.state = { in: 'text' };
    return state.bytes[0] === C1_LEAD && byte < 0xa0 ? null : Uint8Array.from(state.bytes);
  }

  private inSequence(state: Extract<State, { in: 'sequence' }>, byte: number): Uint8Array | 'again' | null {
    const { bytes } = state;
    if (isCancel(byte)) {
      this.state = { in: 'text' };
      return null;
    }
    if (byte === ESC) {
      this.state = { in: 'sequence', bytes: [ESC] };
      return null;
    }
    // A control character inside of a sequence is obeyed at once, without ending it (ECMA-48 leaves it open, terminals do it).
    if (byte < 0x20) {
      return Uint8Array.of(byte);
    }
    if (byte === 0x7f) {
      return null;
    }
    if (byte >= 0x80 || bytes.length >= LIMITS.sequenceBytes) {
      this.state = { in: 'text' };
      return byte >= 0x80 ? 'again' : null;
    }
    bytes.push(byte);
    if (bytes.length === 2 && '[]PX^_'.includes(String.fromCharCode(byte))) {
      if (byte !== 0x5b) {
        this.state = { in: 'string', opener: byte, bytes: [], escaped: false };
      }
      return null;
    }
    const isWhole = bytes[1] === 0x5b ? byte >= 0x40 : byte >= 0x30;
    if (!isWhole) {
      return null;
    }
    this.state = { in: 'text' };
    return mayPass(bytes) ? bounded(bytes) : null;
  }

  private inString(state: Extract<State, { in: 'string' }>, byte: number): Uint8Array | 'again' | null {
    if (isCancel(byte)) {
      this.state = { in: 'text' };
      return null;
    }
    if (byte === BEL && state.opener === 0x5d) {
      this.state = { in: 'text' };
      return stringThatMayPass(state);
    }
    if (state.escaped) {
      this.state = byte === 0x5c ? { in: 'text' } : { in: 'sequence', bytes: [ESC] };
      return byte === 0x5c ? stringThatMayPass(state) : 'again';
    }
    if (byte === ESC) {
      state.escaped = true;
    } else if (state.bytes && byte >= 0x20) {
      state.bytes.push(byte);
      if (state.bytes.length > LIMITS.stringBytes) {
        state.bytes = null;
      }
    }
    return null;
  }
}

/**
 * Where the text that begins at `from` ends: at an escape, at a C1 control, or before a character that is not whole. A CSI
 * that is whole and may pass counts as text: most of what programs with colours write is that.
 */
function endOfText(chunk: Uint8Array, from: number): number {
  let escape = chunk.indexOf(ESC, from);
  while (escape !== -1) {
    const after = endOfCsi(chunk, escape);
    if (after === null) {
      break;
    }
    escape = chunk.indexOf(ESC, after);
  }
  const end = escape === -1 ? chunk.length : escape;
  for (let c1 = chunk.indexOf(C1_LEAD, from); c1 !== -1 && c1 < end; c1 = chunk.indexOf(C1_LEAD, c1 + 1)) {
    if (c1 + 1 === chunk.length || (chunk[c1 + 1] >= 0x80 && chunk[c1 + 1] < 0xa0)) {
      return c1;
    }
  }
  for (let back = 1; back <= 3 && end === chunk.length && end - back >= from; back += 1) {
    const byte = chunk[end - back];
    if ((byte & 0xc0) !== 0x80) {
      return lengthOf(byte) > back ? end - back : end;
    }
  }
  return end;
}

/** Behind a plain CSI that is all here and may pass; null where it has to be looked at byte by byte. */
function endOfCsi(chunk: Uint8Array, escape: number): number | null {
  if (chunk[escape + 1] !== 0x5b) {
    return null;
  }
  const limit = Math.min(chunk.length, escape + LIMITS.sequenceBytes);
  let at = escape + 2;
  while (at < limit && chunk[at] >= 0x20 && chunk[at] < 0x40) {
    at += 1;
  }
  const isWhole = at < limit && chunk[at] >= 0x40 && chunk[at] < 0x7f;
  const isFew = at - escape - 2 <= TIMES.digits || !isRepeated(chunk[at]);
  return isWhole && isFew && chunk[at] !== WINDOW_REPORT ? at + 1 : null;
}

/** Bytes of the UTF-8 character that begins with this one; 1 for what begins none. */
function lengthOf(lead: number): number {
  return lead >= 0xf0 && lead < 0xf8 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc0 && lead < 0xe0 ? 2 : 1;
}

function opened(byte: number): State {
  return byte === ESC
    ? { in: 'sequence', bytes: [ESC] }
    : { in: 'character', bytes: [byte], missing: lengthOf(byte) - 1 };
}

/** The end of a string has nothing to end; reports of window and title (CSI t) put text that others chose into the shell's input, and move windows. */
function mayPass(bytes: number[]): boolean {
  return bytes[1] !== 0x5c && !(bytes[1] === 0x5b && bytes[bytes.length - 1] === WINDOW_REPORT);
}

/** The same, done no more often than it can be seen. */
function bounded(bytes: number[]): Uint8Array {
  if (bytes[1] !== 0x5b || !isRepeated(bytes[bytes.length - 1])) {
    return Uint8Array.from(bytes);
  }
  const times = (digits: string) => String(Math.min(Number(digits), TIMES.most));
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\d+/g, times));
}

/** OSC by the list above; of DCS what asks for a setting (DECRQSS); nothing of SOS, PM and APC. */
function stringThatMayPass({ opener, bytes }: Extract<State, { in: 'string' }>): Uint8Array | null {
  if (bytes === null) {
    return null;
  }
  const text = Buffer.from(bytes).toString('utf8');
  if (opener === 0x50) {
    return /^\$q[\x20-\x7e]{1,8}$/.test(text) ? Buffer.from(`\x1bP${text}\x1b\\`) : null;
  }
  const passed = opener === 0x5d ? oscThatMayPass(text) : null;
  return passed === null ? null : Buffer.from(`\x1b]${passed}\x1b\\`);
}

function oscThatMayPass(text: string): string | null {
  const title = TITLES.exec(text);
  if (title) {
    return `${title[1]};${title[2].replace(/\p{C}/gu, '').slice(0, LIMITS.titleLength)}`;
  }
  const link = LINK.exec(text);
  if (link) {
    // An address that is no web page ends the link before it, so that the text does not stay part of that.
    return link[2] === '' || WEB.test(link[2]) ? text : '8;;';
  }
  return COLOURS.test(text) ? text : null;
}
