/** What a paste puts into a shell, and when it is asked about first. */

/** Without the escapes with which a text could end a bracketed paste early and be run. */
export function pasteable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '');
}

/**
 * Whether a shell would run lines of it as soon as they are there.
 * @param brackets whether the program in the terminal takes pastes as such (bracketed paste)
 */
export const needsAsking = (text: string, brackets: boolean) => text.includes('\n') && !brackets;

/** Its beginning, for the question. */
export function pasteLines(text: string): { count: number; shown: string } {
  const lines = text.split('\n');
  return { count: lines.length, shown: lines.slice(0, 8).join('\n') + (lines.length > 8 ? '\n…' : '') };
}
