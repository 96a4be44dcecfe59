/**
 * Text that people see and others typed: control characters and everything without a glyph (bidirectional overrides,
 * joiners, fillers, tags) are taken out, runs of blanks become one, ends are trimmed. Stops names that impersonate others, look
 * empty or turn the line around (Unicode TR 36, 3.2). A variation selector stays behind the emoji that it colours.
 * Idempotent: every receiver may clean again. The result can be longer than the value, since NFC takes some characters apart.
 */
export function cleanText(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/(?<!\p{Emoji})[\ufe0e\ufe0f]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/ {2,}/g, ' ')
    .normalize('NFC')
    .trim();
}

/** A text of our own as its receivers will have it, cut to the characters (UTF-16 units) that they take. */
export function fitText(value: string, max: number): string {
  return cleanText(value).slice(0, max).trimEnd();
}
