/** What is asked before somebody is in: a name, an address to start with, a share code, the server's key. */
import { BROWSER_WIRE_LIMITS as LIMITS } from '../../../src/protocol/browserApi';
import { make } from '../../page/dom';

export interface EnterCalls {
  create(name: string, startUrl: string): void;
  join(name: string, code: string): void;
  useKey(key: string): void;
  /** Away from one code, to all that can be done here. */
  start(): void;
}

let count = 0;

function labelled(label: string, field: HTMLInputElement, hint = ''): HTMLElement {
  count += 1;
  field.id = `field-${count}`;
  return make('div', { class: 'labelled' }, [
    make('label', { text: label, more: { for: field.id } }),
    field,
    hint === '' ? null : make('span', { class: 'hint', text: hint }),
  ]);
}

function nameField(name: string): HTMLInputElement {
  return make('input', {
    class: 'field',
    type: 'text',
    value: name,
    maxLength: LIMITS.nameLength,
    placeholder: 'Ada',
    testId: 'browser-name',
    more: { autocomplete: 'nickname' },
  });
}

const problemLine = (problem: string) =>
  problem === '' ? null : make('p', { class: 'problem', role: 'alert', text: problem, testId: 'browser-problem' });

const submit = (text: string, testId: string, isMain: boolean) =>
  make('button', { class: isMain ? 'button primary' : 'button', type: 'submit', text, testId });

function form(className: string, act: () => void, children: Array<Node | null>): HTMLFormElement {
  const element = make('form', { class: className }, children);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    act();
  });
  return element;
}

/** Start one, or join one. */
export function startForm(
  calls: EnterCalls,
  { name, startUrl, code: typedCode }: { name: string; startUrl: string; code: string | null },
  problem: string
): HTMLElement {
  const nameInput = nameField(name);
  const url = make('input', {
    class: 'field',
    type: 'text',
    value: startUrl,
    maxLength: LIMITS.urlLength,
    placeholder: 'https://example.com',
    testId: 'browser-start-url',
    more: { inputmode: 'url', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' },
  });
  const code = make('input', {
    class: 'field code-field',
    type: 'text',
    value: typedCode ?? '',
    maxLength: 200,
    label: 'Share code',
    placeholder: 'Share code',
    testId: 'browser-code-input',
    more: { autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false' },
  });
  const card = make('div', { class: 'card enter', testId: 'browser-start' }, [
    make('span', { class: 'mark large' }),
    make('h1', { text: 'Shared browser' }),
    make('p', { text: 'One browser that several people see and use at the same time.' }),
    problemLine(problem),
    labelled('Your name', nameInput, 'Others see it.'),
    form('stack', () => calls.create(nameInput.value, url.value), [
      labelled('Start at (optional)', url),
      submit('Start a browser', 'browser-create', true),
    ]),
    make('div', { class: 'or' }, [make('span', { text: 'or join one' })]),
    form('row', () => calls.join(nameInput.value, code.value), [code, submit('Join', 'browser-join', false)]),
  ]);
  focusSoon(typedCode !== null ? code : name === '' ? nameInput : url);
  return card;
}

/** For who opened a link. */
export function joinForm(calls: EnterCalls, name: string, code: string, problem: string): HTMLElement {
  const nameInput = nameField(name);
  focusSoon(nameInput);
  return form('card enter', () => calls.join(nameInput.value, code), [
    make('span', { class: 'mark large' }),
    make('h1', { text: 'Join the shared browser' }),
    make('p', {}, [
      make('span', { text: 'Share code ' }),
      make('span', { class: 'code', text: code, testId: 'browser-join-code' }),
    ]),
    problemLine(problem),
    labelled('Your name', nameInput, 'Others see it.'),
    make('div', { class: 'row' }, [
      submit('Join', 'browser-join', true),
      make('button', { class: 'button quiet', type: 'button', text: 'Use another code', onclick: calls.start }),
    ]),
  ]);
}

/** The server gives browsers to those with its key alone. */
export function keyForm(calls: EnterCalls, problem: string): HTMLElement {
  const field = make('input', {
    class: 'field',
    type: 'password',
    testId: 'browser-key',
    more: { autocomplete: 'off' },
  });
  focusSoon(field);
  return form('card enter', () => calls.useKey(field.value.trim()), [
    make('span', { class: 'mark large' }),
    make('h1', { text: 'This server has a key' }),
    make('p', { text: 'Whoever runs the session server has it (API_KEY). To join a browser no key is needed.' }),
    problemLine(problem),
    labelled('Key of the server', field),
    make('div', { class: 'row' }, [
      submit('Start a browser', 'browser-use-key', true),
      make('button', { class: 'button quiet', type: 'button', text: 'Back', onclick: calls.start }),
    ]),
  ]);
}

/** Something takes a while. */
export function waitingCard(title: string, text: string, cancel: (() => void) | null): HTMLElement {
  return make('div', { class: 'card enter waiting', role: 'status', testId: 'browser-waiting' }, [
    make('span', { class: 'spinner', more: { 'aria-hidden': 'true' } }),
    make('h1', { text: title }),
    make('p', { text }),
    cancel && make('button', { class: 'button', type: 'button', text: 'Cancel', onclick: cancel }),
  ]);
}

export const openingCard = () => waitingCard('Opening the browser', 'Its picture comes in a moment.', null);

/** It is over; says why, and what to do next. */
export function overCard(
  [title, text]: readonly [string, string],
  next: Array<{ text: string; testId: string; act(): void }>,
  testId = 'browser-over'
): HTMLElement {
  const buttons = next.map((each, index) =>
    make('button', {
      class: index === 0 ? 'button primary' : 'button',
      type: 'button',
      text: each.text,
      testId: each.testId,
      onclick: each.act,
    })
  );
  if (buttons[0]) {
    focusSoon(buttons[0]);
  }
  return make('div', { class: 'card enter over', role: 'alertdialog', label: title, testId }, [
    make('h1', { text: title }),
    make('p', { text }),
    make('div', { class: 'row' }, buttons),
  ]);
}

/** Once it is on the page. */
function focusSoon(element: HTMLElement): void {
  queueMicrotask(() => element.focus());
}
