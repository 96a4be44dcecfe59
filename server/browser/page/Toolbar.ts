/** Tabs, back, forward, reload and the address, as the remote browser has them. What its pages say is shown as text alone. */
import { BROWSER_WIRE_LIMITS as LIMITS } from '../../../src/protocol/browserApi';
import type { BrowserTab, ViewCall } from '../../../src/protocol/browserWire';
import { icon, iconButton, keepFocus, make } from '../../page/dom';
import type { ViewState } from './View';
import { addressOf, hostOf, shownAddress } from './webAddress';

export interface ToolbarCalls {
  send(call: ViewCall): void;
  /** Gives the keys to the picture. */
  focusPicture(): void;
}

export class Toolbar {
  readonly tabs = make('ul', { class: 'tabs', label: 'Tabs of the shared browser', testId: 'browser-tabs' });
  readonly bar: HTMLElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;
  private readonly reload: HTMLButtonElement;
  private readonly add: HTMLButtonElement;
  private readonly field = make('input', {
    class: 'field',
    type: 'text',
    label: 'Address',
    placeholder: 'Search with DuckDuckGo, or type an address',
    maxLength: LIMITS.urlLength,
    testId: 'browser-address',
    more: { inputmode: 'url', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'go' },
  });
  /** The address to read: whose page it is stands out. The field is for writing. */
  private readonly shown = make('div', { class: 'shown-address', more: { 'aria-hidden': 'true' } });
  private url = '';
  private isLoading = false;

  constructor(
    private readonly calls: ToolbarCalls,
    /** What stands behind the address. */
    behind: HTMLElement | null
  ) {
    this.back = iconButton('back', 'Back', () => calls.send({ type: 'go', to: 'back' }), 'browser-back');
    this.forward = iconButton('forward', 'Forward', () => calls.send({ type: 'go', to: 'forward' }), 'browser-forward');
    this.reload = iconButton('reload', 'Reload', () => this.reloadOrStop(), 'browser-reload');
    this.add = iconButton('plus', 'New tab', () => calls.send({ type: 'tab', open: true }), 'browser-new-tab');
    const form = make('form', { class: 'address', role: 'search' }, [this.field, this.shown]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const url = addressOf(this.field.value);
      if (url !== null) {
        calls.send({ type: 'navigate', url: url.slice(0, LIMITS.urlLength) });
        calls.focusPicture();
      }
    });
    this.field.addEventListener('focus', () => this.field.select());
    this.field.addEventListener('blur', () => (this.field.value = this.url));
    this.field.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        this.field.value = this.url;
        calls.focusPicture();
      }
    });
    this.bar = make('div', { class: 'bar', role: 'toolbar', label: 'Shared browser' }, [
      this.back,
      this.forward,
      this.reload,
      form,
      behind,
    ]);
  }

  show({ tabs, shown, drives }: ViewState): void {
    const tab = tabs.find(({ id }) => id === shown) ?? null;
    this.back.disabled = !drives || !tab?.canGoBack;
    this.forward.disabled = !drives || !tab?.canGoForward;
    this.reload.disabled = !drives || !tab;
    this.add.disabled = !drives || tabs.length >= LIMITS.tabs;
    this.field.readOnly = !drives;
    this.showLoading(tab?.isLoading ?? false);
    this.showAddress(tab?.url ?? '');
    this.showTabs(tabs, shown, drives);
  }

  focusAddress(): void {
    this.field.focus();
  }

  private showLoading(isLoading: boolean): void {
    if (this.isLoading !== isLoading) {
      this.isLoading = isLoading;
      const label = isLoading ? 'Stop' : 'Reload';
      this.reload.replaceChildren(icon(isLoading ? 'close' : 'reload'));
      this.reload.setAttribute('aria-label', label);
      this.reload.title = label;
      this.bar.classList.toggle('loading', isLoading);
    }
  }

  private showAddress(url: string): void {
    if (this.url === url && this.shown.hasChildNodes()) {
      return;
    }
    this.url = url === 'about:blank' ? '' : url;
    if (document.activeElement !== this.field) {
      this.field.value = this.url;
    }
    const { isSecure, host, rest } = shownAddress(this.url);
    const isOpen = host !== '' && !isSecure;
    this.field.title = this.url;
    this.shown.replaceChildren(
      ...(host === '' ? [] : [icon(isSecure ? 'lock' : 'open')]),
      ...(isOpen ? [make('span', { class: 'not-secure', text: 'Not secure' })] : []),
      make('span', { class: 'host', text: host, testId: 'browser-host' }),
      make('span', { class: 'rest', text: rest })
    );
    this.shown.hidden = this.url === '';
  }

  private showTabs(tabs: BrowserTab[], shown: number | null, drives: boolean): void {
    keepFocus(
      this.tabs,
      () =>
        this.tabs.replaceChildren(
          ...tabs.map((tab) => this.tab(tab, tab.id === shown, drives)),
          make('li', { class: 'new-tab' }, [this.add])
        ),
      this.add
    );
  }

  private tab({ id, title, url, isLoading }: BrowserTab, isShown: boolean, drives: boolean): HTMLElement {
    const name = (title === 'about:blank' ? '' : title) || hostOf(url) || 'New tab';
    const open = make('button', {
      class: 'tab-name',
      type: 'button',
      title: name,
      onclick: () => this.calls.send({ type: 'show-tab', id }),
      more: isShown ? { 'aria-current': 'true' } : {},
    });
    open.append(
      make('span', { class: `tab-mark${isLoading ? ' spins' : ''}`, more: { 'aria-hidden': 'true' } }),
      make('span', { class: 'tab-text', text: name })
    );
    open.dataset.key = `open-${id}`;
    open.disabled = !drives;
    const close = iconButton('close', `Close ${name}`, () => this.calls.send({ type: 'close-tab', id }));
    close.dataset.key = `close-${id}`;
    close.hidden = !drives;
    return make('li', { class: `tab${isShown ? ' shown' : ''}`, testId: 'browser-tab' }, [open, close]);
  }

  private reloadOrStop(): void {
    this.calls.send({ type: 'go', to: this.isLoading ? 'stop' : 'reload' });
  }
}
