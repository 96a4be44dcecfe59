/** Frames against an attendee's end of a link: in its handshake, and from a presenter with good keys after it. */
import { bytesToHex, concatBytes, equalBytes } from '../../protocol/bytes';
import { decodeHandshake, decodePresenterMessage, encodeHandshake, encodeMessage } from '../../protocol/codec';
import { KEY_BYTES, type Cipher, type Signer } from '../../protocol/crypto';
import { FRAME_HANDSHAKE, parseFrame, type EnvelopeHeader } from '../../protocol/envelope';
import { answer, type PairKeys } from '../../protocol/handshake';
import {
  stageEventSchema,
  type Hello,
  type PresenterMessage,
  type Proof,
  type SessionStart,
} from '../../protocol/messages';
import { authorKeyId } from '../../protocol/sealing';
import { AttendeeLink, type Received } from '../../session/AttendeeLink';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../sampleMessages';
import { badBody, classOf, HANDSHAKE_TYPES, isJson, PRESENTER_TYPES, sealBody } from './bodies';
import { attacker, linkWorld, watched, type Attacker, type LinkWorld } from './linkWorld';
import { mutateBytes } from './mutateBytes';
import type { Tally } from './Tally';
import type { Target } from './target';

const SESSION = '5e'.repeat(16);
const ATTENDEE = 'a7'.repeat(16);
const EPOCH = 2;
const FRAMES_A_LINK = 60;
const LASTING = PRESENTER_TYPES.filter((type) => type !== 'session_end');
/** What may only be heard in a session. */
const TEXTS = new Set(['welcomed', 'stage', 'skipped', 'pinged', 'ended', 'waits', 'invited', 'hand lowered']);

export async function attendeeTarget(): Promise<Target> {
  const world = await linkWorld();
  return {
    name: 'attendee-link',
    round: (seed, tally) => round(world, seed, tally),
    async close() {
      world.honest.close();
      await world.clock.advance(50);
    },
  };
}

/** What the link told its session: a kind, and what with it. */
type Told = { kind: string; value?: unknown };

function attacked({ network }: LinkWorld, { crypto, signer }: Attacker) {
  const { near, far } = network.pair();
  const told: Told[] = [];
  const frames: Uint8Array[] = [];
  const counted = watched(crypto);
  const tell = (kind: string) => (value?: unknown) => void told.push({ kind, value });
  far.onFrame((frame) => frames.push(frame));
  const deps = {
    crypto: counted.crypto,
    at: () => 0,
    session: SESSION,
    identity: signer.publicKey,
    attendeeId: ATTENDEE,
    join: () => ATTENDEE_MESSAGES.attendee_join,
  };
  const link = new AttendeeLink(near, deps, {
    verified: tell('verified'),
    waits: tell('waits'),
    welcomed: (start: SessionStart) => void told.push({ kind: 'welcomed', value: start }),
    invited: tell('invited'),
    handLowered: tell('hand lowered'),
    typing: tell('typing'),
    driving: tell('driving'),
    stage: (_of, event: Received) => void told.push({ kind: 'stage', value: event }),
    skipped: (_of, snapshot) => void told.push({ kind: 'skipped', value: snapshot }),
    pinged: tell('pinged'),
    ended: tell('ended'),
    failed: tell('failed'),
    back: tell('back'),
    closed: tell('closed'),
  });
  return { link, far, told, frames, tried: counted.tried };
}
type Attacked = ReturnType<typeof attacked>;

const isOver = (end: Attacked) => end.told.some(({ kind }) => ['ended', 'failed', 'closed'].includes(kind));

async function round(world: LinkWorld, seed: number, tally: Tally): Promise<void> {
  const who = await attacker(seed);
  const pending = world.clock.pending();
  const end = attacked(world, who);
  await world.clock.advance(10);
  const hello = helloOf(end);
  if (who.dice.chance(0.85)) {
    await badAnswer(world, who, end, hello, tally);
  } else {
    await sealedFrames(world, who, end, hello, tally);
  }
  end.link.close();
  end.far.close();
  await world.clock.advance(10);
  if (world.clock.pending() > pending) {
    tally.find('a closed link leaves a timer behind');
  }
  await world.honest.check(tally);
}

function helloOf(end: Attacked): Hello {
  const parsed = end.frames.length > 0 ? parseFrame(end.frames[0]) : null;
  const decoded = parsed?.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
  if (!decoded?.ok || decoded.value.type !== 'hello') {
    throw new Error('the attendee has not greeted');
  }
  return decoded.value;
}

async function proofFor({ crypto, signer }: Attacker, hello: Hello): Promise<{ proof: Proof; keys: PairKeys }> {
  const answered = await answer(crypto, signer, SESSION, hello);
  if (!answered.ok) {
    throw new Error('an honest hello cannot be answered');
  }
  return answered;
}

async function badAnswer(world: LinkWorld, who: Attacker, end: Attacked, hello: Hello, tally: Tally): Promise<void> {
  const { dice } = who;
  const type = dice.pick(HANDSHAKE_TYPES);
  const { proof } = await proofFor(who, hello);
  const message = type === 'proof' ? proof : type === 'hello' ? hello : HANDSHAKE_MESSAGES.refused;
  const whole = encodeHandshake(message);
  const frame = dice.chance(0.75)
    ? concatBytes(Uint8Array.of(FRAME_HANDSHAKE), badBody(message, dice).subarray(0, 5000))
    : mutateBytes(whole, end.frames[0], dice);
  tally.sending(frame);
  end.tried.count = 0;
  end.far.send(frame);
  await world.clock.advance(10);
  const parsed = parseFrame(frame);
  const decoded = parsed.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
  const isProof = decoded?.ok === true && JSON.stringify(decoded.value) === JSON.stringify(proof);
  const verified = end.told.some(({ kind }) => kind === 'verified');
  if (verified !== isProof) {
    tally.find(verified ? 'HS-5: a proof that was changed is believed' : 'a proof as it should be is not believed');
  }
  if (!verified && !isOver(end)) {
    tally.find('HS-1: what is no proof does not close the link');
  }
  if (end.told.some(({ kind }) => TEXTS.has(kind))) {
    tally.find('HS-1: something was heard before the handshake');
  }
  tally.count(type, {
    crypto: end.tried.count > 0,
    schema: parsed.kind === 'handshake' && isJson(parsed.body),
    refused: !verified,
  });
}

interface Sealed {
  frame: Uint8Array;
  /** What a receiver that checks everything takes it for. */
  fits: boolean;
}

async function sealedFrames(world: LinkWorld, who: Attacker, end: Attacked, hello: Hello, tally: Tally): Promise<void> {
  const { dice, crypto, signer } = who;
  const { proof, keys } = await proofFor(who, hello);
  const stranger = await crypto.signer(dice.bytes(KEY_BYTES));
  const author = await authorKeyId(crypto, signer.publicKey);
  end.far.send(encodeHandshake(proof));
  await world.clock.advance(10);
  const groupKey = dice.bytes(KEY_BYTES);
  const start: SessionStart = {
    ...PRESENTER_MESSAGES.session_start,
    epoch: EPOCH,
    groupKey: bytesToHex(groupKey),
  };
  let group: { cipher: Cipher; epoch: number } = { cipher: await crypto.cipher(groupKey), epoch: EPOCH };
  let direct = 0;
  /** The newest that was heard. */
  let taken = 0;
  let before = encodeHandshake(proof);
  const authentic = new Set<string>();

  const make = async (message: PresenterMessage, body: Uint8Array, wrong: 'nothing' | 'header' | 'key' | 'signer') => {
    const its = classOf(message.type);
    const isDirect = its === 'to-attendee';
    const header: EnvelopeHeader = {
      class: its,
      session: SESSION,
      epoch: isDirect ? 0 : group.epoch,
      seq: isDirect ? ++direct : dice.pick([0, 1, 7, 0xffffffff]),
      author,
      at: dice.below(1000),
    };
    if (wrong === 'header') {
      const field = dice.pick(['session', 'author', isDirect ? 'seq' : 'epoch', 'class'] as const);
      if (field === 'session') {
        header.session = '00'.repeat(16);
      } else if (field === 'author') {
        header.author = '00'.repeat(8);
      } else if (field === 'seq') {
        header.seq = dice.pick([0, taken]);
      } else if (field === 'epoch') {
        header.epoch = (group.epoch + dice.pick([1, 0xffffffff])) >>> 0;
      } else {
        header.class = 'to-presenter';
      }
    }
    const right = isDirect ? keys.toAttendee : group.cipher;
    const other = isDirect ? keys.toPresenter : keys.toAttendee;
    const by: Signer = wrong === 'signer' && !isDirect ? stranger : signer;
    const isOther = wrong === 'key' || (wrong === 'signer' && isDirect);
    return sealBody({ crypto, cipher: isOther ? other : right, signer: by }, header, body);
  };
  const adopt = async () => {
    const welcome = end.told.filter(({ kind }) => kind === 'welcomed').pop()?.value as SessionStart | undefined;
    if (welcome) {
      group = { cipher: await crypto.cipher(Buffer.from(welcome.groupKey, 'hex')), epoch: welcome.epoch };
    }
  };

  end.far.send(await make(start, encodeMessage(start), 'nothing'));
  await world.clock.advance(10);
  for (let n = 0; n < FRAMES_A_LINK && !isOver(end); n++) {
    // A session that is ended is no longer attacked.
    const type = dice.pick(dice.chance(0.7) ? LASTING : PRESENTER_TYPES);
    const message = type === 'session_start' ? start : PRESENTER_MESSAGES[type];
    const how = dice.pick(['valid', 'body', 'body', 'body', 'body', 'bytes', 'bytes', 'wrong', 'replay'] as const);
    const body = how === 'body' ? badBody(message, dice) : encodeMessage(message);
    const wrong = how === 'wrong' ? dice.pick(['header', 'key', 'signer'] as const) : 'nothing';
    const whole = await make(message, body, wrong);
    const made: Sealed =
      how === 'bytes'
        ? { frame: mutateBytes(whole, before, dice), fits: false }
        : how === 'replay'
          ? { frame: before, fits: false }
          : { frame: whole, fits: wrong === 'nothing' };
    // A mutation may give one of its two frames again.
    const fits = made.fits || (how === 'bytes' && equalBytes(made.frame, whole));
    const isReplay = equalBytes(made.frame, before);
    if (wrong === 'nothing') {
      authentic.add(bytesToHex(whole));
    }
    // A mutation of a mutation may be the presenter's own frame again.
    const isKnown = isReplay || authentic.has(bytesToHex(made.frame));
    const known = end.told.length;
    end.tried.count = 0;
    tally.sending(made.frame);
    end.far.send(made.frame);
    await world.clock.advance(10);
    const told = end.told.slice(known).filter(({ kind }) => TEXTS.has(kind));
    judge(told, { fits, isReplay, isKnown, how, message, body }, tally);
    if (fits && told.length > 0 && classOf(type) === 'to-attendee') {
      taken = direct;
    }
    await adopt();
    tally.count(type, {
      crypto: end.tried.count > 0,
      schema: end.tried.count > 0 && fits && isJson(body),
      refused: told.length === 0,
    });
    before = made.frame;
  }
}

function judge(
  told: Told[],
  frame: {
    fits: boolean;
    isReplay: boolean;
    isKnown: boolean;
    how: string;
    message: PresenterMessage;
    body: Uint8Array;
  },
  tally: Tally
): void {
  const { fits, isReplay, isKnown, how, message, body } = frame;
  if (told.length > 1 || (told.length === 1 && !fits && !isKnown)) {
    tally.find(`SEAL: a frame that was ${how} was heard as ${JSON.stringify(told)}`);
  }
  // Replays of what is for all are the order's to drop (SPEC ORD-3); those of what is for one are dropped by their seq.
  if (isReplay && told.some(({ kind }) => !['stage', 'pinged', 'skipped'].includes(kind))) {
    tally.find(`SEAL-5: a replay was heard as ${JSON.stringify(told)}`);
  }
  if (how === 'valid' && fits && told.length === 0 && message.type !== 'session_wait') {
    tally.find('a message as it should be was not heard');
  }
  const [first] = told;
  if (first?.kind === 'stage' && first.value !== 'unsupported') {
    const parsed = stageEventSchema.safeParse(first.value);
    if (!parsed.success || JSON.stringify(parsed.data) !== JSON.stringify(first.value)) {
      tally.find(`MSG-2: handed on ${JSON.stringify(first.value)}`);
    }
  }
  if (first?.kind === 'welcomed' && fits) {
    const decoded = decodePresenterMessage(body);
    if (!decoded.ok || JSON.stringify(decoded.value) !== JSON.stringify(first.value)) {
      tally.find(`welcomed with ${JSON.stringify(first.value)}`);
    }
  }
}
