/** Words that style alone draws on an element: they are in no text of the page. */
import { collapse } from './naming';

/** Elements in one control that are looked at. */
const MOST_PARTS = 20;

/** Of what stands before and after the element and its parts; what holds no letter, such as an icon font's sign, is left out. */
export function drawnText(element: Element): string {
  const parts = [element, ...Array.from(element.querySelectorAll('*')).slice(0, MOST_PARTS)];
  const words = parts.flatMap((part) => ['::before', '::after'].map((side) => contentOf(part, side)));
  return collapse(words.filter((text) => /\p{L}/u.test(text)).join(' '));
}

/** The strings of a computed `content`, such as `"Delete" / "alternative"`; counters and pictures are no words. */
function contentOf(element: Element, side: string): string {
  const { content } = getComputedStyle(element, side);
  const strings = [...content.matchAll(/"((?:[^"\\]|\\[^])*)"/g)];
  return strings.map(([, text]) => text.replace(/\\([^])/g, '$1')).join(' ');
}
