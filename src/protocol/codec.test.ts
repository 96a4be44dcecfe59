import fc from 'fast-check';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { concatBytes, utf8ToBytes } from './bytes';
import {
  decodeAttendeeMessage,
  decodeHandshake,
  decodePresenterMessage,
  encodeHandshake,
  encodeMessage,
  type Decoded,
} from './codec';
import { parseFrame } from './envelope';
import {
  attendeeMessageSchema,
  handshakeMessageSchema,
  presenterMessageSchema,
  stageEventSchema,
  type AttendeeMessage,
  type HandshakeMessage,
  type PresenterMessage,
} from './messages';

const SEED = 20_261_122;
const RUNS = 3_000;

const bodyOf = (value: unknown) => utf8ToBytes(JSON.stringify(value));
const handshakeBody = (message: HandshakeMessage) => encodeHandshake(message).subarray(1);

const UNIONS: ReadonlyArray<{
  name: string;
  decode: (body: Uint8Array) => Decoded<PresenterMessage | AttendeeMessage | HandshakeMessage>;
  bodies: Uint8Array[];
}> = [
  { name: 'presenter’s', decode: decodePresenterMessage, bodies: Object.values(PRESENTER_MESSAGES).map(encodeMessage) },
  { name: 'attendee’s', decode: decodeAttendeeMessage, bodies: Object.values(ATTENDEE_MESSAGES).map(encodeMessage) },
  { name: 'handshake', decode: decodeHandshake, bodies: Object.values(HANDSHAKE_MESSAGES).map(handshakeBody) },
];

describe('MSG-1: the unions', () => {
  test.each(Object.values(PRESENTER_MESSAGES).map((message) => [message.type, message] as const))(
    'presenter’s %s comes back as it was',
    (_type, message) => {
      expect(decodePresenterMessage(encodeMessage(message))).toEqual({ ok: true, value: message });
    }
  );

  test.each(Object.values(ATTENDEE_MESSAGES).map((message) => [message.type, message] as const))(
    'attendee’s %s comes back as it was',
    (_type, message) => {
      expect(decodeAttendeeMessage(encodeMessage(message))).toEqual({ ok: true, value: message });
    }
  );

  test('hold the types that SPEC.md names, and no other', () => {
    const types = (schema: { options: ReadonlyArray<{ shape: { type: { value: string } } }> }) =>
      schema.options.map((option) => option.shape.type.value);
    expect(types(presenterMessageSchema)).toEqual([
      'session_start',
      'session_wait',
      'hand_lower',
      'direct_invite',
      'show_me',
      'do_it',
      'navigation',
      'clear_highlight',
      'mode_policy',
      'terminal_open',
      'terminal_close',
      'terminal_typing',
      'browser_open',
      'browser_close',
      'browser_driving',
      'stage_snapshot',
      'ping',
      'session_end',
    ]);
    expect(types(stageEventSchema)).toEqual([
      'show_me',
      'do_it',
      'navigation',
      'clear_highlight',
      'mode_policy',
      'terminal_open',
      'terminal_close',
      'browser_open',
      'browser_close',
      'session_end',
    ]);
    expect(types(attendeeMessageSchema)).toEqual([
      'attendee_join',
      'attendee_leave',
      'mode_change',
      'hand_raise',
      'receipt',
      'pong',
    ]);
    expect(types(handshakeMessageSchema)).toEqual(['hello', 'proof', 'refused']);
  });

  test('neither side takes the other’s messages', () => {
    for (const message of Object.values(ATTENDEE_MESSAGES)) {
      expect(decodePresenterMessage(encodeMessage(message)).ok).toBe(false);
    }
    for (const message of Object.values(PRESENTER_MESSAGES)) {
      expect(decodeAttendeeMessage(encodeMessage(message)).ok).toBe(false);
    }
  });
});

describe('MSG-5: what a later version may say', () => {
  test('a type that is not known is unsupported, by name', () => {
    expect(decodePresenterMessage(bodyOf({ type: 'draw', x: 1 }))).toEqual({
      ok: false,
      why: 'unsupported',
      type: 'draw',
    });
    expect(decodeAttendeeMessage(bodyOf({ type: 'vote' }))).toEqual({ ok: false, why: 'unsupported', type: 'vote' });
  });

  test('a known type with a wrong shape is malformed, as is one without a type or with an endless one', () => {
    for (const body of [{ type: 'ping' }, {}, { type: 7 }, { type: 'x'.repeat(41) }, null, 'ping', [], 1]) {
      expect(decodePresenterMessage(bodyOf(body))).toEqual({ ok: false, why: 'malformed' });
    }
  });

  test('fields that are not known are left out, also such as would change an object’s prototype', () => {
    const body = utf8ToBytes('{"type":"ping","seq":3,"people":2,"more":1,"__proto__":{"admin":true},"constructor":{}}');
    const decoded = decodePresenterMessage(body);
    expect(decoded).toEqual({ ok: true, value: { type: 'ping', seq: 3, people: 2 } });
    expect(decoded.ok && Object.keys(decoded.value)).toEqual(['type', 'seq', 'people']);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test('nothing is unsupported before the handshake', () => {
    expect(decodeHandshake(bodyOf({ type: 'hallo' }))).toEqual({ ok: false, why: 'malformed' });
  });
});

describe(`MSG-6: decoding never throws (seed ${SEED})`, () => {
  const decodesOrRefuses = (decode: (body: Uint8Array) => Decoded<unknown>, body: Uint8Array) => {
    const decoded = decode(body);
    expect(decoded.ok || decoded.why === 'malformed' || decoded.why === 'unsupported').toBe(true);
  };

  describe.each(UNIONS.map((union) => [union.name, union] as const))('%s messages', (_name, { decode, bodies }) => {
    test('from any bytes', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => decodesOrRefuses(decode, bytes)),
        { seed: SEED, numRuns: RUNS }
      );
    });

    test('from any JSON', () => {
      fc.assert(
        fc.property(fc.json({ maxDepth: 6 }), (json) => decodesOrRefuses(decode, utf8ToBytes(json))),
        { seed: SEED, numRuns: RUNS }
      );
    });

    test('from valid messages with bytes changed, cut and doubled', () => {
      const mutation = fc.record({
        body: fc.constantFrom(...bodies),
        edits: fc.array(fc.record({ at: fc.nat(600), byte: fc.integer({ min: 0, max: 255 }) }), { maxLength: 4 }),
        cut: fc.nat(600),
        doubled: fc.boolean(),
      });
      fc.assert(
        fc.property(mutation, ({ body, edits, cut, doubled }) => {
          const changed = body.slice();
          edits.forEach(({ at, byte }) => (changed[at % changed.length] = byte));
          const kept = cut < changed.length ? changed.subarray(0, cut) : changed;
          decodesOrRefuses(decode, doubled ? concatBytes(kept, kept) : kept);
        }),
        { seed: SEED, numRuns: RUNS }
      );
    });

    test('from valid messages with a field replaced by any value', () => {
      const decoded = bodies.map((body) => JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>);
      const replacement = fc.constantFrom(...decoded).chain((message) =>
        fc.record({
          message: fc.constant(message),
          field: fc.constantFrom(...Object.keys(message)),
          value: fc.oneof(fc.jsonValue(), fc.double(), fc.bigInt({ min: 0n, max: 1n << 70n }).map(Number)),
        })
      );
      fc.assert(
        fc.property(replacement, ({ message, field, value }) =>
          decodesOrRefuses(decode, bodyOf({ ...message, [field]: value }))
        ),
        { seed: SEED, numRuns: RUNS }
      );
    });

    test.each([
      ['arrays nested to the size of a frame', '['.repeat(60_000)],
      ['objects nested to the size of a frame', '{"a":'.repeat(12_000)],
      ['a number out of range', '{"type":"ping","seq":1e400}'],
      ['half a surrogate pair', '{"type":"\\ud800"}'],
      ['a byte order mark and nothing', '\ufeff'],
    ])('from %s', (_what, text) => {
      expect(decode(utf8ToBytes(text)).ok).toBe(false);
    });

    test('from bytes that are no UTF-8', () => {
      expect(decode(Uint8Array.of(0xc3, 0x28, 0xff, 0xfe)).ok).toBe(false);
    });
  });

  test('ENV-3: nor does parsing a frame', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(0, 1, 2),
        fc.nat(5),
        (bytes, kind, envelopeClass) => {
          const frame = concatBytes(Uint8Array.of(kind, 1, envelopeClass, 0), bytes);
          expect(['handshake', 'envelope', 'refused']).toContain(parseFrame(frame).kind);
          expect(['handshake', 'envelope', 'refused']).toContain(parseFrame(bytes).kind);
        }
      ),
      { seed: SEED, numRuns: RUNS }
    );
  });
});
