/** The page's own dialogs: handing on the code, and what is asked before something that cannot be taken back. */
import { icon, make } from '../../page/dom';
import { openModal } from '../../page/modal';

/** @param copy resolves with whether it is in the clipboard */
export function shareDialog(
  place: HTMLElement,
  code: string,
  link: string,
  isNew: boolean,
  copy: (text: string) => Promise<boolean>
): void {
  const line = (label: string, text: string, testId: string, isCode: boolean) => {
    const field = make('input', {
      class: isCode ? 'field share-code' : 'field',
      type: 'text',
      label,
      value: text,
      testId,
      more: { readonly: '' },
    });
    field.addEventListener('focus', () => field.select());
    const said = make('span', { text: 'Copy' });
    const button = make(
      'button',
      {
        class: isCode ? 'button' : 'button primary',
        type: 'button',
        label: `Copy ${label.toLowerCase()}`,
        testId: `${testId}-copy`,
      },
      [icon('copy'), said]
    );
    button.addEventListener('click', () => {
      void copy(text).then((isCopied) => {
        field.select();
        said.textContent = isCopied ? 'Copied' : 'Press Ctrl+C';
        button.querySelector('svg')?.replaceWith(icon(isCopied ? 'check' : 'copy'));
        status.textContent = isCopied ? `${label} copied` : 'The browser does not let the page copy. Press Ctrl+C.';
      });
    });
    return make('div', { class: 'labelled' }, [
      make('span', { class: 'label', text: label }),
      make('div', { class: 'row' }, [field, button]),
    ]);
  };
  const status = make('p', { class: 'hint', role: 'status', testId: 'browser-share-status' });
  const { element } = openModal(
    place,
    isNew ? 'Your browser is ready' : 'Share this browser',
    [
      make('p', {
        text: 'Whoever has the code or the link can join and watch. To drive, they are given control or ask for it.',
      }),
      line('Share code', code, 'browser-share-code', true),
      line('Link', link, 'browser-share-link', false),
      status,
    ],
    'browser-share'
  );
  element.querySelector<HTMLElement>('[data-testid="browser-share-link-copy"]')?.focus();
}

export function confirmDialog(
  place: HTMLElement,
  { title, text, action }: { title: string; text: string; action: string },
  act: () => void
): void {
  const modal = openModal(
    place,
    title,
    [
      make('p', { text }),
      make('div', { class: 'row end' }, [
        make('button', { class: 'button', type: 'button', text: 'Cancel', onclick: () => modal.close() }),
        make('button', {
          class: 'button danger',
          type: 'button',
          text: action,
          testId: 'browser-confirm',
          onclick: () => {
            modal.close();
            act();
          },
        }),
      ]),
    ],
    'browser-confirm-dialog'
  );
}
