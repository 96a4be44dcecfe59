/** What tells the row that an element stands in from the rows beside it, so that nobody takes one for the other. */
import { collapse, labelOf, textOf } from './naming';
import { isOwn } from './own';

const ROWS = 'tr, li, article, [role="row"], [role="listitem"], [role="article"]';
/** What a row is called by, other than by figures that change while one looks at it. */
const ROW_NAMES = 'th, [role="rowheader"], h1, h2, h3, h4, h5, h6, a, td, [role="gridcell"], [role="cell"]';
const CONTROLS = 'button, input, select, textarea, option, [role="button"], style, script';
/** Rows beside it, and elements of its name on the page, that are looked at. */
const MOST_BESIDE = 200;

/** Empty where the element stands in no row, or is all that stands there, as in a menu. */
export function rowNameOf(element: Element): string {
  const row = element.parentElement?.closest(ROWS) ?? rowByLayout(element);
  if (!row) {
    return '';
  }
  const parts = partsOf(row);
  // The same places in the rows beside it are compared.
  const places = parts.flatMap((part, place) =>
    part.contains(element) || element.contains(part) || textOf(part) === '' ? [] : [place]
  );
  if (places.length === 0) {
    const whole = textOf(row);
    return whole === textOf(element) ? '' : whole;
  }
  const nameIn = (all: readonly Element[], length: number) =>
    places.slice(0, length).map((place) => (place in all ? textOf(all[place]) : ''));
  const beside = rowsBeside(row).map(partsOf);
  const isAlone = (length: number) => {
    const name = nameIn(parts, length).join('\n');
    return !beside.some((other) => nameIn(other, length).join('\n') === name);
  };
  const length = places.findIndex((_place, index) => isAlone(index + 1)) + 1;
  return nameIn(parts, Math.max(1, length)).join(', ');
}

function partsOf(row: Element): Element[] {
  const named = Array.from(row.querySelectorAll(ROW_NAMES));
  return named.length > 0
    ? named
    : Array.from(row.querySelectorAll('*')).filter(
        (one) => one.children.length === 0 && one.closest(CONTROLS) === null && collapse(one.textContent ?? '') !== ''
      );
}

function rowsBeside(row: Element): Element[] {
  const siblings = Array.from(row.parentElement?.children ?? []);
  return siblings.filter((one) => one !== row && one.tagName === row.tagName).slice(0, MOST_BESIDE);
}

/** Of several elements of one name, the most around this one that holds none of the others; null where it is the only one. */
function rowByLayout(element: Element): Element | null {
  const name = (one: Element) => `${textOf(one)}\n${labelOf(one)}`;
  const own = name(element);
  const others = Array.from(document.getElementsByTagName(element.tagName))
    .filter((one) => one !== element && name(one) === own && !isOwn(one))
    .slice(0, MOST_BESIDE);
  let row = element;
  for (let at = element.parentElement; at && !others.some((one) => at?.contains(one)); at = at.parentElement) {
    row = at;
  }
  return others.length === 0 || row === element ? null : row;
}
