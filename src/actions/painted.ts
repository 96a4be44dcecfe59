/** When something that was just drawn is on the screen. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';

/** A hidden tab paints nothing and gets no frames; after this long, in milliseconds, it is let go. */
const HIDDEN_WAIT = 250;

/** Settles after two animation frames: what was drawn before the first is painted by the second. At once when aborted. */
export async function painted(clock: Clock, signal: AbortSignal): Promise<void> {
  for (let frame = 0; frame < 2 && !signal.aborted; frame++) {
    await oneFrame(clock, signal);
  }
}

async function oneFrame(clock: Clock, signal: AbortSignal): Promise<void> {
  const frame = new AbortController();
  const stop = () => frame.abort();
  signal.addEventListener('abort', stop);
  const request = requestAnimationFrame(stop);
  do {
    await wait(clock, HIDDEN_WAIT, frame.signal);
  } while (!frame.signal.aborted && !document.hidden);
  cancelAnimationFrame(request);
  signal.removeEventListener('abort', stop);
}
