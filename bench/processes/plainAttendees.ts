/** The baseline of coming back: sockets that connect, ask once and count. Frozen. */
import WebSocket from 'ws';
import { answerCalls } from './Program';

function comeBack(url: string, frames: number): Promise<number> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    let came = 0;
    socket.on('error', reject);
    socket.on('open', () => socket.send('again'));
    socket.on('message', () => {
      came += 1;
      if (came === frames) {
        resolve(Date.now());
        socket.close();
      }
    });
  });
}

const calls = {
  /** All at once; resolves to when each had every frame, in milliseconds since 1970. */
  comeBack: (url: string, count: number, frames: number): Promise<number[]> =>
    Promise.all(Array.from({ length: count }, () => comeBack(url, frames))),
};
export type PlainAttendeesCalls = typeof calls;

answerCalls(calls);
