/** Frames against a presenter's end of a link: before, in and after its handshake. */
import { equalBytes, hexToBytes } from '../../protocol/bytes';
import { decodeAttendeeMessage, decodeHandshake, encodeHandshake, encodeMessage } from '../../protocol/codec';
import { parseFrame } from '../../protocol/envelope';
import { greet, verify, type PairKeys } from '../../protocol/handshake';
import type { AttendeeMessage, HandshakeMessage, Hello } from '../../protocol/messages';
import { authorKeyId } from '../../protocol/sealing';
import { PresenterLink, slicer } from '../../session/PresenterLink';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES } from '../sampleMessages';
import { ATTENDEE_TYPES, badBody, HANDSHAKE_TYPES, isJson, sealBody } from './bodies';
import { attacker, linkWorld, watched, type Attacker, type LinkWorld } from './linkWorld';
import { mutateBytes } from './mutateBytes';
import type { Tally } from './Tally';
import type { Target } from './target';

const SESSION = '5e'.repeat(16);
const ATTENDEE = 'a7'.repeat(16);
/** Frames that an attacker with good keys sends before it goes, where it is not cut off before. */
const FRAMES_A_LINK = 16;

export async function presenterTarget(): Promise<Target> {
  const world = await linkWorld();
  return {
    name: 'presenter-link',
    round: (seed, tally) => round(world, seed, tally),
    async close() {
      world.honest.close();
      await world.clock.advance(50);
    },
  };
}

function attacked({ clock, network }: LinkWorld, { crypto, signer }: Attacker, keyId: string) {
  const { near, far } = network.pair();
  const heard: AttendeeMessage[] = [];
  const frames: Uint8Array[] = [];
  const counted = watched(crypto);
  const deps = { crypto: counted.crypto, clock, signer, session: SESSION, keyId, at: () => 0, slowly: slicer(clock) };
  const hear = (message: AttendeeMessage) => void heard.push(message);
  const link = new PresenterLink(near, deps, { joined: hear, message: hear });
  const state = { closed: false };
  near.onFrame((frame) => link.push(frame));
  near.onClose(() => {
    state.closed = true;
    link.closed();
  });
  far.onFrame((frame) => frames.push(frame));
  far.onClose(() => {
    state.closed = true;
  });
  return { far, frames, heard, state, tried: counted.tried };
}
type Attacked = ReturnType<typeof attacked>;

async function round(world: LinkWorld, seed: number, tally: Tally): Promise<void> {
  const who = await attacker(seed);
  const pending = world.clock.pending();
  const keyId = await authorKeyId(who.crypto, who.signer.publicKey);
  const end = attacked(world, who, keyId);
  if (who.dice.chance(0.4)) {
    await badGreeting(world, who, end, tally);
  } else {
    const keys = await greeted(world, who, end);
    await sealedFrames(world, who, end, keys, tally);
  }
  end.far.close();
  await world.clock.advance(10);
  if (world.clock.pending() > pending) {
    tally.find('a closed link leaves a timer behind');
  }
  await world.honest.check(tally);
}

async function badGreeting(world: LinkWorld, { dice, crypto }: Attacker, end: Attacked, tally: Tally): Promise<void> {
  const type = dice.pick(HANDSHAKE_TYPES);
  const { hello } = await greet(crypto, SESSION, ATTENDEE);
  const message: HandshakeMessage = type === 'hello' ? hello : HANDSHAKE_MESSAGES[type];
  const whole = encodeHandshake(message);
  const body = dice.chance(0.8) ? badBody(message, dice) : null;
  const frame = body ? Uint8Array.from([0, ...body.subarray(0, 5000)]) : mutateBytes(whole, whole, dice);
  tally.sending(frame);
  end.far.send(frame);
  await world.clock.advance(10);
  const parsed = parseFrame(frame);
  const decoded = parsed.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
  const proofs = end.frames.filter((each) => kindOf(each) === 'proof').length;
  const isHello = decoded?.ok === true && decoded.value.type === 'hello';
  if (proofs > (isHello ? 1 : 0) || end.heard.length > 0) {
    tally.find('HS-1: something that is no hello was answered or heard');
  }
  if (!isHello && !end.state.closed) {
    tally.find('HS-1: what is no hello does not close the link');
  }
  tally.count(type, {
    crypto: end.tried.count > 0,
    schema: parsed.kind === 'handshake' && isJson(parsed.body),
    refused: proofs === 0,
  });
}

function kindOf(frame: Uint8Array): string | null {
  const parsed = parseFrame(frame);
  const decoded = parsed.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
  return decoded?.ok ? decoded.value.type : null;
}

async function greeted(world: LinkWorld, { crypto, signer }: Attacker, end: Attacked): Promise<PairKeys> {
  const greeting = await greet(crypto, SESSION, ATTENDEE);
  const hello: Hello = greeting.hello;
  end.far.send(encodeHandshake(hello));
  await world.clock.advance(10);
  const parsed = end.frames.length > 0 ? parseFrame(end.frames[0]) : null;
  const proof = parsed?.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
  const verified =
    proof?.ok && proof.value.type === 'proof' ? await verify(crypto, greeting, proof.value, signer.publicKey) : null;
  if (!verified?.ok) {
    throw new Error('an honest hello was not answered');
  }
  end.tried.count = 0;
  return verified.keys;
}

async function sealedFrames(
  world: LinkWorld,
  { dice, crypto }: Attacker,
  end: Attacked,
  keys: PairKeys,
  tally: Tally
): Promise<void> {
  const author = await authorKeyId(crypto, hexToBytes(ATTENDEE));
  let before: Uint8Array = new Uint8Array(0);
  for (let seq = 1; seq <= FRAMES_A_LINK && !end.state.closed; seq++) {
    // Most join as they should: what comes after is read by more code.
    const isFirst = seq === 1;
    const type = isFirst && dice.chance(0.8) ? 'attendee_join' : dice.pick(ATTENDEE_TYPES);
    const message = ATTENDEE_MESSAGES[type];
    const how = dice.chance(isFirst ? 0.75 : 0.45)
      ? 'valid'
      : dice.pick(['body', 'body', 'bytes', 'header', 'replay'] as const);
    const body = how === 'body' ? badBody(message, dice) : encodeMessage(message);
    const header = {
      class: how === 'header' && dice.chance(0.3) ? ('to-attendee' as const) : ('to-presenter' as const),
      session: how === 'header' && dice.chance(0.3) ? '00'.repeat(16) : SESSION,
      epoch: dice.pick([0, 0, 1, 0xffffffff]),
      seq: how === 'header' && dice.chance(0.5) ? dice.pick([0, seq - 1, seq + 1, 0xffffffff]) : seq,
      author,
      at: dice.below(1000),
    };
    const cipher = how === 'header' && dice.chance(0.2) ? keys.toAttendee : keys.toPresenter;
    const whole = await sealBody({ crypto, cipher, signer: null }, header, body);
    const frame =
      how === 'bytes' ? mutateBytes(whole, before, dice) : how === 'replay' && before.length > 0 ? before : whole;
    const isWhole = equalBytes(frame, whole) && how !== 'header';
    const heardBefore = end.heard.length;
    end.tried.count = 0;
    tally.sending(frame);
    end.far.send(frame);
    await world.clock.advance(25);
    const heard = end.heard.slice(heardBefore);
    const expected = isWhole ? decodeAttendeeMessage(body) : null;
    if (how !== 'header') {
      const wanted = expected?.ok ? JSON.stringify(expected.value) : null;
      if (heard.length > 1 || (heard.length === 1 && JSON.stringify(heard[0]) !== wanted)) {
        tally.find(`SEAL: heard ${JSON.stringify(heard)} of a frame that was ${how}`);
      }
      if (how === 'valid' && heard.length === 0 && !isFirst && type !== 'attendee_join') {
        tally.find('a message as it should be was not heard');
      }
    } else if (
      heard.length > 0 &&
      (header.class !== 'to-presenter' || header.session !== SESSION || cipher !== keys.toPresenter)
    ) {
      tally.find('ENV-4: heard a frame with a foreign header');
    }
    tally.count(type, {
      crypto: end.tried.count > 0,
      schema: end.tried.count > 0 && isWhole && isJson(body),
      refused: heard.length === 0,
    });
    if (how === 'header' && header.seq > seq) {
      // Whatever follows on this link stands below it.
      return;
    }
    before = frame;
  }
}
