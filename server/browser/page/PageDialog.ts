/** What a page over there asks (alert, confirm, prompt), told as its words and not as this page's. */
import { BROWSER_WIRE_LIMITS as LIMITS } from '../../../src/protocol/browserApi';
import type { Dialog } from '../../../src/protocol/browserWire';
import { make } from '../../page/dom';

const LEAVING = 'Leave this page? What was typed there may be lost.';

/** @param isAsked whether this user answers it; the others see it */
export function pageDialog(
  dialog: Dialog,
  host: string,
  isAsked: boolean,
  answer: (accept: boolean, text: string) => void
): HTMLElement {
  const isLeaving = dialog.kind === 'beforeunload';
  const title = isLeaving ? 'Leave the page?' : `${host || 'The page'} says`;
  const field =
    dialog.kind === 'prompt'
      ? make('input', {
          class: 'field',
          type: 'text',
          label: 'Answer',
          value: dialog.text,
          maxLength: LIMITS.textLength,
          testId: 'browser-dialog-text',
        })
      : null;
  const accept = make('button', {
    class: 'button primary',
    type: 'submit',
    text: isLeaving ? 'Leave' : 'OK',
    testId: 'browser-dialog-ok',
  });
  const refuse =
    dialog.kind === 'alert'
      ? null
      : make('button', {
          class: 'button',
          type: 'button',
          text: isLeaving ? 'Stay' : 'Cancel',
          testId: 'browser-dialog-cancel',
          onclick: () => answer(false, ''),
        });
  const form = make('form', {}, [
    make('h2', { text: title }),
    make('p', { class: 'page-words', text: isLeaving ? LEAVING : dialog.message }),
    ...(isAsked ? [field, make('div', { class: 'row end' }, [refuse, accept])] : []),
    isAsked ? null : make('p', { class: 'hint', text: 'Who drives answers it.' }),
  ]);
  const card = make('div', { class: 'card page-dialog', role: 'alertdialog', label: title, testId: 'browser-dialog' }, [
    form,
  ]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answer(true, field?.value ?? '');
  });
  card.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') {
      answer(dialog.kind === 'alert', '');
    }
  });
  if (isAsked) {
    queueMicrotask(() => {
      (field ?? accept).focus();
      field?.select();
    });
  }
  return card;
}
