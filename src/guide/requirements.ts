/** A step's conditions in words for the reader; a new word of the format is a new row. Pure. */

const WORDS = new Map<string, (argument: string) => string>([
  ['exists-reftarget', () => 'The element of this step is not on this page yet.'],
  ['on-page', (page) => `Go to the page ${page} first.`],
  ['navmenu-open', () => 'Open the main menu first.'],
  ['is-admin', () => 'This needs an administrator.'],
  ['has-datasource', (name) => `This needs a data source ${name}.`],
  ['section-completed', (section) => `Complete the section ${section} first.`],
]);

/** One sentence that says what to do or what is lacking. */
export function explainCondition(condition: string): string {
  const [, word, argument] = /^([^:]*):?(.*)$/s.exec(condition) ?? [];
  return WORDS.get(word)?.(argument) ?? `This needs: ${condition}.`;
}
