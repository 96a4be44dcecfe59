/** Searching what is on the screen and in the history. */
import type { Hits } from './Screen';
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
  private readonly hits = make('span', { class: 'hits', role: 'status', testId: 'terminal-search-hits' });

  constructor(private readonly calls: SearchCalls) {
    this.element = make('div', { class: 'search', role: 'search' }, [
      this.field,
      this.hits,
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

  showHits({ index, count }: Hits): void {
    this.hits.textContent = count === 0 ? '' : index < 0 ? `over ${count}` : `${index + 1} of ${count}`;
  }

  private find(direction: 'next' | 'previous', typing = false): void {
    const isFound = this.field.value === '' || this.calls.find(this.field.value, direction, typing);
    this.element.dataset.found = String(isFound);
    if (!isFound) {
      this.hits.textContent = 'None';
    } else if (this.field.value === '') {
      this.hits.textContent = '';
    }
  }

  private close(): void {
    this.element.hidden = true;
    this.calls.endSearch();
  }
}
