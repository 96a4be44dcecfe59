/** Searching what is on the screen and in the history. */
import { iconButton, make } from '../../page/dom';

export interface SearchCalls {
  /** @returns whether there is such a text */
  find(text: string, direction: 'next' | 'previous', typing: boolean): boolean;
  endSearch(): void;
}

export class SearchBar {
  readonly element: HTMLElement;
  private readonly field = make('input', {
    class: 'field',
    type: 'search',
    label: 'Search',
    placeholder: 'Search',
    testId: 'terminal-search-field',
  });

  constructor(private readonly calls: SearchCalls) {
    this.element = make('div', { class: 'search', role: 'search' }, [
      this.field,
      iconButton('up', 'Previous', () => this.find('previous')),
      iconButton('down', 'Next', () => this.find('next')),
      iconButton('close', 'Close', () => this.close()),
    ]);
    this.element.hidden = true;
    this.field.addEventListener('input', () => this.find('previous', true));
    this.field.addEventListener('keydown', ({ key, shiftKey }) => {
      if (key === 'Enter') {
        this.find(shiftKey ? 'next' : 'previous');
      } else if (key === 'Escape') {
        this.close();
      }
    });
  }

  open(): void {
    this.element.hidden = false;
    this.field.select();
    this.field.focus();
  }

  private find(direction: 'next' | 'previous', typing = false): void {
    const isFound = this.field.value === '' || this.calls.find(this.field.value, direction, typing);
    this.element.dataset.found = String(isFound);
  }

  private close(): void {
    this.element.hidden = true;
    this.calls.endSearch();
  }
}
