/** Frames against `parseFrame`, `open` and the codec: nothing throws, nothing foreign opens, what is taken is well-formed. */
import { concatBytes, equalBytes } from '../../protocol/bytes';
import {
  decodeAttendeeMessage,
  decodeHandshake,
  decodePresenterMessage,
  encodeHandshake,
  encodeMessage,
  type Decoded,
} from '../../protocol/codec';
import { KEY_BYTES, type Cipher, type CryptoBackend, type Signer, type Verifier } from '../../protocol/crypto';
import { FRAME_HANDSHAKE, parseFrame, type EnvelopeHeader } from '../../protocol/envelope';
import { LIMITS } from '../../protocol/limits';
import type { AttendeeMessage, HandshakeMessage, PresenterMessage } from '../../protocol/messages';
import { open } from '../../protocol/sealing';
import { nodeCrypto } from '../nodeCrypto';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../sampleMessages';
import { ATTENDEE_TYPES, badBody, classOf, HANDSHAKE_TYPES, isJson, PRESENTER_TYPES, sealBody } from './bodies';
import { Dice } from './Dice';
import { mutateBytes } from './mutateBytes';
import type { Tally } from './Tally';
import type { Target } from './target';

const FRAMES_A_ROUND = 200;

type Message = PresenterMessage | AttendeeMessage | HandshakeMessage;
type Side = 'presenter' | 'attendee' | 'handshake';

const SIDES: ReadonlyArray<{ side: Side; message: Message }> = [
  ...PRESENTER_TYPES.map((type) => ({ side: 'presenter' as const, message: PRESENTER_MESSAGES[type] })),
  ...ATTENDEE_TYPES.map((type) => ({ side: 'attendee' as const, message: ATTENDEE_MESSAGES[type] })),
  ...HANDSHAKE_TYPES.map((type) => ({ side: 'handshake' as const, message: HANDSHAKE_MESSAGES[type] })),
];

const DECODERS: Record<Side, (body: Uint8Array) => Decoded<Message>> = {
  presenter: decodePresenterMessage,
  attendee: decodeAttendeeMessage,
  handshake: decodeHandshake,
};

interface Keys {
  crypto: CryptoBackend;
  cipher: Cipher;
  signer: Signer;
  verifier: Verifier;
}

export async function decodeTarget(): Promise<Target> {
  return {
    name: 'decode',
    async round(seed, tally) {
      const dice = new Dice(seed);
      const crypto = nodeCrypto(dice.bytes);
      const signer = await crypto.signer(dice.bytes(KEY_BYTES));
      const keys = {
        crypto,
        signer,
        cipher: await crypto.cipher(dice.bytes(KEY_BYTES)),
        verifier: await crypto.verifier(signer.publicKey),
      };
      let before = await whole(SIDES[0].side, encodeMessage(PRESENTER_MESSAGES.session_start), keys, dice);
      for (let n = 0; n < FRAMES_A_ROUND; n++) {
        const { side, message } = SIDES[(seed + n) % SIDES.length];
        before = await one(side, message, before, keys, dice, tally);
      }
    },
    async close() {},
  };
}

const wire = (message: Message): Uint8Array =>
  message.type === 'hello' || message.type === 'proof' || message.type === 'refused'
    ? encodeHandshake(message).subarray(1)
    : encodeMessage(message);

function whole(side: Side, body: Uint8Array, keys: Keys, dice: Dice, type?: string): Promise<Uint8Array> {
  if (side === 'handshake') {
    return Promise.resolve(concatBytes(Uint8Array.of(FRAME_HANDSHAKE), body));
  }
  const known = PRESENTER_TYPES.find((each) => each === type) ?? 'session_start';
  const header: EnvelopeHeader = {
    class: side === 'attendee' ? 'to-presenter' : classOf(known),
    session: '5e'.repeat(16),
    epoch: dice.below(4),
    seq: dice.below(100),
    author: 'ab'.repeat(8),
    at: dice.below(1_000_000),
  };
  return sealBody(keys, header, body);
}

async function one(
  side: Side,
  message: Message,
  before: Uint8Array,
  keys: Keys,
  dice: Dice,
  tally: Tally
): Promise<Uint8Array> {
  const isBad = dice.chance(0.6);
  const body = isBad ? badBody(message, dice) : wire(message);
  const frame = await whole(side, body, keys, dice, message.type);
  const isForged = !isBad && dice.chance(0.7);
  const sent = isForged ? mutateBytes(frame, before, dice) : frame;
  tally.sending(sent);
  const isAsMade = equalBytes(sent, frame) || equalBytes(sent, before);
  const fate = { crypto: false, schema: false, refused: true };
  try {
    const parsed = parseFrame(sent);
    if (parsed.kind === 'refused' && isAsMade && sent.length <= LIMITS.frameBytes && side !== 'handshake') {
      tally.find('an envelope as it should be is refused');
    }
    let opened: Uint8Array | null = null;
    if (parsed.kind === 'envelope') {
      fate.crypto = true;
      opened = await open(keys, parsed.envelope);
      if (opened && !isAsMade) {
        tally.find('SEAL-3: a forged frame opens');
      }
      if (!opened && isAsMade) {
        tally.find('a frame as it should be does not open');
      }
    } else if (parsed.kind === 'handshake') {
      opened = parsed.body;
    }
    if (opened) {
      fate.schema = isJson(opened);
      // Whatever it was made as: every receiver's decoder has to bear it.
      const results = (['presenter', 'attendee', 'handshake'] as const).map((each) => check(each, opened, tally));
      fate.refused = results.every((ok) => !ok);
      if (!isBad && isAsMade && equalBytes(sent, frame) && fate.refused) {
        tally.find('a message as it should be is refused');
      }
    }
  } catch (error) {
    tally.find(`MSG-6: threw ${String(error)}`);
  }
  tally.count(message.type, fate);
  return frame;
}

/** Whether it was taken; and if so, that it says the same when it is sent on (SPEC MSG-4). */
function check(side: Side, body: Uint8Array, tally: Tally): boolean {
  const decoded = DECODERS[side](body);
  if (!decoded.ok) {
    return false;
  }
  const said = JSON.stringify(decoded.value);
  const again = DECODERS[side](wire(decoded.value));
  if (!again.ok || JSON.stringify(again.value) !== said) {
    tally.find(`MSG-4: ${said} is not the same when it is decoded again`);
  }
  if ('polluted' in {}) {
    tally.find('a body has reached the prototype of all objects');
  }
  return true;
}
