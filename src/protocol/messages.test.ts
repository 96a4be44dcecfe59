import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import {
  attendeeMessageSchema,
  handshakeMessageSchema,
  personNameSchema,
  positionSchema,
  presenterMessageSchema,
  routeRefSchema,
  stepRefSchema,
} from './messages';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('REF-4: a page of Grafana', () => {
  test.each(['/', '/explore', '/d/abc?var-host=a&from=now-1h', '/d/%C3%A4', '/a/app/page#section', '/d/ä'])(
    '%s is one',
    (path) => {
      expect(takes(routeRefSchema, { path })).toBe(true);
    }
  );

  test.each([
    '',
    'explore',
    '//evil.example.com',
    '/\\evil.example.com',
    '/d/\\..\\x',
    'https://evil.example.com/',
    'javascript:alert(1)',
    '/explore\n',
    '/ex plore',
    '/a\u0000b',
    '/\t/evil.example.com',
    ' /explore',
    '/a\u2028b',
  ])('%j is none', (path) => {
    expect(takes(routeRefSchema, { path })).toBe(false);
  });
});

describe('REF-1: a step', () => {
  const step = PRESENTER_MESSAGES.show_me.step;
  test.each([
    ['an empty guide', { guideId: '' }],
    ['an empty step', { stepId: '' }],
    ['a hash in upper case', { stepHash: 'AB'.repeat(32) }],
    ['a hash too short', { stepHash: 'ab'.repeat(31) }],
    ['a hash too long', { stepHash: 'ab'.repeat(33) }],
    ['a hash and a line end', { stepHash: `${'ab'.repeat(32)}\n` }],
  ])('%s names none', (_what, changes) => {
    expect(takes(stepRefSchema, step)).toBe(true);
    expect(takes(stepRefSchema, { ...step, ...changes })).toBe(false);
  });
});

describe('MSG-2: numbers', () => {
  test.each([0, 1, 0xffffffff])('%d is a seq', (seq) => {
    expect(takes(positionSchema, { epoch: seq, seq })).toBe(true);
  });

  test.each([-1, 0.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY, '1', null, 1n])('%p is none', (seq) => {
    expect(takes(positionSchema, { epoch: 1, seq })).toBe(false);
    expect(takes(positionSchema, { epoch: seq, seq: 1 })).toBe(false);
  });

  test.each([
    [[], false],
    [[0], false],
    [[1, 255], true],
    [[256], false],
    [[1.5], false],
  ])('offered versions %j: %s', (versions, taken) => {
    expect(takes(handshakeMessageSchema, { ...HANDSHAKE_MESSAGES.hello, versions })).toBe(taken);
  });
});

describe('MSG-1: every field is needed, and every one is checked', () => {
  const cases = [
    ...Object.values(PRESENTER_MESSAGES).map((message) => [message.type, presenterMessageSchema, message] as const),
    ...Object.values(ATTENDEE_MESSAGES).map((message) => [message.type, attendeeMessageSchema, message] as const),
    ...Object.values(HANDSHAKE_MESSAGES).map((message) => [message.type, handshakeMessageSchema, message] as const),
  ];
  const OPTIONAL = new Set(['detail', 'route', 'following']);

  test.each(cases)('%s', (_type, schema, message) => {
    expect(takes(schema, message)).toBe(true);
    for (const field of Object.keys(message)) {
      const without: Record<string, unknown> = { ...message };
      delete without[field];
      expect([field, takes(schema, without)]).toEqual([field, OPTIONAL.has(field)]);
      expect([field, takes(schema, { ...message, [field]: { not: 'this' } })]).toEqual([field, false]);
    }
  });
});

test('MSG-3: names are clean when they have been decoded', () => {
  const join = { ...ATTENDEE_MESSAGES.attendee_join, name: '\u202eAda\u0000  Lovelace ' };
  const parsed = attendeeMessageSchema.parse(join);
  expect(parsed.type === 'attendee_join' && parsed.name).toBe('Ada Lovelace');
  expect(takes(attendeeMessageSchema, { ...join, name: '\u200b' })).toBe(false);
  expect(personNameSchema.parse('Ada')).toBe('Ada');
});
