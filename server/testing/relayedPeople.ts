/** The shipped sessions of a presenter and attendees, in this process, behind the relay of real servers. */
import type { Position, StageEvent } from '../../src/protocol/messages';
import { Attending } from '../../src/session/Attending';
import type { Clock } from '../../src/session/clock';
import { DirectoryClient } from '../../src/session/DirectoryClient';
import type { Presenting } from '../../src/session/Presenting';
import { createPresenting } from '../../src/session/startPresenting';
import { crypto } from '../../src/testing/linkPeers';
import { memoryStore } from '../../src/testing/memoryStore';
import { dialByTicket } from '../../src/transport/dialByTicket';
import { RelayHub } from '../../src/transport/RelayHub';
import { dialRelay } from '../../src/transport/RelayLink';
import { withHub } from '../../src/transport/withHub';
import { randomHex } from './people';

const clock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** What a page of its own browser has. */
function pageOf(url: string) {
  return {
    crypto,
    clock,
    random: () => Math.random(),
    directory: new DirectoryClient(url, null, (address, init) => fetch(address, init), clock),
    store: memoryStore(),
    tabStore: memoryStore(),
    tabs: { hold: () => () => {}, held: async () => false },
    log() {},
  };
}

/** A session whose servers have `RELAY=only`. */
export async function present(url: string): Promise<Presenting> {
  const noPairs = { onPair: () => () => {}, onHub: () => () => {}, close() {} };
  return createPresenting(
    { sessionName: 'Logs for all', presenterName: 'Ada', guide: null, admit: false },
    {
      ...pageOf(url),
      listen({ nextRelay, signalling }) {
        if (!nextRelay) {
          throw new Error('there is no relay');
        }
        signalling('ready', 'only the relay');
        return withHub(
          noPairs,
          () => new RelayHub({ baseUrl: url, clock, random: Math.random, load: randomHex(8), ticket: nextRelay })
        );
      },
    },
    { changed() {}, failed() {}, ended() {} }
  );
}

export class RelayedAttendee {
  /** Every stage event that reached this attendee's page, in order. */
  readonly events: Array<{ event: StageEvent; of: Position }> = [];
  /** When the newest came, by this process's clock, in milliseconds. */
  lastAt = 0;
  ended: string | null = null;

  private constructor(private readonly attending: { current: Attending | null }) {}

  static async join(url: string, code: string, name: string): Promise<RelayedAttendee> {
    const held: { current: Attending | null } = { current: null };
    const attendee = new RelayedAttendee(held);
    const page = pageOf(url);
    held.current = await Attending.join(
      { invitation: { code, fingerprint: null }, name, mode: 'guided', hand: false, takeOver: false, tabId: null },
      {
        ...page,
        dial: (of, attendeeId) => (_route, on) =>
          dialByTicket(
            {
              ticket: () => page.directory.ticket(of, { attendeeId, route: 'relay' }),
              direct: () => () => {},
              relay: (ticket, handlers) =>
                dialRelay(
                  { baseUrl: url, clock, random: page.random, answered: (handler) => page.directory.onAnswer(handler) },
                  ticket,
                  handlers
                ),
            },
            on
          ),
      },
      {
        changed() {},
        event(event, of) {
          attendee.events.push({ event, of });
          attendee.lastAt = performance.now();
        },
        snapshot() {},
        stillShown() {},
        ended: (reason) => (attendee.ended = reason),
      }
    );
    return attendee;
  }

  get live(): boolean {
    return this.attending.current?.session.view().connection.kind === 'live';
  }

  close(): void {
    this.attending.current?.close();
  }
}
