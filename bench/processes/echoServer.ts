/** A WebSocket server that says back what it is told, and does nothing else. */
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import { answerCalls } from './Program';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
const listens = once(server, 'listening');

const calls = {
  async port(): Promise<number> {
    await listens;
    const address = server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('no port');
    }
    return address.port;
  },
};
export type EchoServerCalls = typeof calls;

answerCalls(calls);
