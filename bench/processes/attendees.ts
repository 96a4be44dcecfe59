/** Many real attendees in a program of their own. */
import { Attendee, type Stretch } from './Attendee';
import { answerCalls } from './Program';

const attendees: Attendee[] = [];

const calls = {
  /** So many at the same time: a program makes only so many calls in the time that a call may take. Resolves, when all are live, to how long each took in milliseconds. */
  async join(url: string, codes: string[], atOnce: number): Promise<number[]> {
    const took: number[] = [];
    const left = [...codes];
    const work = async () => {
      for (let code = left.shift(); code !== undefined; code = left.shift()) {
        const attendee = new Attendee();
        attendees.push(attendee);
        const begun = performance.now();
        await attendee.join(url, code, `Attendee ${attendees.length}`);
        took.push(performance.now() - begun);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return took;
  },
  /** How many are live now. */
  live: () => attendees.filter(({ stretches }) => stretches.at(-1)?.live).length,
  /** What each has applied, in order. */
  applied: () => attendees.map(({ applied }) => applied),
  /** The least that anybody has applied. */
  fewest: () => Math.min(...attendees.map(({ applied }) => applied.length)),
  /** Where each stands, and since when. */
  stand: () => attendees.map(({ stands }) => stands),
  /** How often each was told where the room stands. */
  snapshots: () => attendees.map(({ snapshots }) => snapshots),
  stretches: (): Stretch[][] => attendees.map(({ stretches }) => stretches),
  /** Why any of them are out for good. */
  ended: () => attendees.flatMap(({ ended }) => ended ?? []),
};
export type AttendeesCalls = typeof calls;

answerCalls(calls);
