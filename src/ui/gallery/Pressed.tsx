import { useEffect, useRef, type ReactNode } from 'react';

/** Presses buttons in what it holds, one after the other, as soon as each is there: states that only a press leads to. */
export function Pressed({ buttons, children }: { buttons: readonly string[]; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const waiting = [...buttons];
    const press = () => {
      const next = waiting[0] === undefined ? null : place.current?.querySelector<HTMLElement>(waiting[0]);
      if (next && !next.matches(':disabled')) {
        waiting.shift();
        next.click();
      }
      if (waiting.length === 0) {
        watch.disconnect();
      }
    };
    const watch = new MutationObserver(press);
    if (place.current) {
      watch.observe(place.current, { subtree: true, childList: true, attributes: true });
    }
    press();
    return () => watch.disconnect();
  }, [buttons]);
  return <div ref={place}>{children}</div>;
}
