/** A key of the page's own, beside a phone's keyboard. */
import { make } from './dom';

export function phoneKey(label: string, act: () => void, content?: Node): HTMLButtonElement {
  const button = make('button', { class: 'key', type: 'button', label });
  button.append(content ?? document.createTextNode(label));
  // Whatever has the focus keeps it, and with it the phone's keyboard stays.
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('click', act);
  return button;
}
