/** What is needed now and then: name, font, theme, links, clipboard. */
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import type { Access } from '../../../src/protocol/terminalWire';
import type { Theme } from '../../../src/terminal/themes';
import { iconButton, make } from '../../page/dom';
import { Popover } from '../../page/Popover';

export interface MenuCalls {
  copyLink(): void;
  copyReadLink(): void;
  fullScreen(): void;
  rename(name: string): void;
  changeFont(by: number): void;
  changeTheme(): void;
  copySelection(): void;
  paste(): void;
  focus(): void;
}

export class Menu {
  readonly element: HTMLElement;
  private readonly readLink: HTMLButtonElement;
  private readonly paste: HTMLButtonElement;
  private readonly theme: HTMLButtonElement;
  private readonly popover: Popover;

  constructor(
    private readonly calls: MenuCalls,
    name: string
  ) {
    const item = (text: string, testId: string, act: () => void, hint = '') =>
      make('button', { class: 'item', type: 'button', testId, onclick: () => this.choose(act) }, [
        make('span', { text }),
        make('kbd', { text: hint }),
      ]);
    const field = make('input', {
      class: 'field',
      type: 'text',
      label: 'Your name',
      placeholder: 'Your name',
      maxLength: LIMITS.nameLength,
      value: name,
      testId: 'terminal-name',
    });
    const form = make('form', { class: 'name' }, [
      make('label', { text: 'Your name' }),
      make('div', { class: 'row' }, [field, make('button', { class: 'button', type: 'submit', text: 'Save' })]),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.choose(() => calls.rename(field.value));
    });
    this.theme = item('', 'terminal-theme', calls.changeTheme);
    this.paste = item('Paste', 'terminal-paste-button', calls.paste, 'Ctrl+Shift+V');
    this.readLink = item('Copy read-only link', 'terminal-copy-read-link', calls.copyReadLink);
    const list = make('div', { class: 'menu', role: 'group', label: 'More', testId: 'terminal-menu' }, [
      form,
      make('div', { class: 'font row' }, [
        make('span', { text: 'Font size' }),
        make('button', {
          class: 'button',
          type: 'button',
          text: 'A−',
          label: 'Smaller',
          onclick: () => calls.changeFont(-1),
        }),
        make('button', {
          class: 'button',
          type: 'button',
          text: 'A+',
          label: 'Larger',
          onclick: () => calls.changeFont(1),
        }),
      ]),
      this.theme,
      item('Copy selection', 'terminal-copy', calls.copySelection, 'Ctrl+Shift+C'),
      this.paste,
      item('Copy link', 'terminal-menu-copy-link', calls.copyLink),
      this.readLink,
      item('Full screen', 'terminal-menu-full-screen', calls.fullScreen),
    ]);
    this.popover = new Popover(
      iconButton('more', 'More', () => {}, 'terminal-more'),
      list
    );
    this.element = this.popover.element;
  }

  /** Only who may type can paste, and hand the session on. */
  showAccess(access: Access): void {
    this.readLink.hidden = access !== 'type';
    this.paste.hidden = access !== 'type';
  }

  /** Says which is on, and which is to be had. */
  showTheme(theme: Theme): void {
    const [text, hint] = this.theme.children;
    text.textContent = theme === 'dark' ? 'Switch to light' : 'Switch to dark';
    hint.textContent = theme === 'dark' ? 'now dark' : 'now light';
  }

  private choose(act: () => void): void {
    this.popover.close();
    act();
    this.calls.focus();
  }
}
