/** Ends sockets whose other side is gone without having said so. */
import type { WebSocket, WebSocketServer } from 'ws';
import type { Undo } from '../undo';

/** Between two pings of a socket; one that has not answered by the next is gone. In milliseconds. */
const PING_EVERY = 15_000;

export interface Pings {
  watch(socket: WebSocket): void;
  stop: Undo;
}

export function pingAll(sockets: WebSocketServer): Pings {
  const alive = new WeakSet();
  const pings = setInterval(() => {
    sockets.clients.forEach((socket) => {
      // A socket that is held up hears no answers.
      if (!socket.isPaused && !alive.delete(socket)) {
        socket.terminate();
      } else {
        socket.ping();
      }
    });
  }, PING_EVERY);
  pings.unref();
  return {
    watch(socket) {
      alive.add(socket);
      socket.on('pong', () => alive.add(socket));
    },
    stop: () => clearInterval(pings),
  };
}
