/** The baseline's presenter: plain PeerJS, default serialization, one `send` of the object for each attendee. Frozen. */
import { Peer, type DataConnection } from 'peerjs';
import type { BaselineEvent } from './event';

const connections = new Set<DataConnection>();

/** Resolves to the id that attendees connect to. */
export function open(signallingUrl: string): Promise<string> {
  const { hostname, port } = new URL(signallingUrl);
  const peer = new Peer({ host: hostname, port: Number(port), path: '/', config: { iceServers: [] }, debug: 0 });
  peer.on('connection', (connection) => {
    connection.on('open', () => connections.add(connection));
    connection.on('close', () => connections.delete(connection));
  });
  return new Promise((resolve, reject) => {
    peer.on('open', resolve);
    peer.on('error', reject);
  });
}

export const connected = (): number => connections.size;

/** Sends the events, one every so many milliseconds; resolves to when each was handed to the first `send`. */
export async function run(events: BaselineEvent[], everyMs: number): Promise<number[]> {
  const begun = performance.now();
  const sent: number[] = [];
  for (const event of events) {
    const due = begun + sent.length * everyMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    sent.push(performance.timeOrigin + performance.now());
    for (const connection of connections) {
      void connection.send(event);
    }
  }
  return sent;
}
