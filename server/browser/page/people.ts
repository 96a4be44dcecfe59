/** People as the page shows them: a colour, an initial, what they are here. */
import type { BrowserUser } from '../../../src/protocol/browserApi';
import { make } from '../../page/dom';
import { mayDrive, type Room } from './room';

const COLOURS = 8;

/** The same on every page. */
export const colourOf = (userId: string) => Number.parseInt(userId.slice(0, 4), 16) % COLOURS;

export function chip({ id, name }: BrowserUser, isYou: boolean, tag: 'li' | 'span' = 'li'): HTMLElement {
  // Guests are told apart by their numbers.
  const [initial = '?'] = [...name.replace(/^Guest (?=\d)/, '')];
  const element = make(tag, {
    class: `chip colour-${colourOf(id)}${isYou ? ' you' : ''}`,
    text: initial.toUpperCase(),
    title: isYou ? `${name} (you)` : name,
  });
  element.dataset.name = name;
  return element;
}

export function roleWords(room: Room, { id, isCreator }: BrowserUser): string {
  const does = mayDrive({ ...room, you: id }) ? 'drives' : 'watches';
  return isCreator ? `Created it, ${does}` : does === 'drives' ? 'Drives' : 'Watches';
}
