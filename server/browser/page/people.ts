/** People as the page shows them: a colour, an initial, what they are here. */
import type { BrowserUser } from '../../../src/protocol/browserApi';
import { make } from '../../page/dom';
import { mayDrive, type Room } from './room';

const COLOURS = 8;

/**
 * The same on every page, as long as the same people are there: by their ids, and the next one that is free where two would
 * have the same.
 */
export function colourOf({ id }: Pick<BrowserUser, 'id'>, users: readonly BrowserUser[]): number {
  const taken = new Map<string, number>();
  const inOrder = [...users].sort((one, other) => one.joinedAt - other.joinedAt || (one.id < other.id ? -1 : 1));
  for (const user of inOrder) {
    const wanted = Number.parseInt(user.id.slice(0, 4), 16) % COLOURS;
    const used = new Set(taken.values());
    const free = [...Array(COLOURS).keys()].map((step) => (wanted + step) % COLOURS).find((each) => !used.has(each));
    taken.set(user.id, free ?? wanted);
  }
  return taken.get(id) ?? 0;
}

export function chip(user: BrowserUser, { users, you }: Pick<Room, 'users' | 'you'>): HTMLElement {
  const { id, name } = user;
  const isYou = id === you;
  // Guests are told apart by their numbers.
  const [initial = '?'] = [...name.replace(/^Guest (?=\d)/, '')];
  const element = make('span', {
    class: `chip colour-${colourOf(user, users)}${isYou ? ' you' : ''}`,
    text: initial.toUpperCase(),
    title: isYou ? `${name} (you)` : name,
  });
  element.dataset.name = name;
  return element;
}

export function roleWords(room: Room, { id, isCreator }: BrowserUser): string {
  if (room.asking.includes(id)) {
    return 'Asks for control';
  }
  const does = mayDrive({ ...room, you: id }) ? 'drives' : 'watches';
  return isCreator
    ? `${room.endsWhenIdle ? 'Created it' : 'Presents'}, ${does}`
    : does === 'drives'
      ? 'Drives'
      : 'Watches';
}
