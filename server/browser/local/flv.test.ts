/** Pictures out of FLV, as ffmpeg writes it, cut anywhere. */
import { FlvError, FlvPictures, type Coded } from './flv';

const bytes = (...parts: number[]) => Buffer.from(parts);
const HEAD = Buffer.concat([Buffer.from('FLV'), bytes(1, 1, 0, 0, 0, 9), bytes(0, 0, 0, 0)]);

function tag(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(11 + body.length);
  return Buffer.concat([head, body, tail]);
}

const counted = (...unit: number[]) => bytes(0, 0, 0, unit.length, ...unit);
const START = [0, 0, 0, 1];
const PARAMETERS = tag(
  9,
  bytes(0x17, 0, 0, 0, 0, 1, 0x42, 0xc0, 0x1f, 0xff, 0xe1, 0, 3, 0x67, 0x42, 0xc0, 1, 0, 2, 0x68, 9)
);
const KEY = tag(9, Buffer.concat([bytes(0x17, 1, 0, 0, 0), counted(6, 5), counted(0x65, 1, 2, 3)]));
const DELTA = tag(9, Buffer.concat([bytes(0x27, 1, 0, 0, 0), counted(0x41, 7)]));
const OTHERS = [tag(18, bytes(2, 0, 1)), tag(8, bytes(0xaf, 1, 5)), tag(9, bytes(0x17, 2, 0, 0, 0))];
const WHOLE = Buffer.concat([HEAD, OTHERS[0], PARAMETERS, KEY, OTHERS[1], DELTA, DELTA, OTHERS[2], KEY]);

const key = [...START, 0x67, 0x42, 0xc0, ...START, 0x68, 9, ...START, 6, 5, ...START, 0x65, 1, 2, 3];
const delta = [...START, 0x41, 7];
const EXPECTED = [
  ['key', key],
  ['delta', delta],
  ['delta', delta],
  ['key', key],
];
const plain = (pictures: readonly Coded[]) => pictures.map(({ kind, bytes: data }) => [kind, [...data]]);

test('pictures come whole, with start codes, and a key with its parameters', () => {
  expect(plain(new FlvPictures().take(WHOLE))).toEqual(EXPECTED);
});

test('wherever the stream is cut in two, the same pictures come', () => {
  for (let at = 0; at <= WHOLE.length; at += 1) {
    const pictures = new FlvPictures();
    const found = [...pictures.take(WHOLE.subarray(0, at)), ...pictures.take(WHOLE.subarray(at))];
    expect(plain(found)).toEqual(EXPECTED);
  }
});

test.each([1, 2, 3, 7])('in pieces of %d bytes the same pictures come', (size) => {
  const pictures = new FlvPictures();
  const found: Coded[] = [];
  for (let at = 0; at < WHOLE.length; at += size) {
    found.push(...pictures.take(WHOLE.subarray(at, at + size)));
  }
  expect(plain(found)).toEqual(EXPECTED);
});

test('a picture comes with its own last byte, and not with the next one', () => {
  const pictures = new FlvPictures();
  const upToKey = Buffer.concat([HEAD, PARAMETERS, KEY]);
  expect(pictures.take(upToKey.subarray(0, -1))).toEqual([]);
  expect(plain(pictures.take(upToKey.subarray(-1)))).toEqual([EXPECTED[0]]);
});

test('what is given out stays as it is, whatever comes then', () => {
  const pictures = new FlvPictures();
  const chunk = Buffer.concat([HEAD, PARAMETERS, KEY, DELTA]);
  const found = pictures.take(chunk);
  chunk.fill(0xee);
  pictures.take(DELTA);
  expect(plain(found)).toEqual([EXPECTED[0], EXPECTED[1]]);
});

test.each<[string, Buffer]>([
  ['no FLV', Buffer.from('MP4 and more of it')],
  ['another codec', Buffer.concat([HEAD, tag(9, bytes(0x12, 1, 0, 0, 0, 1))])],
  ['a key before its parameters', Buffer.concat([HEAD, KEY])],
  [
    'a unit that is longer than its picture',
    Buffer.concat([HEAD, PARAMETERS, tag(9, bytes(0x27, 1, 0, 0, 0, 0, 0, 0, 9, 1))]),
  ],
  ['a length that is cut off', Buffer.concat([HEAD, PARAMETERS, tag(9, bytes(0x27, 1, 0, 0, 0, 0, 0))])],
  ['parameters that are cut off', Buffer.concat([HEAD, tag(9, bytes(0x17, 0, 0, 0, 0, 1, 2, 3, 4, 5, 0xe1, 0, 9, 1))])],
  ['no parameters in their place', Buffer.concat([HEAD, tag(9, bytes(0x17, 0, 0, 0, 0))])],
  ['a picture beyond any size', Buffer.concat([HEAD, bytes(9, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0)])],
])('%s is an error', (_what, stream) => {
  expect(() => new FlvPictures().take(stream)).toThrow(FlvError);
});
