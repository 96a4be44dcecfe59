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

/** The question, and the beginning of what it is about. A newline at the end begins no line. */
export function pasteLines(text: string): { question: string; shown: string } {
  const lines = text.replace(/\n$/, '').split('\n');
  const question = lines.length === 1 ? 'Paste a line with its end?' : `Paste ${lines.length} lines?`;
  return { question, shown: lines.slice(0, 8).join('\n') + (lines.length > 8 ? '\n…' : '') };
}
