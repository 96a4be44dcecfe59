/** The baseline's attendees, many in a page: plain PeerJS. Some unpack what comes, the rest discard it. Frozen. */
import { Peer, type DataConnection } from 'peerjs';
import type { BaselineEvent } from './event';

/** How many connect at the same time. */
const AT_ONCE = 8;
const TRIES = 4;
/** Milliseconds for one try. */
const OPEN_WITHIN = 8_000;

const arrived: Array<{ attendee: number; stepId: string; at: number }> = [];

/** Resolves once all are connected. */
export async function join(
  signallingUrl: string,
  presenter: string,
  { opening, discarding }: { opening: number; discarding: number }
): Promise<void> {
  const numbers = Array.from({ length: opening + discarding }, (_, number) => number);
  const work = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      await joinOne(signallingUrl, presenter, number < opening ? number : null);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function joinOne(signallingUrl: string, presenter: string, attendee: number | null): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      receive(await connect(signallingUrl, presenter), attendee);
      return;
    } catch (error) {
      if (left === 1) {
        throw error;
      }
    }
  }
}

function connect(signallingUrl: string, presenter: string): Promise<DataConnection> {
  const { hostname, port } = new URL(signallingUrl);
  const peer = new Peer({ host: hostname, port: Number(port), path: '/', config: { iceServers: [] }, debug: 0 });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      peer.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error('no connection in time')), OPEN_WITHIN);
    peer.on('error', fail);
    peer.on('open', () => {
      const connection = peer.connect(presenter, { reliable: true });
      connection.on('open', () => {
        clearTimeout(timer);
        resolve(connection);
      });
    });
  });
}

function receive(connection: DataConnection, attendee: number | null): void {
  if (attendee === null) {
    // Before PeerJS's own listener, so that nothing is unpacked.
    connection.dataChannel.addEventListener('message', (event) => event.stopImmediatePropagation(), { capture: true });
    return;
  }
  connection.on('data', (data) => {
    const at = performance.timeOrigin + performance.now();
    const { step } = data as BaselineEvent;
    arrived.push({ attendee, stepId: step.stepId, at });
  });
}

export const arrivals = () => arrived;
