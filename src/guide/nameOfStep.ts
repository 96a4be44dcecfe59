/** A step in a few words, for sentences about it. */
import { safeNodes } from './markdown';
import type { GuideStep } from './model';

/** Characters; enough to tell it from its neighbours, short enough for one line or two. */
const LENGTH = 80;

/** Its own words as plain text, to the end of the first sentence where that is short; its id where it has none. */
export function nameOfStep({ content, tooltip, id }: Pick<GuideStep, 'content' | 'tooltip' | 'id'>): string {
  const said = [content, tooltip].map(plain).find((text) => text !== '') ?? id;
  const [sentence] = /^.+?[.!?](?=\s|$)/.exec(said) ?? [said];
  const name = sentence.replace(/[.]$/, '');
  return name.length > LENGTH ? `${name.slice(0, LENGTH - 1).trimEnd()}…` : name;
}

function plain(markdown: string): string {
  return (safeNodes(markdown)?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
