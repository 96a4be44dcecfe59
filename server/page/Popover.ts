/** A button and what it opens beside it, closed by Escape, by a click elsewhere and by losing the focus. */
import { make } from './dom';

export class Popover {
  readonly element: HTMLElement;

  /** @param panel is hidden until the button is pressed */
  constructor(
    private readonly button: HTMLButtonElement,
    private readonly panel: HTMLElement,
    private readonly onClose: () => void = () => {}
  ) {
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => this.toggle());
    this.element = make('div', { class: 'more-menu' }, [button, panel]);
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && this.isOpen) {
        this.close();
        button.focus();
      }
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (this.isOpen && relatedTarget instanceof Node && !this.element.contains(relatedTarget)) {
        this.close();
      }
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (this.isOpen && target instanceof Node && !this.element.contains(target)) {
        this.close();
      }
    });
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  toggle(): void {
    if (this.isOpen) {
      this.close();
    } else {
      this.panel.hidden = false;
      this.button.setAttribute('aria-expanded', 'true');
    }
  }

  close(): void {
    if (this.isOpen) {
      this.panel.hidden = true;
      this.button.setAttribute('aria-expanded', 'false');
      this.onClose();
    }
  }
}
