/** The baseline in the same run: the same number of sockets, as many frames of the same size, nothing sealed, nothing ordered. */
import type { Opened } from '../bench';
import type { PlainAttendeesCalls } from '../processes/plainAttendees';
import type { PlainServerCalls } from '../processes/plainServer';
import { Program } from '../processes/Program';

/** Bytes of a sealed event with ids of a common length. */
export const FRAME_BYTES = 620;

export interface Plain {
  /** Milliseconds from coming back until each has everything. */
  took: number[];
  /** Milliseconds of the server's CPU time. */
  cpu: number;
}

/** Resolves to a round of it. */
export async function plainRounds(
  opened: Opened,
  { sockets, frames, programs }: { sockets: number; frames: number; programs: number }
): Promise<() => Promise<Plain>> {
  const server = await opened.use(Program.start<PlainServerCalls>('plainServer'), (program) => program.kill());
  const url = await server.call('start', frames, FRAME_BYTES);
  const clients: Array<Program<PlainAttendeesCalls>> = [];
  for (let number = 0; number < programs; number++) {
    clients.push(await opened.use(Program.start<PlainAttendeesCalls>('plainAttendees'), (program) => program.kill()));
  }
  return async () => {
    const before = await server.call('cpu');
    const back = Date.now();
    const all = await Promise.all(clients.map((program) => program.call('comeBack', url, sockets / programs, frames)));
    return { took: all.flat().map((at) => at - back), cpu: (await server.call('cpu')) - before };
  };
}
