/** Timers for a page that may be hidden: browsers slow a hidden page's own timers down, a worker's not. */
interface Request {
  id: number;
  /** Milliseconds; null cancels. */
  ms: number | null;
}

const timers = new Map<number, ReturnType<typeof setTimeout>>();

globalThis.addEventListener('message', ({ data: { id, ms } }: MessageEvent<Request>) => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (ms !== null) {
    timers.set(
      id,
      setTimeout(() => {
        timers.delete(id);
        globalThis.postMessage(id);
      }, ms)
    );
  }
});
globalThis.postMessage('ready');
