import fc from 'fast-check';
import { attendeeMessageSchema, personNameSchema, sessionNameSchema } from './messages';
import { LIMITS } from './limits';
import { cleanText, fitText } from './text';

const SEED = 20_261_120;

describe('MSG-3: text that people see', () => {
  test.each([
    ['a right-to-left override', 'Ada\u202eecila', 'Adaecila'],
    ['bidirectional isolates and marks', '\u2066Ada\u2069\u200e\u200f\u061c', 'Ada'],
    ['zero-width characters', 'A\u200bd\u200c\u200da\u2060\ufeff', 'Ada'],
    ['soft hyphens and combining grapheme joiners', 'A\u00add\u034fa', 'Ada'],
    ['tag characters outside the first plane', 'Ada\u{e0041}\u{e007f}', 'Ada'],
    ['a variation selector behind a letter', 'Ada\ufe0f', 'Ada'],
  ])('loses %s', (_what, typed, clean) => {
    expect(cleanText(typed)).toBe(clean);
  });

  test.each([
    ['control characters become one blank', 'Ada\u0000\u0007\u001b\u0085Lovelace', 'Ada Lovelace'],
    ['line ends become one blank', 'Ada\r\n\u2028\u2029Lovelace', 'Ada Lovelace'],
    ['blanks left by what was taken out become one', 'Ada \u200b Lovelace', 'Ada Lovelace'],
    ['ends are trimmed', ' \t Ada \n', 'Ada'],
    ['composed and decomposed spelling are the same', 'Ame\u0301lie', 'Am\u00e9lie'],
    ['so are they with something invisible in between', 'Ame\u200b\u0301lie', 'Am\u00e9lie'],
    ['an emoji keeps its colour', 'Ada \u2764\ufe0f', 'Ada \u2764\ufe0f'],
    ['scripts of the world stay', '阿达 Ада आडा عدا', '阿达 Ада आडा عدا'],
  ])('%s', (_what, typed, clean) => {
    expect(cleanText(typed)).toBe(clean);
  });

  test('piled-up combining marks stay, within the bound', () => {
    const piled = `A${'\u0337\u0321'.repeat(10)}`;
    expect(cleanText(piled).length).toBe(piled.length);
    expect(personNameSchema.safeParse(`A${'\u0337'.repeat(LIMITS.nameLength)}`).success).toBe(false);
  });

  test.each(['', '   ', '\u200b', '\u202e\u202c', '\u3164', '\u115f\u1160', '\ufe0f', '\u0000'])(
    'a name of nothing visible (%j) is empty',
    (typed) => {
      expect(personNameSchema.safeParse(typed).success).toBe(false);
    }
  );

  test(`MSG-4: what was cleaned is within the bounds and stays as it is when cleaned again (seed ${SEED})`, () => {
    const names = fc.string({ unit: 'binary', maxLength: LIMITS.sessionNameLength });
    const invisible = fc.array(
      fc.constantFrom('\u200b', '\u0301', 'e', ' ', '\u202e', '\ufe0f', '\u2764', '\n', '\ufb2c', '\u0958', '\ud800'),
      { maxLength: LIMITS.sessionNameLength }
    );
    fc.assert(
      fc.property(
        fc.oneof(
          names,
          invisible.map((chars) => chars.join(''))
        ),
        (typed) => {
          const clean = cleanText(typed);
          expect(cleanText(clean)).toBe(clean);
          const parsed = sessionNameSchema.safeParse(typed);
          if (parsed.success) {
            expect(sessionNameSchema.safeParse(parsed.data)).toEqual(parsed);
          }
        }
      ),
      { seed: SEED, numRuns: 5_000 }
    );
  });

  test('MSG-4: a name that grows over its bound when composed is refused by who sends it, not by who receives it', () => {
    const grows = '\ufb2c'.repeat(LIMITS.nameLength);
    expect(cleanText(grows).length).toBe(3 * LIMITS.nameLength);
    expect(personNameSchema.safeParse(grows).success).toBe(false);
    expect(personNameSchema.safeParse('\ufb2c'.repeat(LIMITS.nameLength / 3)).success).toBe(true);
  });

  test.each([
    'x'.repeat(1_000),
    '\ufb2c'.repeat(200),
    `${'x'.repeat(299)} and more`,
    '\u{1f600}'.repeat(200),
    ' short ',
  ])('MSG-4: a text that is cut to a limit is within it at the receiver, and stays as it is (%#)', (detail) => {
    const fitting = fitText(detail, LIMITS.detailLength);
    const receipt = { type: 'receipt', receipts: [{ of: { epoch: 1, seq: 1 }, outcome: 'failed', detail: fitting }] };
    expect(attendeeMessageSchema.parse(receipt)).toEqual(receipt);
    expect(fitText(fitting, LIMITS.detailLength)).toBe(fitting);
  });
});
