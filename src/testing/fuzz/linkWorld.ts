/** One attacked end of a link at a time, its attacker's end, and an honest pair beside, all on one clock. */
import { KEY_BYTES, type Cipher, type CryptoBackend, type Signer } from '../../protocol/crypto';
import { FakeClock } from '../FakeClock';
import { MemoryNetwork } from '../MemoryNetwork';
import { nodeCrypto } from '../nodeCrypto';
import { Dice } from './Dice';
import { honestPair, type HonestPair } from './honestPair';

export interface Tried {
  /** Times that a key was tried on something since this was last set to 0. */
  count: number;
}

export interface LinkWorld {
  clock: FakeClock;
  network: MemoryNetwork;
  honest: HonestPair;
}

const SEED = 0x5e551017;

export async function linkWorld(): Promise<LinkWorld> {
  const clock = new FakeClock();
  const network = new MemoryNetwork(clock, () => 0);
  const dice = new Dice(SEED);
  const crypto = nodeCrypto(dice.bytes);
  const signer = await crypto.signer(dice.bytes(KEY_BYTES));
  return { clock, network, honest: await honestPair(crypto, signer, clock, network) };
}

/** The same cryptography, saying when a cipher, a verifier or an agreement is put to use on what came. */
export function watched(crypto: CryptoBackend): { crypto: CryptoBackend; tried: Tried } {
  const tried = { count: 0 };
  return {
    tried,
    crypto: {
      ...crypto,
      async cipher(key) {
        const cipher: Cipher = await crypto.cipher(key);
        return {
          ...cipher,
          open(...args) {
            tried.count++;
            return cipher.open(...args);
          },
        };
      },
      async verifier(key) {
        const verifier = await crypto.verifier(key);
        return {
          verify(...args) {
            tried.count++;
            return verifier.verify(...args);
          },
        };
      },
      async agreement() {
        const agreement = await crypto.agreement();
        return {
          ...agreement,
          derive(...args) {
            tried.count++;
            return agreement.derive(...args);
          },
        };
      },
    },
  };
}

export interface Attacker {
  dice: Dice;
  crypto: CryptoBackend;
  /** The presenter's key of the attacked session. */
  signer: Signer;
}

export async function attacker(seed: number): Promise<Attacker> {
  const dice = new Dice(seed);
  const crypto = nodeCrypto(dice.bytes);
  return { dice, crypto, signer: await crypto.signer(dice.bytes(KEY_BYTES)) };
}
