/** A presenter's and an attendee's shipped ends of a link, joined: they see whether others' frames reach them. */
import { type CryptoBackend, type Signer } from '../../protocol/crypto';
import type { StageEvent } from '../../protocol/messages';
import { authorKeyId } from '../../protocol/sealing';
import { AttendeeLink } from '../../session/AttendeeLink';
import { GroupSeal } from '../../session/GroupSeal';
import { PresenterLink, slicer } from '../../session/PresenterLink';
import type { FakeClock } from '../FakeClock';
import type { MemoryNetwork } from '../MemoryNetwork';
import { ATTENDEE_MESSAGES, PRESENTER_MESSAGES } from '../sampleMessages';
import type { Tally } from './Tally';

const SESSION = 'b0'.repeat(16);
const ATTENDEE = 'b1'.repeat(16);
const EPOCH = 3;

export interface HonestPair {
  /** Something is said each way; whatever else was heard since the last time is a finding. */
  check(tally: Tally): Promise<void>;
  close(): void;
}

export async function honestPair(
  crypto: CryptoBackend,
  signer: Signer,
  clock: FakeClock,
  network: MemoryNetwork
): Promise<HonestPair> {
  const { near, far } = network.pair();
  const keyId = await authorKeyId(crypto, signer.publicKey);
  const heard: string[] = [];
  const hear = (what: string) => () => void heard.push(what);
  const at = () => clock.now();
  const presenter = new PresenterLink(
    near,
    { crypto, clock, signer, session: SESSION, keyId, at, slowly: slicer(clock) },
    { joined: hear('joined'), message: (message) => heard.push(JSON.stringify(message)) }
  );
  near.onFrame((frame) => presenter.push(frame));
  near.onClose(() => presenter.closed());
  const attendee = new AttendeeLink(
    far,
    {
      crypto,
      at,
      session: SESSION,
      identity: signer.publicKey,
      attendeeId: ATTENDEE,
      join: () => ATTENDEE_MESSAGES.attendee_join,
    },
    {
      verified: hear('verified'),
      waits: hear('waits'),
      welcomed: hear('welcomed'),
      invited: hear('invited'),
      handLowered: hear('hand lowered'),
      typing: hear('typing'),
      driving: hear('driving'),
      stage: (_of, event) => heard.push(JSON.stringify(event)),
      skipped: hear('skipped'),
      pinged: hear('pinged'),
      ended: hear('ended'),
      failed: hear('failed'),
      back: hear('back'),
      closed: hear('closed'),
    }
  );
  await clock.advance(50);
  const group = await GroupSeal.create(EPOCH, { crypto, signer, session: SESSION, keyId, at });
  await presenter.send({ ...PRESENTER_MESSAGES.session_start, epoch: EPOCH, groupKey: group.key }, EPOCH);
  await clock.advance(50);
  if (heard.splice(0).join() !== 'verified,joined,welcomed') {
    throw new Error('the honest pair has not met');
  }
  let said = 0;
  return {
    async check(tally) {
      const event: StageEvent = {
        type: 'show_me',
        step: { guideId: 'tour', stepId: `step-${++said}`, stepHash: '0'.repeat(64) },
      };
      const hand = { type: 'hand_raise', up: said % 2 === 0 } as const;
      presenter.sendSealed(await group.seal('stage', said, event));
      attendee.send(hand);
      await clock.advance(20);
      const what = heard.splice(0).sort().join(' ');
      if (
        what !==
        [event, hand]
          .map((each) => JSON.stringify(each))
          .sort()
          .join(' ')
      ) {
        tally.find(`cross-talk: the honest pair heard ${what}`);
      }
    },
    close() {
      attendee.close();
      presenter.close();
    },
  };
}
