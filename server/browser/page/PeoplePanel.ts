/** Who is here and as what, and for the creator: who drives, and who has to go. */
import type { BrowserUser, Control } from '../../../src/protocol/browserApi';
import { keepFocus, make } from '../../page/dom';
import { Popover } from '../../page/Popover';
import { chip, roleWords } from './people';
import { governs, mayDrive, type Room } from './room';

export interface PeopleCalls {
  control(control: Control): void;
  /** Asks first. */
  remove(user: BrowserUser): void;
}

const SHOWN = { wide: 4, narrow: 2 };

export class PeoplePanel {
  readonly element: HTMLElement;
  private readonly chips = make('span', { class: 'people', more: { 'aria-hidden': 'true' } });
  private readonly button = make('button', { class: 'people-button', type: 'button', testId: 'browser-people' });
  private readonly list = make('ul', { class: 'person-list' });
  private readonly rule = make('div', { class: 'rule' });
  private readonly title = make('h2', { text: 'People' });
  private readonly popover: Popover;

  constructor(private readonly calls: PeopleCalls) {
    this.button.append(this.chips);
    const panel = make('div', { class: 'menu people-panel', role: 'group', label: 'People' }, [
      this.title,
      this.list,
      this.rule,
    ]);
    this.popover = new Popover(this.button, panel);
    this.element = this.popover.element;
  }

  show(room: Room): void {
    const { users } = room;
    const words = users.length === 1 ? '1 person' : `${users.length} people`;
    this.button.dataset.count = String(users.length);
    this.button.setAttribute('aria-label', `${words}: ${users.map(({ name }) => name).join(', ')}`);
    this.button.title = 'People';
    const more = (width: keyof typeof SHOWN) =>
      users.length > SHOWN[width]
        ? [make('span', { class: `chip more ${width}`, text: `+${users.length - SHOWN[width]}` })]
        : [];
    this.chips.replaceChildren(
      ...users.slice(0, SHOWN.wide).map((user) => chip(user, room)),
      ...more('wide'),
      ...more('narrow')
    );
    this.title.textContent = words;
    keepFocus(this.list, () => this.list.replaceChildren(...users.map((each) => this.person(room, each))), this.button);
    keepFocus(this.rule, () => this.rule.replaceChildren(...(governs(room) ? this.rules(room) : [])), this.button);
  }

  private person(room: Room, user: BrowserUser): HTMLElement {
    const isYou = user.id === room.you;
    const item = make('li', { class: 'person', testId: 'browser-person' }, [
      chip(user, room),
      make('span', { class: 'person-text' }, [
        make('span', { class: 'person-name', title: user.name, text: isYou ? `${user.name} (you)` : user.name }),
        make('span', { class: 'person-role', text: roleWords(room, user) }),
      ]),
      ...(governs(room) ? this.actions(room, user, isYou) : []),
    ]);
    item.dataset.name = user.name;
    return item;
  }

  private actions(room: Room, user: BrowserUser, isYou: boolean): HTMLElement[] {
    const drives = mayDrive({ ...room, you: user.id });
    const drive = make('button', {
      class: 'text-button',
      type: 'button',
      text: isYou ? 'Take control' : 'Let drive',
      label: isYou ? 'Take control' : `Let ${user.name} drive`,
      onclick: () => this.calls.control({ mode: 'one', driver: user.id }),
    });
    const remove = make('button', {
      class: 'text-button danger',
      type: 'button',
      text: 'Remove',
      label: `Remove ${user.name}`,
      onclick: () => {
        this.popover.close();
        this.calls.remove(user);
      },
    });
    drive.dataset.key = `drive-${user.id}`;
    remove.dataset.key = `remove-${user.id}`;
    return [...(drives ? [] : [drive]), ...(isYou ? [] : [remove])];
  }

  private rules({ control, you }: Room): HTMLElement[] {
    const choice = (text: string, mode: Control['mode'], choose: () => void) => {
      const field = make('input', { type: 'radio', testId: `browser-mode-${mode}`, more: { name: 'mode' } });
      field.checked = control.mode === mode;
      field.dataset.key = mode;
      field.addEventListener('change', choose);
      return make('label', { class: 'choice' }, [field, make('span', { text })]);
    };
    return [
      make('fieldset', {}, [
        make('legend', { text: 'Who drives' }),
        choice('One person at a time', 'one', () => this.calls.control({ mode: 'one', driver: you })),
        choice('Everyone may', 'everyone', () => this.calls.control({ mode: 'everyone' })),
      ]),
    ];
  }
}
