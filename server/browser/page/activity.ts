/** Tells, now and then, that somebody is here and does something. */

const DOINGS = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'touchstart'] as const;

/** Milliseconds between two tellings; while a warning is shown, and otherwise well below what an idle session lives. */
const PAUSE = { warned: 500, usual: 5000 };

/** @returns its undo */
export function watchActivity(isWarned: () => boolean, tell: () => void): () => void {
  const ended = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  const done = ({ isTrusted, timeStamp }: Event) => {
    // Only people count, not what scripts make.
    if (isTrusted && timeStamp - last >= (isWarned() ? PAUSE.warned : PAUSE.usual)) {
      last = timeStamp;
      tell();
    }
  };
  DOINGS.forEach((name) =>
    document.addEventListener(name, done, { capture: true, passive: true, signal: ended.signal })
  );
  return () => ended.abort();
}
