/** The baseline of what is said again: a WebSocket server that keeps bytes as they are and sends them to who asks. Frozen. */
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import { answerCalls } from './Program';

const calls = {
  /** Resolves to its address. */
  async start(frames: number, bytes: number): Promise<string> {
    const kept = Array.from({ length: frames }, () => Buffer.alloc(bytes, 7));
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    server.on('connection', (socket) => socket.on('message', () => kept.forEach((frame) => socket.send(frame))));
    await once(server, 'listening');
    const address = server.address();
    return `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  },
  /** Milliseconds of CPU time so far, of all threads. */
  cpu(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};
export type PlainServerCalls = typeof calls;

answerCalls(calls);
