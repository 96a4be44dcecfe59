/** Elements, made without HTML text: nothing that others typed is ever parsed. */

type Props = Partial<{
  class: string;
  text: string;
  title: string;
  testId: string;
  type: string;
  label: string;
  placeholder: string;
  maxLength: number;
  value: string;
  role: string;
  /** Any other, by its name in HTML. */
  more: Record<string, string>;
  onclick(): void;
}>;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  children: Array<Node | null> = []
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = props.class ?? '';
  if (props.text !== undefined) {
    element.textContent = props.text;
  }
  if (props.title !== undefined) {
    element.title = props.title;
  }
  const attributes = {
    'data-testid': props.testId,
    type: props.type,
    'aria-label': props.label,
    placeholder: props.placeholder,
    maxlength: props.maxLength?.toString(),
    value: props.value,
    role: props.role,
    ...props.more,
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  if (props.onclick) {
    element.addEventListener('click', props.onclick);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** What is drawn anew keeps the focus where it was, by the `data-key` of what had it; else it goes to `otherwise`. */
export function keepFocus(place: HTMLElement, draw: () => void, otherwise: HTMLElement): void {
  const { activeElement } = document;
  const had = activeElement instanceof HTMLElement && place.contains(activeElement) ? activeElement : null;
  draw();
  if (had && !place.contains(had)) {
    const { key = '' } = had.dataset;
    (place.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? otherwise).focus();
  }
}

/** Outlines on a grid of 24. */
const ICONS = {
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.1-3.100a4 4 0 0 0-5.7-5.700L12 6.300M14 10a4 4 0 0 0-5.7 0l-3.1 3.100a4 4 0 0 0 5.7 5.700L12 17.7',
  full: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  reload: 'M19 12a7 7 0 1 1-2.100-5M19 4v4.500h-4.500',
  plus: 'M12 5v14M5 12h14',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  open: 'M7 11V8a5 5 0 0 1 9.600-2M6 11h12v9H6z',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.500 20a6.5 6.5 0 0 1 13 0M16 4.300a3.5 3.5 0 0 1 0 6.400M18 14.500a6.5 6.5 0 0 1 3.500 5.500',
  clock: 'M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.500V12l3 2',
  pointer: 'M5 4l14 6.500-6 2-2.500 6z',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  download: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
} as const;
export type IconName = keyof typeof ICONS;

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.dataset.icon = name;
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name: IconName, label: string, onclick: () => void, testId?: string): HTMLButtonElement {
  const button = make('button', { class: 'icon-button', type: 'button', label, title: label, testId, onclick });
  button.append(icon(name));
  return button;
}
