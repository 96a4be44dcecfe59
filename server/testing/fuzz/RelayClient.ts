/** Clients of the relay that can say anything: socket.io's own, and a bare WebSocket that speaks its text by hand. */
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { RELAY_PATH } from '../../../src/protocol/relayApi';
import { frameText } from '../../relay/fromClients';
import { fence, isOpen } from './fence';

export interface RelayClient {
  /** Frames as Buffers; they travel as text, as a page's own. */
  emit(event: string, args: readonly unknown[]): void;
  /** Until what was said has been handled, or the socket is closed. */
  fence(): Promise<void>;
  readonly isOpen: boolean;
  close(): Promise<void>;
}

export interface RawClient extends RelayClient {
  /** A WebSocket message of any kind. */
  raw(data: string | Uint8Array): void;
}

const asText = (arg: unknown) => (Buffer.isBuffer(arg) ? frameText(arg) : arg);

/** Null where it is refused. */
export async function ioClient(
  url: string,
  auth: object,
  heard: (frame: Uint8Array) => void = () => {}
): Promise<RelayClient | null> {
  const socket = io(url, { path: RELAY_PATH, transports: ['websocket'], forceNew: true, reconnection: false, auth });
  socket.on('frame', (text: string) => heard(Buffer.from(text, 'base64')));
  const isTaken = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
  });
  if (!isTaken) {
    socket.disconnect();
    return null;
  }
  const closed = () => new Promise<void>((resolve) => void socket.once('disconnect', () => resolve()));
  return {
    emit: (event, args) => void socket.emit(event, ...args.map(asText)),
    fence: () =>
      new Promise((resolve) => {
        const done = () => {
          socket.off('disconnect', done);
          resolve();
        };
        socket.on('disconnect', done);
        if (socket.connected) {
          // Answered after everything before it.
          socket.emit('after', { epoch: 0, seq: 0 }, done);
        } else {
          done();
        }
      }),
    get isOpen() {
      return socket.connected;
    },
    async close() {
      const gone = closed();
      if (socket.connected) {
        socket.disconnect();
        await gone;
      }
    },
  };
}

/** Engine.IO 4 and Socket.IO 5 by hand; null where it is refused. */
export async function rawClient(url: string, auth: string): Promise<RawClient | null> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}${RELAY_PATH}/?EIO=4&transport=websocket`);
  ws.on('error', () => ws.terminate());
  const isTaken = await new Promise<boolean>((resolve) => {
    ws.once('close', () => resolve(false));
    ws.on('message', (data, isBinary) => {
      const text = isBinary ? '' : data.toString();
      if (text.startsWith('0')) {
        ws.send(`40${auth}`);
      } else if (text.startsWith('40')) {
        resolve(true);
      } else if (text.startsWith('44')) {
        resolve(false);
      } else if (text === '2') {
        ws.send('3');
      }
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      if (ws.readyState === ws.CLOSED) {
        resolve();
      } else {
        ws.once('close', () => resolve());
        ws.terminate();
      }
    });
  if (!isTaken) {
    await close();
    return null;
  }
  const raw = (data: string | Uint8Array) => ws.send(data);
  return {
    raw,
    emit(event, args) {
      // An id asks for an answer.
      const id = event === 'after' || event === 'leave' ? '1' : '';
      raw(`42${id}${JSON.stringify([event, ...args.map(asText)])}`);
    },
    fence: () => fence(ws),
    get isOpen() {
      return isOpen(ws);
    },
    close,
  };
}
