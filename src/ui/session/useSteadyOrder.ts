import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { AttendeeRow } from '../../session/view';
import { byNeed, inPlace } from './attendeeOrder';

/**
 * Who needs help first, but nobody moves while the pointer or the focus is in the list.
 * @returns the rows in the order in which they are drawn
 */
export function useSteadyOrder(rows: readonly AttendeeRow[], list: RefObject<HTMLElement | null>): AttendeeRow[] {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [order, setOrder] = useState<readonly string[]>([]);

  useEffect(() => {
    const element = list.current;
    if (!element) {
      return;
    }
    const enter = () => setPointed(true);
    const leave = () => setPointed(false);
    const look = () => setFocused(element.contains(document.activeElement));
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    // A row that is gone takes the focus with it, and no event says so.
    const rowsChange = new MutationObserver(look);
    rowsChange.observe(element, { childList: true, subtree: true });
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', look);
    return () => {
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
      rowsChange.disconnect();
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', look);
    };
  }, [list]);

  const held = pointed || focused;
  const drawn = useMemo(() => (held ? inPlace(rows, order) : byNeed(rows)), [held, rows, order]);
  if (drawn.length !== order.length || drawn.some(({ attendeeId }, index) => order[index] !== attendeeId)) {
    setOrder(drawn.map(({ attendeeId }) => attendeeId));
  }
  return drawn;
}
