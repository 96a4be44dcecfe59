/** What the page and the one that frames it say to each other. */
import { toBrowserFrameSchema, type FromBrowserFrame, type ToBrowserFrame } from '../../../src/protocol/browserFrame';

/**
 * Listens to the framing page alone, of an origin that the server allows, and says that it listens.
 * @returns what tells it something
 */
export function talkToFramer(
  allowedOrigins: readonly string[],
  onMessage: (message: ToBrowserFrame) => void
): (message: FromBrowserFrame) => void {
  const framer = window.parent;
  if (framer === window) {
    return () => {};
  }
  // Where the browser says who frames the page, nobody else is spoken to.
  const outer = window.location.ancestorOrigins?.[0];
  const known = outer === undefined ? allowedOrigins : allowedOrigins.filter((each) => each === outer);
  window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    const message = toBrowserFrameSchema.safeParse(data);
    if (source === framer && known.includes(origin) && message.success) {
      onMessage(message.data);
    }
  });
  const tell = (message: FromBrowserFrame) => known.forEach((origin) => framer.postMessage(message, origin));
  tell({ type: 'live-browser:ready' });
  return tell;
}
