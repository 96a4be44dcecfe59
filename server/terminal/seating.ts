/** One socket from its hello to its end: malformed and overdue ones are closed, fast ones are read more slowly. */
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import { CLOSE, decode, fromClientSchema, type FromClient } from '../../src/protocol/terminalWire';
import { Brake } from '../Brake';
import type { Clock } from '../clock';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Place, Wire } from './Place';
import type { TerminalSession } from './TerminalSession';

export type Hello = Extract<FromClient, { type: 'hello' }>;

/** Where a socket belongs. */
export interface Seat {
  session: TerminalSession;
  place: Place;
}

export interface SocketHandlers {
  /** It has said hello, or is gone without; once. */
  introduced(): void;
  /** The seat of who says this hello, or the code to close with. */
  seat(hello: Hello, wire: Wire): Promise<Seat | { code: number }>;
  /** What comes from who is seated. False for what is not said here. */
  hear(seat: Seat, message: Exclude<FromClient, { type: 'hello' }>): boolean;
  gone(): void;
}

/** A socket, and the connection below it, to which frames are written that are made for all. */
export interface TakenSocket {
  opened: WebSocket;
  raw: Duplex;
}

export function serve(
  { opened: socket, raw }: TakenSocket,
  { clock, log }: { clock: Clock; log: Logger },
  on: SocketHandlers
): void {
  let introduced = false;
  const introduce = () => {
    if (!introduced) {
      introduced = true;
      clearTimeout(overdue);
      on.introduced();
    }
  };
  const overdue = setTimeout(() => socket.close(CLOSE.malformed), LIMITS.introduceWithin);
  const wire = wireTo(socket, raw);
  let seat: Seat | null = null;
  const rate = new TokenBucket(LIMITS.messages, clock.monotonic());
  const brake = new Brake(socket, rate, clock);

  socket.on('error', (error) => log.debug({ err: error }, 'terminal socket'));
  socket.on('close', () => {
    introduce();
    seat?.session.leave(seat.place, wire);
    on.gone();
  });
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? null : decode(fromClientSchema, textOf(data));
    if (!message || (message.type === 'hello') !== (seat === null && !introduced)) {
      socket.close(CLOSE.malformed);
      return;
    }
    if (message.type === 'hello') {
      introduce();
      socket.pause();
      on.seat(message, wire).then(
        (found) => {
          if ('code' in found) {
            socket.close(found.code);
          } else {
            seat = found;
            if (socket.readyState !== socket.OPEN) {
              found.session.leave(found.place, wire);
            }
          }
          socket.resume();
        },
        (error: unknown) => {
          log.error({ err: error }, 'no terminal');
          socket.close(1011);
        }
      );
    } else if (seat) {
      const { session, place } = seat;
      if (!on.hear(seat, message)) {
        socket.close(CLOSE.malformed);
      }
      const isOwed = message.type === 'drawn' && place.takeOwed();
      // Who only watches goes on hearing and being heard while a program does not read what others type.
      brake.heard(!isOwed, message.type === 'input' ? () => session.takesInputOf(place) : undefined);
    }
  });
}

function wireTo(socket: WebSocket, raw: Duplex): Wire {
  const isOpen = () => socket.readyState === socket.OPEN;
  return {
    text: (message) => {
      if (raw.writableLength > LIMITS.unsentBytes) {
        socket.terminate();
      } else if (isOpen()) {
        socket.send(message);
      }
    },
    // As it is: without compression what `ws` sends is written at once, so that nothing of it comes between.
    frame: ({ bytes }) => isOpen() && raw.write(bytes),
    close: (code) => socket.close(code),
    get unsent() {
      return raw.writableLength;
    },
  };
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}
