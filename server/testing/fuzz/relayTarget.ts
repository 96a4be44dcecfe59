/**
 * Messages at a real server's relay, by those who got in with a ticket: attendees of a session that has a real presenter
 * and a real attendee, and presenters of sessions of their own. A second session beside has nothing to do with them.
 */
import { bytesToHex, concatBytes, utf8ToBytes } from '../../../src/protocol/bytes';
import { encodeHeader, parseFrame, type EnvelopeClass } from '../../../src/protocol/envelope';
import { encodeHandshake } from '../../../src/protocol/codec';
import { HANDSHAKE_MESSAGES } from '../../../src/testing/sampleMessages';
import { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateBytes } from '../../../src/testing/fuzz/mutateBytes';
import { mutateJson } from '../../../src/testing/fuzz/mutateJson';
import type { Tally } from '../../../src/testing/fuzz/Tally';
import type { Target } from '../../../src/testing/fuzz/target';
import { attendeeTicket, Presenter } from '../people';
import { attendRelayed, presentRelayed, type RelayedAttendee, type RelayedPresenter } from '../relayedSession';
import { ioClient, rawClient, type RawClient, type RelayClient } from './RelayClient';
import { fromAddress, serverWorld, type ServerWorld } from './serverWorld';

const MESSAGES_A_SOCKET = 24;
/** Milliseconds on the server's clock between two messages of one sender. */
const PACE = 20;
const HONEST_EVERY = 4;
/** Milliseconds within which what was shown is seen, however busy the machine is. */
const SEEN = 30_000;

const ATTENDEE_EVENTS = ['frame', 'after', 'member leave'] as const;
const PRESENTER_EVENTS = ['all', 'keep', 'to', 'drop', 'presenter leave'] as const;
type Event = (typeof ATTENDEE_EVENTS)[number] | (typeof PRESENTER_EVENTS)[number];

interface HonestRoom {
  at: RelayedPresenter;
  attendee: RelayedAttendee;
  /** Steps that were shown and must have been seen. */
  shown: string[];
}

async function honestRoom(url: string): Promise<HonestRoom> {
  const at = await presentRelayed(url);
  await until(() => at.session.view().route !== null || true);
  const attendee = attendRelayed(() => url, at.presenter);
  await until(attendee.isLive);
  return { at, attendee, shown: [] };
}

async function until(ready: () => boolean): Promise<boolean> {
  for (const limit = Date.now() + SEEN; !ready() && Date.now() < limit; ) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return ready();
}

/** The attendee sees the next step, has seen no other, and the presenter counts this one attendee. */
async function goesOn(room: HonestRoom, tally: Tally): Promise<void> {
  const { at, attendee, shown } = room;
  shown.push(at.show());
  await until(() => attendee.shown.length >= shown.length);
  if (attendee.shown.join() !== shown.join() || !attendee.isLive()) {
    tally.find(`cross-talk: shown ${shown.join()}, seen ${attendee.shown.join()}`);
  }
  if (at.session.view().attendees.length !== 1) {
    tally.find(`cross-talk: attendees ${JSON.stringify(at.session.view().attendees)}`);
  }
  shown.splice(0);
  attendee.shown.splice(0);
}
