/** The server's own secret, made at first start and kept so that tokens outlive a restart. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads `folder/secret`, or makes one of 32 random bytes with mode 0600. Throws when it can neither read nor write it. */
export function loadOrMakeSecret(folder: string): string {
  const path = join(folder, 'secret');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    // 'wx' lets only one of two servers that start at once make the file.
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
  chmodSync(path, 0o600);
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 32) {
    throw new Error(`${path} has fewer than 32 characters; delete it to have a new one made`);
  }
  return secret;
}
