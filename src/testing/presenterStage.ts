/** A presenter's session over MemoryNetwork, with attendees that are played by hand, frame by frame. */
import { LIMITS } from '../protocol/limits';
import { hexToBytes } from '../protocol/bytes';
import { presenterMessageSchema, type AttendeeMessage, type PresenterMessage } from '../protocol/messages';
import { authorKeyId } from '../protocol/sealing';
import { OPEN_DOOR, type DoorState } from '../session/Door';
import { PresenterSession } from '../session/PresenterSession';
import { platformRandom } from './cryptoBackends';
import { FakeClock } from './FakeClock';
import { bodyOf, crypto, greetByHand, Peer, sealed, SESSION } from './linkPeers';
import { MemoryListener, MemoryNetwork } from './MemoryNetwork';
import { memoryStore } from './memoryStore';
import { ATTENDEE_MESSAGES } from './sampleMessages';

const { attendee_join: join } = ATTENDEE_MESSAGES;

/** @param door what an earlier page has left */
export async function presenterStage({ door = OPEN_DOOR }: { door?: DoorState } = {}) {
  const clock = new FakeClock();
  const network = new MemoryNetwork(clock, () => 0);
  const listener = new MemoryListener();
  const signer = await crypto.signer(platformRandom(32));
  const doors: DoorState[] = [];
  /** Who came in by a new link, in order. */
  const entered: string[] = [];
  let redraws = 0;
  const session = await PresenterSession.start(
    {
      session: SESSION,
      sessionName: 'A tour',
      presenterName: 'Grace',
      epoch: 1,
      bases: [],
      stage: { guide: null, highlight: null, route: null, policy: 'ask' },
      stageSeq: 0,
      door,
      directSlots: LIMITS.directSlots,
    },
    { crypto, signer, clock, listener, store: memoryStore() },
    {
      changed: () => redraws++,
      persist() {},
      doorChanged: (state) => doors.push(state),
      failed() {},
      entered: (id) => entered.push(id),
    }
  );
  /** An attendee by hand that has joined with an empty log. */
  const attendee = async (attendeeId: string, changes: Partial<typeof join> = {}) => {
    const { near, far } = network.pair();
    listener.acceptPair(near);
    const peer = new Peer(far, clock);
    const keys = await greetByHand(peer, signer.publicKey, { attendeeId });
    if (!keys) {
      throw new Error('no proof');
    }
    const author = await authorKeyId(crypto, hexToBytes(attendeeId));
    let seq = 0;
    const seal = (message: AttendeeMessage) =>
      sealed({ cipher: keys.toPresenter }, { class: 'to-presenter', author, seq: ++seq }, message);
    const joining = await seal({ ...join, last: null, ...changes });
    await peer.send(joining);
    return {
      peer,
      /** The sealed join, as it went over the wire. */
      joining,
      say: async (...messages: AttendeeMessage[]) => {
        const frames: Uint8Array[] = [];
        for (const message of messages) {
          frames.push(await seal(message));
        }
        await peer.send(...frames);
      },
      /** What was said to this attendee alone. */
      heard: async (): Promise<PresenterMessage[]> => {
        const direct = peer.envelopes().filter(({ header }) => header.class === 'to-attendee');
        return Promise.all(direct.map(async (one) => presenterMessageSchema.parse(await bodyOf(one, keys.toAttendee))));
      },
      events: () => peer.envelopes().filter(({ header }) => header.class === 'stage').length,
    };
  };
  /** A link that connects and says nothing. */
  const silent = () => {
    const { near, far } = network.pair();
    listener.acceptPair(near);
    return new Peer(far, clock);
  };
  return { clock, session, doors, entered, attendee, silent, redraws: () => redraws };
}
