/** A page's socket to the session server's relay: socket.io, one connection a link. */
import { io, type Socket } from 'socket.io-client';
import { LIMITS, TIMES } from '../protocol/limits';
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

/** Before the first attempt to come back, in milliseconds. */
const FIRST_PAUSE = 250;

/**
 * Not connected yet. `auth` says who connects, each time anew; where it rejects, `failed` is to end the connection.
 * @param baseUrl the session server's, as browsers reach it
 * @param attemptEvery between two attempts to come back while the outage is fresh, in milliseconds, give or take half
 */
export function relaySocket<S extends Socket>(
  baseUrl: string,
  attemptEvery: number,
  auth: () => Promise<object>,
  failed: (error: unknown) => void
): S {
  const url = new URL(baseUrl);
  const socket = io(url.origin, {
    path: `${url.pathname.replace(/\/$/, '')}${RELAY_PATH}`,
    transports: ['websocket'],
    autoConnect: false,
    // Sockets of one page share nothing: two attempts are two connections.
    forceNew: true,
    reconnectionDelay: FIRST_PAUSE,
    reconnectionDelayMax: attemptEvery,
    timeout: 5_000,
    auth: (use) => {
      auth().then(use, failed);
    },
  });
  socket.io.on('reconnect_attempt', (attempt) =>
    socket.io.reconnectionDelayMax(attempt * attemptEvery < TIMES.freshOutage ? attemptEvery : TIMES.slowAttempt)
  );
  return socket as S;
}

/** How long what was said before a leaving may take, in milliseconds. */
const FAREWELL = 1_000;

/** Leaves after everything that was said before; a socket that is cut off now is simply ended. */
export function leaveRelay(socket: AttendeeSocket | PresenterSocket): void {
  socket.io.reconnection(false);
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
