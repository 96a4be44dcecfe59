import fc from 'fast-check';
import { LIMITS } from './limits';
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  codeFromBytes,
  fingerprintFromDigest,
  fingerprintSchema,
  normaliseCode,
  parseInvitation,
  shareCodeSchema,
} from './shareCode';

const SEED = 20_261_121;
const FINGERPRINT = '0123456789ABCDEFGHJKMNPQR0';
const CODE = '7K3M9Q';

describe('CODE-1: the code', () => {
  test('has 32 characters, none of which looks like another', () => {
    expect(new Set(CODE_ALPHABET).size).toBe(32);
    expect([...'ILOU'].filter((char) => CODE_ALPHABET.includes(char))).toEqual([]);
  });

  test('is made from random bytes without a bias', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const [first] = codeFromBytes(new Uint8Array(CODE_LENGTH).fill(byte));
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join('')).toBe([...CODE_ALPHABET].sort().join(''));
    expect([...counts.values()].every((count) => count === 8)).toBe(true);
    expect(codeFromBytes(Uint8Array.of(0, 31, 32, 63, 10, 255, 1))).toBe('0Z0ZAZ');
  });

  test('is canonical in one form alone', () => {
    expect(shareCodeSchema.safeParse(CODE).success).toBe(true);
    for (const other of ['7k3m9q', '7K3M9', '7K3M9QQ', '7K3M9I', ' 7K3M9Q', '7K3M9Q\n', '7K3-M9Q', '']) {
      expect(shareCodeSchema.safeParse(other).success).toBe(false);
    }
  });
});

describe('CODE-2: a code as it is typed', () => {
  test.each([
    ['as it is shown', '7K3M9Q', '7K3M9Q'],
    ['in lower case', '7k3m9q', '7K3M9Q'],
    ['with blanks around and inside', '  7k3 m9q \n', '7K3M9Q'],
    ['with a no-break space', '7K3\u00a0M9Q', '7K3M9Q'],
    ['with a dash', '7K3-M9Q', '7K3M9Q'],
    ['with the dashes that phones make', '7K3–M9—Q', '7K3M9Q'],
    ['with a non-breaking hyphen', '7K3\u2011M9Q', '7K3M9Q'],
    ['with a full stop at the end', '7K3M9Q.', '7K3M9Q'],
    ['with invisible characters from a chat', '\ufeff7K3\u200bM9Q\u200e', '7K3M9Q'],
    ['with full-width characters', '７Ｋ３Ｍ９Ｑ', '7K3M9Q'],
    ['with I, L and O', 'iIlLoO', '111100'],
  ])('%s', (_how, typed, code) => {
    expect(normaliseCode(typed)).toBe(code);
    expect(parseInvitation(typed)).toEqual({ code, fingerprint: null });
  });

  test.each(['', '7K3M9', '7K3M9QX', '7K3M9U', '7K3M9!', 'see you tomorrow', '/join/', 'Ä7K3M9'])(
    '%j is no code',
    (typed) => {
      expect(parseInvitation(typed)).toBe('code-malformed');
    }
  );

  test(`whatever is typed gives a canonical code or none (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const code = normaliseCode(typed);
        expect(code === null || shareCodeSchema.safeParse(code).success).toBe(true);
      }),
      { seed: SEED, numRuns: 5_000 }
    );
  });
});

describe('CODE-3: a link as it is pasted', () => {
  const path = '/a/livesessions-guide-app/join';
  test.each([
    ['with a fingerprint', `https://grafana.example.com${path}/${CODE}/${FINGERPRINT}`, FINGERPRINT],
    ['under a sub-path on plain http', `http://ops.example.com/grafana${path}/${CODE}/${FINGERPRINT}`, FINGERPRINT],
    ['with a port', `http://localhost:3000${path}/${CODE}/${FINGERPRINT}`, FINGERPRINT],
    ['with a slash at the end', `http://localhost:3000${path}/${CODE}/${FINGERPRINT}/`, FINGERPRINT],
    ['with a query and a fragment', `http://x${path}/${CODE}/${FINGERPRINT}?orgId=1#top`, FINGERPRINT],
    ['in lower case', `http://x${path}/${CODE}/${FINGERPRINT}`.toLowerCase(), FINGERPRINT],
    ['in a sentence', `Join here: http://x${path}/${CODE}/${FINGERPRINT} now`, FINGERPRINT],
    ['at the end of a sentence', `We meet at http://x${path}/${CODE}/${FINGERPRINT}.`, FINGERPRINT],
    ['in angle brackets', `<http://x${path}/${CODE}/${FINGERPRINT}>`, FINGERPRINT],
    ['in brackets with a comma', `(http://x${path}/${CODE}/${FINGERPRINT}), then`, FINGERPRINT],
    ['over two lines', `Topic: Dashboards\nhttp://x${path}/${CODE}/${FINGERPRINT}\nSee you`, FINGERPRINT],
    ['with an invisible character at the end', `http://x${path}/${CODE}/${FINGERPRINT}\u200b`, FINGERPRINT],
    ['without a fingerprint', `http://x${path}/${CODE}`, null],
    ['without a fingerprint, with a slash', `http://x${path}/${CODE}/`, null],
    ['without a fingerprint, with a query', `http://x${path}/${CODE}?kiosk`, null],
    ['without a fingerprint, in quotes', `"http://x${path}/${CODE}"`, null],
    ['with an encoded blank', `http://x${path}/7K3%20M9Q`, null],
    ['as a path', `${path}/${CODE}/${FINGERPRINT}`, FINGERPRINT],
  ])('%s', (_how, typed, fingerprint) => {
    expect(parseInvitation(typed)).toEqual({ code: CODE, fingerprint });
  });

  test.each([
    ['one character lost', FINGERPRINT.slice(1)],
    ['one character too many', `${FINGERPRINT}0`],
    ['a character that is none', `${FINGERPRINT.slice(0, 25)}U`],
    ['punctuation inside', `${FINGERPRINT.slice(0, 12)}.${FINGERPRINT.slice(12)}`],
  ])('a damaged fingerprint (%s) is told, never taken for a bare code', (_how, fingerprint) => {
    expect(parseInvitation(`http://x${path}/${CODE}/${fingerprint}`)).toBe('fingerprint-malformed');
  });

  test('a damaged code in a link is told, also with a broken escape', () => {
    expect(parseInvitation(`http://x${path}/7K3M9/${FINGERPRINT}`)).toBe('code-malformed');
    expect(parseInvitation(`http://x${path}/%E0%A4%A/${FINGERPRINT}`)).toBe('code-malformed');
  });

  test(`never throws (seed ${SEED})`, () => {
    const parts = fc.constantFrom('/join/', CODE, FINGERPRINT, '/', '%', '%20', '\u0000', ' ', '?', '#', '\ud800', 'x');
    const typed = fc.array(parts, { maxLength: 12 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(typed, (text) => {
        const invitation = parseInvitation(text);
        if (typeof invitation !== 'string') {
          expect(shareCodeSchema.safeParse(invitation.code).success).toBe(true);
          expect(invitation.fingerprint === null || fingerprintSchema.safeParse(invitation.fingerprint).success).toBe(
            true
          );
        }
      }),
      { seed: SEED, numRuns: 5_000 }
    );
  });

  test('more than the bound is not read', () => {
    const link = `http://x${path}/${CODE}`;
    const most = LIMITS.codeInputLength;
    expect(parseInvitation(link.padEnd(most))).toEqual({ code: CODE, fingerprint: null });
    expect(parseInvitation(link.padEnd(most + 1))).toBe('code-malformed');
  });
});

describe('CODE-4: the fingerprint', () => {
  // 16 bytes are 25 groups of five bits and one of three, which is filled up with two zero bits on its right.
  test.each([
    ['only zeros', new Uint8Array(32), '0'.repeat(26)],
    ['only ones: the last group is 11100, W', new Uint8Array(32).fill(0xff), `${'Z'.repeat(25)}W`],
    ['the first bit: 10000, G', Uint8Array.of(0x80, ...new Uint8Array(31)), `G${'0'.repeat(25)}`],
    ['bit 5: the second group begins', Uint8Array.of(0x04, ...new Uint8Array(31)), `0G${'0'.repeat(24)}`],
    ['the last of 128 bits: 00100, 4', new Uint8Array(32).fill(1, 15, 16), `${'0'.repeat(25)}4`],
    ['bits behind the 128th say nothing', new Uint8Array(32).fill(0xff, 16), '0'.repeat(26)],
    [
      'eight groups in five bytes: 00000 00001 00010 00011 00100 00101 00110 00111',
      Uint8Array.of(0x00, 0x44, 0x32, 0x14, 0xc7, ...new Uint8Array(27)),
      `01234567${'0'.repeat(18)}`,
    ],
  ])('%s', (_what, digest, fingerprint) => {
    expect(fingerprintFromDigest(digest)).toBe(fingerprint);
    expect(fingerprintSchema.safeParse(fingerprint).success).toBe(true);
  });
});
