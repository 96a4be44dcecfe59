/**
 * Attendees behind the relay that join as any other does, and then open nothing: they keep the order by the frames' clear
 * headers, and ask the relay for what they miss as the product's attendees do.
 */
import { bytesToHex } from '../../src/protocol/bytes';
import { parseFrame } from '../../src/protocol/envelope';
import { TIMES } from '../../src/protocol/limits';
import type { Position } from '../../src/protocol/messages';
import type { PairLink } from '../../src/transport/Link';
import { dialByTicket } from '../../src/transport/dialByTicket';
import { dialRelay } from '../../src/transport/RelayLink';
import { joinAsSink } from '../fanOut/ours/sink';
import { pageOf } from './Attendee';
import { answerCalls } from './Program';

class Sink {
  last: Position = { epoch: 0, seq: 0 };
  since = 0;
  snapshots = 0;
  /** Stage frames that came again, or before their turn. */
  extra = 0;
  private askedAt = -Infinity;

  constructor(private readonly link: PairLink) {
    link.onFrame((frame) => this.took(frame));
  }

  private took(frame: Uint8Array): void {
    const parsed = parseFrame(frame);
    if (parsed.kind !== 'envelope') {
      return;
    }
    const { class: kind, epoch, seq } = parsed.envelope.header;
    const isNext = kind === 'stage' && (seq === this.last.seq + 1 || this.last.epoch === 0);
    if (isNext || (kind === 'snapshot' && seq > this.last.seq)) {
      this.last = { epoch, seq };
      this.since = Date.now();
      this.snapshots += kind === 'snapshot' ? 1 : 0;
    } else if (kind === 'stage') {
      this.extra += 1;
    }
    const misses = (kind === 'stage' || kind === 'ping') && seq > this.last.seq && this.last.epoch > 0;
    if (misses && performance.now() - this.askedAt >= TIMES.catchUp) {
      this.askedAt = performance.now();
      void this.link.after?.(this.last);
    }
  }
}

const sinks: Sink[] = [];

const calls = {
  /** So many at the same time; resolves when all are in. */
  async join(url: string, codes: string[], atOnce: number): Promise<void> {
    const left = [...codes];
    const work = async () => {
      for (let code = left.shift(); code !== undefined; code = left.shift()) {
        const { crypto, clock, directory } = pageOf(url);
        const [id, secret, tab] = [16, 32, 8].map((length) => bytesToHex(crypto.randomBytes(length)));
        const info = await directory.info(code);
        await joinAsSink(
          info,
          { attendeeId: id, resumeSecret: secret, tabId: tab },
          {
            crypto,
            clock,
            dial: (_route, on) =>
              dialByTicket(
                {
                  ticket: () => directory.ticket(info.code, { attendeeId: id, route: 'relay' }),
                  direct: () => () => {},
                  relay: (ticket, handlers) =>
                    dialRelay(
                      { baseUrl: url, clock, random: Math.random, answered: (handler) => directory.onAnswer(handler) },
                      ticket,
                      {
                        ...handlers,
                        open(link) {
                          sinks.push(new Sink(link));
                          handlers.open(link);
                        },
                      }
                    ),
                },
                on
              ),
          }
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  },
  /** Where each stands, and since when. */
  stand: () => sinks.map(({ last, since }) => ({ at: `${last.epoch}.${last.seq}`, since })),
  /** How often each was told where the room stands. */
  snapshots: () => sinks.map(({ snapshots }) => snapshots),
  /** Frames of events that were of no use, of all. */
  extra: () => sinks.reduce((sum, { extra }) => sum + extra, 0),
};
export type RelaySinksCalls = typeof calls;

answerCalls(calls);
