/**
 * Pictures out of the stream that ffmpeg writes. FLV says how long each is, so that none waits for the next one's beginning,
 * as it would in bare Annex B, which is what comes out here. Pure; bytes may come cut anywhere.
 */

/** One whole picture of H.264 in Annex B. A key has its parameters with it and needs no picture before it. */
export interface Coded {
  kind: 'key' | 'delta';
  bytes: Uint8Array;
}

export class FlvError extends Error {}

const FILE_HEAD = 9;
const TAG_HEAD = 11;
/** Behind each tag, and behind the file's head, its length once more. */
const TAIL = 4;
const VIDEO = 9;
const AVC = 7;
const START = [0, 0, 0, 1];
/** A picture of 4K does not come near. */
const LONGEST = 8 * 1024 * 1024;

export class FlvPictures {
  private rest: Buffer = Buffer.alloc(0);
  private chunks: Buffer[] = [];
  private length = 0;
  private needed = FILE_HEAD + TAIL;
  private hasHead = false;
  /** Sequence and picture parameters in Annex B. */
  private parameters: Uint8Array | null = null;

  /** The pictures that are whole by now. Throws FlvError; nothing more is to be expected then. */
  take(chunk: Buffer): Coded[] {
    this.chunks.push(chunk);
    this.length += chunk.length;
    const found: Coded[] = [];
    while (this.length >= this.needed) {
      this.rest = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
      this.chunks = [this.rest];
      const picture = this.next();
      if (picture) {
        found.push(picture);
      }
    }
    return found;
  }

  private next(): Coded | null {
    const { rest } = this;
    if (!this.hasHead) {
      if (rest.toString('latin1', 0, 3) !== 'FLV') {
        throw new FlvError('no FLV');
      }
      this.hasHead = true;
      this.drop(rest.readUInt32BE(5) + TAIL);
      return null;
    }
    const size = rest.readUIntBE(1, 3);
    const whole = TAG_HEAD + size + TAIL;
    if (whole > LONGEST) {
      throw new FlvError('a picture that is too long');
    }
    if (this.length < whole) {
      this.needed = whole;
      return null;
    }
    const isVideo = (rest[0] & 0x1f) === VIDEO;
    const body = rest.subarray(TAG_HEAD, TAG_HEAD + size);
    this.drop(whole);
    return isVideo ? this.video(body) : null;
  }

  private drop(bytes: number): void {
    this.rest = this.rest.subarray(bytes);
    this.chunks = [this.rest];
    this.length = this.rest.length;
    this.needed = TAG_HEAD;
  }

  private video(body: Buffer): Coded | null {
    if (body.length < 5 || (body[0] & 0x0f) !== AVC) {
      throw new FlvError('no H.264');
    }
    const [head, type] = body;
    const data = body.subarray(5);
    if (type === 0) {
      this.parameters = parametersOf(data);
      return null;
    }
    if (type !== 1) {
      return null;
    }
    const units = annexB(data);
    if (head >> 4 !== 1) {
      return { kind: 'delta', bytes: units };
    }
    if (!this.parameters) {
      throw new FlvError('a key picture before its parameters');
    }
    return { kind: 'key', bytes: Buffer.concat([this.parameters, units]) };
  }
}

/** Units with four bytes of length before each become units with a start code. */
function annexB(data: Buffer): Uint8Array {
  const out = Buffer.from(data);
  let at = 0;
  while (at < data.length) {
    const length = at + 4 <= data.length ? data.readUInt32BE(at) : Infinity;
    if (at + 4 + length > data.length) {
      throw new FlvError('a unit beyond its picture');
    }
    out.set(START, at);
    at += 4 + length;
  }
  return out;
}

/** Of the decoder's configuration record (ISO 14496-15): 1 + n sequence and m picture parameter sets. */
function parametersOf(record: Buffer): Uint8Array {
  const parts: Buffer[] = [];
  try {
    let at = 5;
    for (const mask of [0x1f, 0xff]) {
      let count = record.readUInt8(at) & mask;
      at += 1;
      for (; count > 0; count -= 1) {
        const length = record.readUInt16BE(at);
        if (at + 2 + length > record.length) {
          throw new RangeError();
        }
        parts.push(Buffer.from(START), record.subarray(at + 2, at + 2 + length));
        at += 2 + length;
      }
    }
  } catch {
    throw new FlvError('parameters that are cut off');
  }
  return Buffer.concat(parts);
}
