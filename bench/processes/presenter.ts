/** A presenter in Node, behind the relay of servers that have `RELAY=only`. */
import { randomHex } from '../../server/testing/people';
import type { StageEvent } from '../../src/protocol/messages';
import type { Presenting } from '../../src/session/Presenting';
import { createPresenting } from '../../src/session/startPresenting';
import { RelayHub } from '../../src/transport/RelayHub';
import { withHub } from '../../src/transport/withHub';
import { pageOf } from './Attendee';
import { nodeClock } from './nodeClock';
import { answerCalls } from './Program';

const sessions: Presenting[] = [];

const calls = {
  /** Resolves to the codes that attendees join with. */
  async open(url: string, count: number): Promise<string[]> {
    for (let number = 0; number < count; number++) {
      sessions.push(await present(url));
    }
    return sessions.map((presenting) => presenting.view().code);
  },
  /** In every session. */
  publish(event: StageEvent): void {
    sessions.forEach(({ session }) => session.publish(event));
  },
  /** Milliseconds of CPU time so far, of all threads. */
  cpu(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  /** `epoch.seq` of each event, in order, for each session. */
  said: () => sessions.map(({ session }) => session.events().map(({ epoch, seq }) => `${epoch}.${seq}`)),
  /** How many rows of all lists are present. */
  present: () =>
    sessions.flatMap(({ session }) => session.view().rows).filter(({ awaySince }) => awaySince === null).length,
};
export type PresenterCalls = typeof calls;

function present(url: string): Promise<Presenting> {
  const noPairs = { onPair: () => () => {}, onHub: () => () => {}, close() {} };
  return createPresenting(
    { sessionName: 'Recovery', presenterName: 'Presenter', guide: null, admit: false },
    {
      ...pageOf(url),
      listen({ nextRelay, signalling }) {
        if (!nextRelay) {
          throw new Error('there is no relay');
        }
        signalling('ready', 'only the relay');
        return withHub(
          noPairs,
          () =>
            new RelayHub({ baseUrl: url, clock: nodeClock, random: Math.random, load: randomHex(8), ticket: nextRelay })
        );
      },
    },
    { changed() {}, failed() {}, ended() {} }
  );
}

answerCalls(calls);
