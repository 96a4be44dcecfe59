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

/** Outlines on a grid of 24. */
const ICONS = {
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.1-3.100a4 4 0 0 0-5.7-5.700L12 6.300M14 10a4 4 0 0 0-5.7 0l-3.1 3.100a4 4 0 0 0 5.7 5.700L12 17.7',
  full: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
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
