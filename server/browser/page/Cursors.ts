/** Where the others point, with their names. */
import type { BrowserUser } from '../../../src/protocol/browserApi';
import { icon, make } from '../../page/dom';
import { colourOf } from './people';
import type { Place, Size } from './pointer';

/** A pointer that rests so long loses its name, which covers something, in milliseconds. */
const RESTS = 6000;

export class Cursors {
  readonly element = make('div', { class: 'cursors', more: { 'aria-hidden': 'true' } });
  private readonly shown = new Map<string, { element: HTMLElement; resting: number }>();

  show(user: BrowserUser, users: readonly BrowserUser[], at: Place | null, picture: Size): void {
    if (!at) {
      this.drop(user.id);
      return;
    }
    const cursor = this.shown.get(user.id) ?? this.add(user, users);
    const { element } = cursor;
    element.style.left = `${(at.x / picture.width) * 100}%`;
    element.style.top = `${(at.y / picture.height) * 100}%`;
    element.classList.remove('rests');
    window.clearTimeout(cursor.resting);
    cursor.resting = window.setTimeout(() => element.classList.add('rests'), RESTS);
  }

  /** Those who are gone point nowhere. */
  keep(users: readonly BrowserUser[]): void {
    [...this.shown.keys()].filter((id) => !users.some((user) => user.id === id)).forEach((id) => this.drop(id));
  }

  private add(user: BrowserUser, users: readonly BrowserUser[]) {
    const { id, name } = user;
    const colour = colourOf(user, users);
    const element = make('div', { class: `cursor colour-text-${colour}`, testId: 'browser-cursor' }, [
      icon('pointer'),
      make('span', { class: `colour-${colour}`, text: name }),
    ]);
    element.dataset.name = name;
    const cursor = { element, resting: 0 };
    this.shown.set(id, cursor);
    this.element.append(element);
    return cursor;
  }

  private drop(id: string): void {
    const cursor = this.shown.get(id);
    if (cursor) {
      window.clearTimeout(cursor.resting);
      cursor.element.remove();
      this.shown.delete(id);
    }
  }
}
