/** One epoch's group key: seals and signs once what goes to everyone. */
import { bytesToHex } from '../protocol/bytes';
import { KEY_BYTES, type Cipher, type CryptoBackend, type Signer } from '../protocol/crypto';
import type { PresenterMessage } from '../protocol/messages';
import { seal } from '../protocol/sealing';

export interface GroupSealDeps {
  crypto: CryptoBackend;
  signer: Signer;
  session: string;
  /** The presenter's, as in the header. */
  keyId: string;
  /** Milliseconds since the presenter's page started. */
  at(): number;
}

export class GroupSeal {
  private constructor(
    readonly epoch: number,
    /** 32 bytes as hex, for the welcome. */
    readonly key: string,
    private readonly cipher: Cipher,
    private readonly deps: GroupSealDeps
  ) {}

  static async create(epoch: number, deps: GroupSealDeps): Promise<GroupSeal> {
    const key = deps.crypto.randomBytes(KEY_BYTES);
    return new GroupSeal(epoch, bytesToHex(key), await deps.crypto.cipher(key), deps);
  }

  /** A whole frame. Rejects with FrameTooBig. */
  seal(envelopeClass: 'stage' | 'ping' | 'snapshot', seq: number, message: PresenterMessage): Promise<Uint8Array> {
    const { crypto, signer, session, keyId, at } = this.deps;
    const header = { class: envelopeClass, session, epoch: this.epoch, seq, author: keyId, at: at() };
    return seal({ crypto, cipher: this.cipher, signer }, header, message);
  }
}
