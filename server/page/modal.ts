/** A dialog in front of all of the page; the browser keeps the focus in it and gives it back. */
import { iconButton, make } from './dom';

export interface Modal {
  element: HTMLDialogElement;
  close(): void;
}

let count = 0;

/** @param place is in full screen where anything is, so that the dialog is seen there, too */
export function openModal(place: HTMLElement, title: string, children: Array<Node | null>, testId?: string): Modal {
  count += 1;
  const id = `modal-${count}`;
  const heading = make('h2', { text: title, more: { id } });
  const element = make('dialog', { class: 'modal', testId, more: { 'aria-labelledby': id } }, [
    make('div', { class: 'modal-head' }, [heading, iconButton('close', 'Close', () => element.close())]),
    ...children,
  ]);
  element.addEventListener('close', () => element.remove());
  element.addEventListener('click', ({ target }) => target === element && element.close());
  place.append(element);
  element.showModal();
  return { element, close: () => element.close() };
}
