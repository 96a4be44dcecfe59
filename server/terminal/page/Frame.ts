/** What is around the terminal: head, people, notices, search, the phone's keys. Draws what it is given, and calls back. */
import type { Access, Person } from '../../../src/protocol/terminalWire';
import { pasteLines } from '../../../src/terminal/pasting';
import type { Theme } from '../../../src/terminal/themes';
import type { ConnectionState } from './Connection';
import { icon, iconButton, make } from '../../page/dom';
import { Menu } from './Menu';
import { PhoneKeys, type PhoneCalls } from './phoneKeys';
import { SearchBar, type SearchCalls } from './SearchBar';

export interface FrameCalls extends SearchCalls, PhoneCalls {
  copyLink(): void;
  copyReadLink(): void;
  fullScreen(): void;
  takeSize(): void;
  startAnew(): void;
  openAnyway(): void;
  useKey(key: string): void;
  rename(name: string): void;
  changeFont(by: number): void;
  changeTheme(): void;
  copySelection(): void;
}

const PEOPLE_SHOWN = 5;
const STATES = {
  connecting: 'Connecting',
  live: 'Live',
  away: 'Reconnecting',
  key: 'Locked',
  led: 'Not open',
  ended: 'Ended',
} as const;
const ENDED = {
  exited: ['The shell has ended', 'Somebody left it with exit, or it was killed.'],
  gone: ['The shell has ended', 'Nobody was connected for a while, so it was ended with everything that ran in it.'],
  closed: ['The terminal was stopped', 'Its server was stopped or started again, and its shells ended with it.'],
  full: ['There is no room', 'This terminal has as many people or shells as it takes. Try again in a while.'],
} as const;

export class PageFrame {
  readonly screen = make('div', { class: 'screen', testId: 'terminal-screen' });
  readonly search: SearchBar;
  private readonly state = make('span', { class: 'state', testId: 'terminal-state', role: 'status' });
  private readonly title = make('span', { class: 'title', testId: 'terminal-title' });
  private readonly people = make('ul', { class: 'people', testId: 'terminal-people', label: 'People here' });
  private readonly size = make('span', { class: 'size', testId: 'terminal-size' });
  private readonly take: HTMLButtonElement;
  private readonly banner = make('div', { class: 'banner', role: 'status' });
  private readonly notice = make('div', { class: 'notice', role: 'status', testId: 'terminal-notice' });
  private readonly cover = make('div', { class: 'cover' });
  private readonly menu: Menu;
  readonly phoneKeys: PhoneKeys;
  private hiding = 0;

  constructor(
    root: HTMLElement,
    private readonly calls: FrameCalls,
    name: string
  ) {
    this.search = new SearchBar(calls);
    this.menu = new Menu(calls, name);
    this.phoneKeys = new PhoneKeys(calls);
    this.take = make('button', {
      class: 'text-button',
      type: 'button',
      text: 'Use my size',
      testId: 'terminal-take-size',
      onclick: calls.takeSize,
    });
    const share = make(
      'button',
      { class: 'button primary', type: 'button', testId: 'terminal-copy-link', onclick: calls.copyLink },
      [icon('link'), make('span', { text: 'Copy link' })]
    );
    const head = make('header', { class: 'head' }, [
      make('span', { class: 'mark' }),
      make('h1', { text: 'Shared terminal' }),
      this.title,
      make('span', { class: 'space' }),
      this.state,
      this.people,
      iconButton('search', 'Search (Ctrl+Shift+F)', () => this.search.open(), 'terminal-search'),
      iconButton('full', 'Full screen', calls.fullScreen, 'terminal-full-screen'),
      share,
      this.menu.element,
    ]);
    const foot = make('footer', { class: 'foot' }, [this.size, this.take]);
    root.append(
      head,
      this.banner,
      make('div', { class: 'stage' }, [this.screen, this.search.element, this.cover, this.notice]),
      this.phoneKeys.element,
      foot
    );
    this.showPeople([], null, null);
  }

  showState(state: ConnectionState): void {
    document.documentElement.dataset.state = state.kind;
    this.state.dataset.state = state.kind;
    this.state.textContent = state.kind === 'live' && state.access === 'read' ? 'Live, read only' : STATES[state.kind];
    this.banner.textContent =
      state.kind === 'away' ? 'The connection is lost. What you type is kept and sent when it is back.' : '';
    this.menu.showAccess('access' in state ? state.access : 'read');
    // Not hidden before it is known: the terminal would be measured anew.
    this.phoneKeys.element.hidden = 'access' in state && state.access === 'read';
    const hadFocus = this.cover.contains(document.activeElement);
    this.cover.replaceChildren();
    if (state.kind === 'ended') {
      this.coverEnded(state);
    } else if (state.kind === 'key') {
      this.coverKey(state.wrong);
    } else if (state.kind === 'led') {
      this.coverLed();
    } else if (hadFocus) {
      this.calls.focus();
    }
  }

  showTheme(theme: Theme): void {
    document.documentElement.dataset.theme = theme;
    this.menu.showTheme(theme);
  }

  showTitle(title: string): void {
    this.title.textContent = title;
    document.title = title === '' ? 'Shared terminal' : `${title} · Shared terminal`;
  }

  /** @param you null before the welcome */
  showPeople(people: Person[], ruler: number | null, you: { id: number; access: Access } | null): void {
    const shown = people.slice(0, PEOPLE_SHOWN).map((person) => chip(person, person.id === you?.id));
    const more = people.length - shown.length;
    const names = people.map(({ name }) => name).join(', ');
    this.people.dataset.count = String(people.length);
    this.people.title = names;
    this.people.replaceChildren(
      ...shown,
      ...(more > 0 ? [make('li', { class: 'chip more', text: `+${more}` })] : []),
      make('li', { class: 'count', text: people.length === 1 ? '1 person' : `${people.length} people` })
    );
    const sizer = people.find(({ id }) => id === ruler);
    this.size.dataset.ruler = sizer === undefined ? '' : sizer.id === you?.id ? 'you' : sizer.name;
    this.take.hidden = !sizer || sizer.id === you?.id || you?.access !== 'type';
  }

  showSize(cols: number, rows: number): void {
    const { ruler = '' } = this.size.dataset;
    const whose = ruler === '' ? '' : ruler === 'you' ? ', as your window is' : `, as ${ruler}’s window is`;
    this.size.textContent = `${cols} × ${rows}${whose}`;
  }

  say(text: string): void {
    this.notice.textContent = text;
    this.notice.classList.add('shown');
    window.clearTimeout(this.hiding);
    this.hiding = window.setTimeout(() => this.notice.classList.remove('shown'), 3000);
  }

  /** Before several lines go to a shell that would run each at once. */
  askPaste(text: string, paste: () => void): void {
    const { question, shown } = pasteLines(text);
    const done = (go: boolean) => {
      this.cover.replaceChildren();
      if (go) {
        paste();
      }
      this.calls.focus();
    };
    const cancel = make('button', { class: 'button', type: 'button', text: 'Cancel', onclick: () => done(false) });
    this.cover.replaceChildren(
      make('div', { class: 'card', role: 'dialog', label: 'Paste', testId: 'terminal-paste' }, [
        make('h2', { text: question }),
        make('p', { text: 'The program in the terminal may run each line as soon as it is there.' }),
        make('pre', { text: shown }),
        make('div', { class: 'row' }, [
          make('button', { class: 'button primary', type: 'button', text: 'Paste', onclick: () => done(true) }),
          cancel,
        ]),
      ])
    );
    cancel.focus();
  }

  private coverEnded({ why, code }: Extract<ConnectionState, { kind: 'ended' }>): void {
    const [title, text] = ENDED[why];
    const detail = code === null || code === 0 ? text : `${text} Exit code ${code}.`;
    const again = make('button', {
      class: 'button primary',
      type: 'button',
      text: why === 'full' ? 'Try again' : 'Start a new shell',
      testId: 'terminal-start-anew',
      onclick: this.calls.startAnew,
    });
    this.cover.replaceChildren(
      make('div', { class: 'card', role: 'alertdialog', label: title, testId: 'terminal-ended' }, [
        make('h2', { text: title }),
        make('p', { text: detail }),
        again,
      ])
    );
    again.focus();
  }

  private coverLed(): void {
    const title = 'Open the terminal?';
    const card = make('div', { class: 'card', role: 'alertdialog', label: title, testId: 'terminal-led' }, [
      make('h2', { text: title }),
      make('p', { text: 'A page of another site led here. What is typed in this terminal is run by a shell.' }),
      make('button', {
        class: 'button primary',
        type: 'button',
        text: 'Open it',
        testId: 'terminal-open',
        onclick: this.calls.openAnyway,
      }),
    ]);
    card.tabIndex = -1;
    this.cover.replaceChildren(card);
    // Not the button: whoever is typing as they are led here would press it.
    card.focus();
  }

  private coverKey(wrong: boolean): void {
    const field = make('input', { class: 'field', type: 'password', label: 'Access key', testId: 'terminal-key' });
    field.autocomplete = 'off';
    const form = make('form', { class: 'card', testId: 'terminal-key-form' }, [
      make('h2', { text: 'This terminal is locked' }),
      make('p', { text: wrong ? 'That key is not right.' : 'Its administrator has the access key.' }),
      field,
      make('button', { class: 'button primary', type: 'submit', text: 'Open' }),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.calls.useKey(field.value.trim());
    });
    this.cover.replaceChildren(form);
    field.focus();
  }
}

function chip({ id, name, access }: Person, isYou: boolean): HTMLLIElement {
  // Guests are told apart by their numbers.
  const [initial = '?'] = [...name.replace(/^Guest (?=\d)/, '')];
  const item = make('li', {
    class: `chip colour-${id % 8}${isYou ? ' you' : ''}`,
    text: initial.toUpperCase(),
    title: `${name}${isYou ? ' (you)' : ''}${access === 'read' ? ', reads only' : ''}`,
    label: name,
  });
  item.dataset.name = name;
  return item;
}
