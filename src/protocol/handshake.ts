/** Who is there: an ephemeral X25519 agreement that the presenter's Ed25519 identity signs. SPEC.md, HS. Pure. */
import { bytesToHex, concatBytes, equalBytes, hexToBytes, utf8ToBytes } from './bytes';
import { KEY_BYTES, type Agreement, type Cipher, type CryptoBackend, type Signer } from './crypto';
import { PROTOCOL_VERSION } from './limits';
import type { Hello, Proof } from './messages';

/** One key a direction, so that no frame can be sent back to its author. */
export interface PairKeys {
  toPresenter: Cipher;
  toAttendee: Cipher;
}

const LABEL = 'livesessions/handshake/1';

/** Every field with its length before it: no two transcripts share bytes. */
function transcript(hello: Hello, proof: Omit<Proof, 'signature' | 'type'>): Uint8Array {
  const fields = [
    utf8ToBytes(LABEL),
    hexToBytes(hello.session),
    Uint8Array.from(hello.versions),
    Uint8Array.of(proof.version),
    hexToBytes(hello.ephemeral),
    hexToBytes(proof.ephemeral),
    hexToBytes(hello.nonce),
    hexToBytes(proof.nonce),
    hexToBytes(hello.attendeeId),
    hexToBytes(proof.identity),
  ];
  return concatBytes(...fields.flatMap((field) => [Uint8Array.of(field.length >> 8, field.length & 0xff), field]));
}

async function deriveKeys(crypto: CryptoBackend, shared: Uint8Array, signed: Uint8Array): Promise<PairKeys> {
  const salt = await crypto.sha256(signed);
  const key = async (direction: string) =>
    crypto.cipher(await crypto.hkdf(shared, salt, utf8ToBytes(`${LABEL} ${direction}`), KEY_BYTES));
  return { toPresenter: await key('to presenter'), toAttendee: await key('to attendee') };
}

export interface Greeting {
  hello: Hello;
  agreement: Agreement;
}

/** The attendee's first move. */
export async function greet(crypto: CryptoBackend, session: string, attendeeId: string): Promise<Greeting> {
  const agreement = await crypto.agreement();
  return {
    agreement,
    hello: {
      type: 'hello',
      versions: [PROTOCOL_VERSION],
      session,
      attendeeId,
      ephemeral: bytesToHex(agreement.publicKey),
      nonce: bytesToHex(crypto.randomBytes(16)),
    },
  };
}

export type Answer =
  { ok: true; proof: Proof; keys: PairKeys } | { ok: false; reason: 'version' | 'session' | 'malformed' };

/** The presenter's answer; costs one agreement and one signature, so the caller allows one a link. */
export async function answer(crypto: CryptoBackend, signer: Signer, session: string, hello: Hello): Promise<Answer> {
  if (hello.session !== session) {
    return { ok: false, reason: 'session' };
  }
  if (!hello.versions.includes(PROTOCOL_VERSION)) {
    return { ok: false, reason: 'version' };
  }
  const agreement = await crypto.agreement();
  const unsigned = {
    version: PROTOCOL_VERSION,
    identity: bytesToHex(signer.publicKey),
    ephemeral: bytesToHex(agreement.publicKey),
    nonce: bytesToHex(crypto.randomBytes(16)),
  };
  const signed = transcript(hello, unsigned);
  try {
    const keys = await deriveKeys(crypto, await agreement.derive(hexToBytes(hello.ephemeral)), signed);
    const signature = bytesToHex(await signer.sign(signed));
    return { ok: true, keys, proof: { type: 'proof', ...unsigned, signature } };
  } catch {
    return { ok: false, reason: 'malformed' };
  }
}

export type Verification =
  { ok: true; keys: PairKeys } | { ok: false; reason: 'identity-changed' | 'handshake-failed' | 'version' };

/** The attendee's check of the answer against the one key that it expects. */
export async function verify(
  crypto: CryptoBackend,
  greeting: Greeting,
  proof: Proof,
  expectedIdentity: Uint8Array
): Promise<Verification> {
  if (!equalBytes(hexToBytes(proof.identity), expectedIdentity)) {
    return { ok: false, reason: 'identity-changed' };
  }
  if (proof.version !== PROTOCOL_VERSION) {
    return { ok: false, reason: 'version' };
  }
  const signed = transcript(greeting.hello, proof);
  try {
    const verifier = await crypto.verifier(expectedIdentity);
    if (!(await verifier.verify(hexToBytes(proof.signature), signed))) {
      return { ok: false, reason: 'handshake-failed' };
    }
    const shared = await greeting.agreement.derive(hexToBytes(proof.ephemeral));
    return { ok: true, keys: await deriveKeys(crypto, shared, signed) };
  } catch {
    return { ok: false, reason: 'handshake-failed' };
  }
}
