/** Both backends of the product and the tests' own, for tests that hold them against each other. */
import type { CryptoBackend } from '../protocol/crypto';
import { nobleCrypto } from '../protocol/cryptoNoble';
import { webCrypto, type Subtle } from '../protocol/cryptoWeb';
import { nodeCrypto } from './nodeCrypto';

export const platformRandom = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length));

/** Node's WebCrypto is the one that browsers have; its type lists every algorithm in overloads. */
export const platformSubtle = globalThis.crypto.subtle as unknown as Subtle;

export const BACKENDS: readonly CryptoBackend[] = [
  webCrypto(platformSubtle, platformRandom),
  nobleCrypto(platformRandom),
  nodeCrypto(platformRandom),
];

/** Every ordered pair, a backend with itself included. */
export const BACKEND_PAIRS: ReadonlyArray<readonly [string, CryptoBackend, CryptoBackend]> = BACKENDS.flatMap((one) =>
  BACKENDS.map((other) => [`${one.name} with ${other.name}`, one, other] as const)
);
