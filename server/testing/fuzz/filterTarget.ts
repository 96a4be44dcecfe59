/** Signalling frames against the filter alone: nothing throws, and nothing passes but to the own session's other side. */
import { Dice } from '../../../src/testing/fuzz/Dice';
import { utf8ToBytes } from '../../../src/protocol/bytes';
import type { Target } from '../../../src/testing/fuzz/target';
import { SignallingFilter } from '../../signallingFilter';
import { parseFrame } from '../../signallingFrames';
import type { Ticket } from '../../tickets';
import { badText, SIGNALLING_TYPES, signallingFrame } from './signallingBodies';

const FRAMES_A_ROUND = 60;
const SESSIONS = ['a', 'b'] as const;

const ticket = (session: string, role: 'presenter' | 'attendee'): Ticket => ({
  peerId: `${role}-${session}`,
  session,
  subject: role === 'presenter' ? { role } : { role, attendeeId: 'a7'.repeat(16), route: 'direct' },
});

export async function filterTarget(): Promise<Target> {
  return {
    name: 'signalling-filter',
    async round(seed, tally) {
      const dice = new Dice(seed);
      let now = 0;
      const filter = new SignallingFilter(() => now);
      SESSIONS.forEach((session) => {
        filter.enter(ticket(session, 'presenter'));
        filter.enter(ticket(session, 'attendee'));
      });
      for (let n = 0; n < FRAMES_A_ROUND; n++) {
        now += 60;
        const speaker = dice.pick(['presenter', 'attendee'] as const);
        const type = dice.pick(SIGNALLING_TYPES);
        const dst = `${speaker === 'presenter' ? 'attendee' : 'presenter'}-${dice.chance(0.8) ? 'a' : 'b'}`;
        const text = dice.chance(0.4)
          ? JSON.stringify(signallingFrame(type, dst, dice))
          : badText(signallingFrame(type, dst, dice), dice);
        tally.sending(utf8ToBytes(text));
        try {
          const verdict = filter.judge(`${speaker}-a`, text);
          if (verdict.kind === 'pass') {
            const { frame } = verdict;
            const arrival = filter.receive(frame.dst, { src: `${speaker}-a`, session: 'a' }, frame);
            if (!parseFrame(JSON.stringify(frame))) {
              tally.find('what passed is no frame of signalling');
            }
            if (arrival.kind === 'deliver' && !frame.dst.endsWith('-a')) {
              tally.find('DIR-7: cross-talk: a frame is delivered to another session');
            }
          } else if (verdict.kind === 'close') {
            filter.leave(`${speaker}-a`);
            filter.enter(ticket('a', speaker));
          }
          tally.count(type, {
            crypto: false,
            schema: isJson(text),
            refused: verdict.kind !== 'pass' && verdict.kind !== 'alive',
          });
        } catch (error) {
          tally.find(`threw ${String(error)}`);
        }
      }
    },
    async close() {},
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
