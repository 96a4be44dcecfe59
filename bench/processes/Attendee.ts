/** The product's own attendee in Node, behind the relay: joins by the code, opens, orders and answers all that comes. */
import type { Position } from '../../src/protocol/messages';
import { Attending, type AttendingDeps } from '../../src/session/Attending';
import { DirectoryClient } from '../../src/session/DirectoryClient';
import { SessionError } from '../../src/session/SessionError';
import { memoryStore } from '../../src/testing/memoryStore';
import { nodeCrypto } from '../../src/testing/nodeCrypto';
import { dialByTicket } from '../../src/transport/dialByTicket';
import { dialRelay } from '../../src/transport/RelayLink';
import { nodeClock } from './nodeClock';

export const crypto = nodeCrypto((length) => globalThis.crypto.getRandomValues(new Uint8Array(length)));

/** What a page of a browser of its own has. */
export function pageOf(url: string) {
  return {
    crypto,
    clock: nodeClock,
    random: () => Math.random(),
    directory: new DirectoryClient(url, null, (address, init) => fetch(address, init), nodeClock),
    store: memoryStore(),
    tabStore: memoryStore(),
    tabs: { hold: () => () => {}, held: async () => false },
    log() {},
  } satisfies Omit<AttendingDeps, 'dial'>;
}

/** How the connection stood since when, by the clock of all processes of a machine. */
export interface Stretch {
  live: boolean;
  /** Milliseconds since 1970. */
  since: number;
}

export class Attendee {
  /** `epoch.seq` of each event that reached this attendee's page, in order. */
  readonly applied: string[] = [];
  /** `epoch.seq` of where it stands, by an event or by a snapshot, and since when, in milliseconds since 1970. */
  stands = { at: '0.0', since: 0 };
  /** How often it was told where the room stands instead. */
  snapshots = 0;
  readonly stretches: Stretch[] = [{ live: false, since: Date.now() }];
  ended: string | null = null;
  private attending: Attending | null = null;
  private becameLive: () => void = () => {};

  /** Resolves when it is live for the first time. */
  async join(url: string, code: string, name: string): Promise<void> {
    const live = new Promise<void>((resolve) => (this.becameLive = resolve));
    const page = pageOf(url);
    this.attending = await pressed(() =>
      Attending.join(
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
                    {
                      baseUrl: url,
                      clock: page.clock,
                      random: page.random,
                      answered: (handler) => page.directory.onAnswer(handler),
                    },
                    ticket,
                    handlers
                  ),
              },
              on
            ),
        },
        {
          changed: () => this.changed(),
          event: (_event, of) => {
            this.applied.push(`${of.epoch}.${of.seq}`);
            this.standsAt(of);
            this.attending?.session.begun(of);
            this.attending?.session.receipt(of, 'shown');
          },
          stillShown() {},
          snapshot: (snapshot, of) => {
            this.snapshots += 1;
            this.standsAt(of);
            if (snapshot.highlight) {
              this.attending?.session.receipt({ epoch: of.epoch, seq: snapshot.highlight.seq }, 'shown');
            }
          },
          ended: (reason) => {
            this.ended = reason;
            this.changed();
          },
        }
      )
    );
    this.changed();
    await live;
  }

  close(): void {
    this.attending?.close();
  }

  private standsAt({ epoch, seq }: Position): void {
    this.stands = { at: `${epoch}.${seq}`, since: Date.now() };
  }

  private changed(): void {
    const live = this.ended === null && this.attending?.session.view().connection.kind === 'live';
    if (live !== this.stretches.at(-1)?.live) {
      this.stretches.push({ live, since: Date.now() });
      if (live) {
        this.becameLive();
      }
    }
  }
}

/** As often as a person would press Join again. */
const PRESSES = 5;

async function pressed<T>(join: () => Promise<T>, left = PRESSES): Promise<T> {
  try {
    return await join();
  } catch (error) {
    if (left === 1 || !SessionError.from(error).retry) {
      throw error;
    }
    return pressed(join, left - 1);
  }
}
