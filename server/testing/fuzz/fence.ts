/** When a server has handled what was sent to it by a WebSocket. */
import type WebSocket from 'ws';

export const isOpen = (ws: WebSocket): boolean => ws.readyState === ws.OPEN;

/** Resolves once everything sent so far has been handled, or the socket is closed. Leaves no listener behind. */
export function fence(ws: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      ws.off('pong', done);
      ws.off('close', done);
      resolve();
    };
    ws.on('close', done);
    ws.on('pong', done);
    if (isOpen(ws)) {
      ws.ping();
    } else if (ws.readyState === ws.CLOSED) {
      done();
    }
  });
}
