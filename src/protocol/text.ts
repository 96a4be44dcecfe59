/**
 * Text that people see and others typed: control characters and bidirectional overrides are taken out, runs of
 * blanks become one, ends are trimmed. Stops names that impersonate others or turn the line around (Unicode TR 36, 3.2).
 */
export function cleanText(value: string): string {
  return value
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
