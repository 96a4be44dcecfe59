/** Places in the drawn guide that something else in it leads to. */
import { bringIntoView } from './bringIntoView';
import type { SectionLike } from './outline';

/** Marks an element as a place; the value is what `placeOf` makes. */
export const PLACE_ATTRIBUTE = 'data-guide-place';

const sectionNames = new WeakMap<SectionLike, string>();
let named = 0;

export const placeOf = {
  /** Sections need no id of their own. */
  section(section: SectionLike | null): string | null {
    if (!section) {
      return null;
    }
    const name = sectionNames.get(section) ?? `section ${++named}`;
    sectionNames.set(section, name);
    return name;
  },
  block: (id: string | null): string | null => id && `block ${id}`,
  unit: (id: string): string => `unit ${id}`,
};

/** Scrolls the guide to a place and gives it the focus; does nothing where it is not drawn. */
export function jumpTo(place: string | null): void {
  const element = Array.from(document.querySelectorAll<HTMLElement>(`[${PLACE_ATTRIBUTE}]`)).find(
    (one) => one.getAttribute(PLACE_ATTRIBUTE) === place
  );
  if (element) {
    bringIntoView(element);
    element.focus({ preventScroll: true });
  }
}
