/** A signalling client with a real socket, as PeerJS would be, but able to misbehave. */
import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';

export interface Frame {
  type: string;
  src?: string;
  dst?: string;
  payload?: Record<string, unknown>;
}

export interface Knock {
  id?: string;
  token?: string;
  key?: string;
  path?: string;
  options?: ClientOptions;
}

export class PeerClient {
  readonly frames: Frame[] = [];
  /** The close code, once the socket is closed. */
  readonly closed: Promise<number>;
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly id: string,
    readonly ws: WebSocket
  ) {
    this.closed = new Promise((resolve) => ws.once('close', resolve));
    ws.on('error', () => ws.terminate());
    ws.on('message', (data) => {
      this.frames.push(JSON.parse(data.toString()));
      this.waiting.forEach((check) => check());
    });
  }

  /** Resolves with the client when the socket is open, or with the HTTP status that refused it. */
  static async knock(url: string, knock: Knock): Promise<PeerClient | number> {
    const { id, token, key = 'pathfinder', path = '/pathfinder/peerjs', options } = knock;
    const query = new URLSearchParams({ key, ...(id && { id }), ...(token && { token }), version: '1.5.5' });
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}${path}?${query}`, options);
    const client = new PeerClient(id ?? '', ws);
    return new Promise((resolve, reject) => {
      ws.once('open', () => resolve(client));
      ws.once('unexpected-response', (_request, response) => {
        response.resume();
        ws.terminate();
        resolve(response.statusCode ?? 0);
      });
      ws.once('error', reject);
    });
  }

  /** Opens with a ticket and waits for OPEN. */
  static async open(
    url: string,
    { peerId, ticket }: { peerId: string; ticket: string },
    options?: ClientOptions
  ): Promise<PeerClient> {
    const client = await PeerClient.knock(url, { id: peerId, token: ticket, options });
    if (typeof client === 'number') {
      throw new Error(`refused with ${client}`);
    }
    await client.next('OPEN');
    return client;
  }

  send(frame: unknown): void {
    this.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The first frame of this type that has come or comes; rejects when the socket closes without one. */
  next(type: string): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.frames.find((frame) => frame.type === type);
        if (found) {
          this.waiting.delete(check);
          resolve(found);
        }
      };
      this.waiting.add(check);
      void this.closed.then((code) => reject(new Error(`closed with ${code} while waiting for ${type}`)));
      check();
    });
  }

  ofType(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  close(): void {
    this.ws.close();
  }

  /** Everything sent so far has been handled by the server, and what it sent this client before has come. */
  async settled(): Promise<void> {
    const pong = once(this.ws, 'pong');
    this.ws.ping();
    await pong;
  }
}

export const SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';

export const offer = (dst: string, connectionId = 'dc_one', over: Record<string, unknown> = {}) => ({
  type: 'OFFER',
  dst,
  payload: {
    sdp: { type: 'offer', sdp: SDP },
    type: 'data',
    connectionId,
    label: connectionId,
    reliable: true,
    serialization: 'raw',
    ...over,
  },
});

export const answer = (dst: string, connectionId = 'dc_one') => ({
  type: 'ANSWER',
  dst,
  payload: { sdp: { type: 'answer', sdp: SDP }, type: 'data', connectionId },
});

export const candidate = (dst: string, connectionId = 'dc_one') => ({
  type: 'CANDIDATE',
  dst,
  payload: {
    candidate: {
      candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
      usernameFragment: 'a',
    },
    type: 'data',
    connectionId,
  },
});
