/** CSS text from arbitrary strings. Pure. */

/** A CSS string in double quotes that means exactly `value`. */
export function quoteCss(value: string): string {
  const escaped = value
    .replace(/["\\]/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f]/g, (char) => `\\${(char.charCodeAt(0) || 0xfffd).toString(16)} `);
  return `"${escaped}"`;
}
