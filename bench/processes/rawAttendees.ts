/**
 * Attendees of the relay with as little behind their sockets as can be: a WebSocket that speaks as much of Engine.IO 4 and
 * Socket.IO 5 as the relay needs, answers pings, and notes how old each frame is. What is measured is the server.
 */
import WebSocket from 'ws';
import { attendeeTicket } from '../../server/testing/people';
import { RELAY_PATH } from '../../src/protocol/relayApi';
import { answerCalls } from './Program';
import { readStamp, sharedNow, STAMPED_BYTES } from './stampedFrame';

const FRAME = '42["frame","';
/** Characters of a frame's text that its stamp is in. */
const STAMP_TEXT = (4 * STAMPED_BYTES) / 3;

/** How many knock at the same time. */
const AT_ONCE = 32;

interface Heard {
  /** Milliseconds from the presenter's send to here, of each frame since the last question. */
  latencies: number[];
  /** Sockets that are closed. */
  lost: number;
  pings: number;
}

let heard: Heard = { latencies: [], lost: 0, pings: 0 };

/** Resolves once the relay has taken it in. */
function attend(url: string, ticket: string, localAddress: string): Promise<void> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${RELAY_PATH}/?EIO=4&transport=websocket`, {
    localAddress,
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => {
      heard.lost += 1;
      reject(new Error('closed'));
    });
    socket.on('message', (data: Buffer) => {
      if (data.toString('latin1', 0, FRAME.length) === FRAME) {
        const text = data.toString('latin1', FRAME.length, FRAME.length + STAMP_TEXT);
        heard.latencies.push(sharedNow() - readStamp(Buffer.from(text, 'base64')).sent);
        return;
      }
      const packet = data.toString('latin1');
      if (packet === '2') {
        heard.pings += 1;
        socket.send('3');
      } else if (packet.startsWith('0')) {
        socket.send(`40${JSON.stringify({ ticket })}`);
      } else if (packet.startsWith('42["taken"')) {
        resolve();
      } else if (packet.startsWith('44')) {
        reject(new Error(`refused: ${packet}`));
      }
    });
  });
}

const calls = {
  /** Resolves once all are in. */
  async join(url: string, codes: string[], localAddresses: string[]): Promise<void> {
    const numbers = codes.map((_, number) => number);
    const work = async () => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
        const { relay } = await attendeeTicket(url, codes[number]);
        await attend(url, relay ?? '', localAddresses[number % localAddresses.length]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  },
  /** What was heard since the last question. */
  heard(): Heard {
    const answer = heard;
    heard = { latencies: [], lost: 0, pings: 0 };
    return answer;
  },
};
export type RawAttendeesCalls = typeof calls;

answerCalls(calls);
