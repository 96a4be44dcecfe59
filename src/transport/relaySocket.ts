/** A page's socket to the session server's relay: socket.io, one connection a link. */
import { io, type Socket } from 'socket.io-client';
import { LIMITS } from '../protocol/limits';
import {
  frameTextBytes,
  RELAY_PATH,
  type FrameText,
  type FromAttendee,
  type FromPresenter,
  type ToAttendee,
  type ToPresenter,
} from '../protocol/relayApi';

export type AttendeeSocket = Socket<ToAttendee, FromAttendee>;
export type PresenterSocket = Socket<ToPresenter, FromPresenter>;

/**
 * Not connected yet, and once cut off connected again by its owner alone: by the page's clock, since a hidden page's own
 * timers sleep, and where the server is there to answer, since Chromium lets a page wait up to 5 s for a WebSocket after
 * many that failed. `auth` says who connects, each time anew.
 * @param baseUrl the session server's, as browsers reach it
 */
export function relaySocket<S extends Socket>(baseUrl: string, auth: () => object): S {
  const url = new URL(baseUrl);
  return io(url.origin, {
    path: `${url.pathname.replace(/\/$/, '')}${RELAY_PATH}`,
    transports: ['websocket'],
    autoConnect: false,
    // Sockets of one page share nothing: two attempts are two connections.
    forceNew: true,
    reconnection: false,
    timeout: 5_000,
    auth: (say) => say(auth()),
  }) as S;
}

/** How long what was said before a leaving may take, in milliseconds. */
const FAREWELL = 1_000;

/** Leaves after everything that was said before; a socket that is cut off now is simply ended. */
export function leaveRelay(socket: AttendeeSocket | PresenterSocket): void {
  if (!socket.connected) {
    socket.disconnect();
    return;
  }
  // The same event for both; the two socket types have nothing else in common.
  (socket as AttendeeSocket).timeout(FAREWELL).emit('leave', () => socket.disconnect());
}

/** Arguments that one call may have. */
const CHUNK = 8_192;

/** A frame as it travels. */
export function textOf(frame: Uint8Array): FrameText {
  let bytes = '';
  for (let start = 0; start < frame.length; start += CHUNK) {
    bytes += String.fromCharCode(...frame.subarray(start, start + CHUNK));
  }
  return btoa(bytes);
}

/** A frame as it came; null for anything else, and for one that is too big. */
export function frameOf(text: unknown): Uint8Array | null {
  const length = frameTextBytes(text);
  if (typeof text !== 'string' || length === null || length > LIMITS.frameBytes) {
    return null;
  }
  const bytes = atob(text);
  const frame = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    frame[index] = bytes.charCodeAt(index);
  }
  return frame;
}
