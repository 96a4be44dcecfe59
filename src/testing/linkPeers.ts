/** One shipped end of a link, and at the other a peer by hand that may do whatever an attacker would. */
import { hexToBytes } from '../protocol/bytes';
import { decodeHandshake, encodeHandshake } from '../protocol/codec';
import { KEY_BYTES, type Cipher, type Signer } from '../protocol/crypto';
import { parseFrame, type Envelope, type EnvelopeHeader } from '../protocol/envelope';
import { answer, greet, verify, type PairKeys } from '../protocol/handshake';
import type { AttendeeMessage, HandshakeMessage, Hello, PresenterMessage, Proof } from '../protocol/messages';
import { authorKeyId, open, seal } from '../protocol/sealing';
import type { PairLink } from '../transport/Link';
import { FakeClock } from './FakeClock';
import { MemoryNetwork } from './MemoryNetwork';
import { nodeCrypto } from './nodeCrypto';
import { platformRandom } from './cryptoBackends';

export const SESSION = '5e'.repeat(16);
export const ATTENDEE = 'a7'.repeat(16);
export const crypto = nodeCrypto(platformRandom);

/** The peer's end: what came, and whether the other end closed. */
export class Peer {
  readonly frames: Uint8Array[] = [];
  closed = false;

  constructor(
    readonly link: PairLink,
    private readonly clock: FakeClock
  ) {
    link.onFrame((frame) => this.frames.push(frame));
    link.onClose(() => (this.closed = true));
  }

  /** Sends, and lets everything happen that follows from it. */
  async send(...frames: Uint8Array[]): Promise<void> {
    frames.forEach((frame) => this.link.send(frame));
    await this.clock.advance(10);
  }

  handshakes(): HandshakeMessage[] {
    return this.frames.flatMap((frame) => {
      const parsed = parseFrame(frame);
      const decoded = parsed.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
      return decoded?.ok ? [decoded.value] : [];
    });
  }

  envelopes(): Envelope[] {
    return this.frames.flatMap((frame) => {
      const parsed = parseFrame(frame);
      return parsed.kind === 'envelope' ? [parsed.envelope] : [];
    });
  }
}

export function wire() {
  const clock = new FakeClock();
  const { near, far, wire: cable } = new MemoryNetwork(clock, () => 0).pair();
  return { clock, near, peer: new Peer(far, clock), cable };
}

/** Seals by hand: any header, any key, any message. */
export function sealed(
  keys: { cipher: Cipher; signer?: Signer },
  header: Partial<EnvelopeHeader> & Pick<EnvelopeHeader, 'class' | 'author'>,
  message: PresenterMessage | AttendeeMessage
): Promise<Uint8Array> {
  const whole = { session: SESSION, epoch: 0, seq: 1, at: 0, ...header };
  return seal({ crypto, cipher: keys.cipher, signer: keys.signer ?? null }, whole, message);
}

/** An attendee's half of the handshake, by hand. */
export async function greetByHand(
  peer: Peer,
  identity: Uint8Array,
  changes: Partial<Hello> = {}
): Promise<PairKeys | null> {
  const greeting = await greet(crypto, SESSION, ATTENDEE);
  const hello = { ...greeting.hello, ...changes };
  await peer.send(encodeHandshake(hello));
  const proof = peer.handshakes().find((message): message is Proof => message.type === 'proof');
  const verified = proof && (await verify(crypto, { ...greeting, hello }, proof, identity));
  return verified?.ok ? verified.keys : null;
}

/** A presenter's half: answers the hello that came. */
export async function answerByHand(peer: Peer, signer: Signer) {
  const hello = peer.handshakes().find((message): message is Hello => message.type === 'hello');
  const answered = hello && (await answer(crypto, signer, hello.session, hello));
  if (!answered?.ok) {
    throw new Error('no hello to answer');
  }
  await peer.send(encodeHandshake(answered.proof));
  const groupKey = platformRandom(KEY_BYTES);
  return {
    keys: answered.keys,
    groupKey,
    group: await crypto.cipher(groupKey),
    author: await authorKeyId(crypto, signer.publicKey),
  };
}

export const attendeeAuthor = () => authorKeyId(crypto, hexToBytes(ATTENDEE));

export async function bodyOf(envelope: Envelope, cipher: Cipher): Promise<unknown> {
  const body = await open({ cipher, verifier: null }, envelope);
  return body && JSON.parse(new TextDecoder().decode(body));
}
