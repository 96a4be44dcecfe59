/**
 * The attendee's end of one link: handshake, then opening and sealing. Knows nothing of order, retries or time limits;
 * those are the connection's and the inbox's.
 */
import { hexToBytes } from '../protocol/bytes';
import { decodeHandshake, decodePresenterMessage, encodeHandshake } from '../protocol/codec';
import type { Cipher, CryptoBackend, Verifier } from '../protocol/crypto';
import { parseFrame, type Envelope } from '../protocol/envelope';
import { greet, verify, type Greeting, type PairKeys } from '../protocol/handshake';
import {
  stageEventSchema,
  type AttendeeJoin,
  type AttendeeMessage,
  type EndReason,
  type Position,
  type SessionStart,
  type Snapshot,
  type StageEvent,
} from '../protocol/messages';
import { authorKeyId, open, seal } from '../protocol/sealing';
import type { PairLink } from '../transport/Link';
import { FrameQueue } from './FrameQueue';
import type { SessionErrorReason } from './SessionError';

/** A stage event, or only that there was one which this version does not know. */
export type Received = StageEvent | 'unsupported';

export interface AttendeeLinkHandlers {
  verified(): void;
  /** The presenter is asked whether this attendee may come in; comes again and again until that is answered. */
  waits(): void;
  /** A welcome: the first makes the attendee joined, a later one brings a new epoch. `before` is that of the one before, by this link. */
  welcomed(start: SessionStart, before: number | null): void;
  /** There is room for a direct link. */
  invited(): void;
  handLowered(): void;
  /** May type in the shared terminal with this key; null: no longer. */
  typing(key: string | null): void;
  /** Drives the shared browser, known by this key; null: no longer. */
  driving(key: string | null): void;
  stage(of: Position, event: Received): void;
  /** Where the room stood after `of`: instead of events that are not to be had any more. */
  skipped(of: Position, snapshot: Snapshot): void;
  pinged(of: Position, people: number): void;
  /** For this attendee alone. */
  ended(reason: EndReason): void;
  failed(reason: SessionErrorReason): void;
  /** The link was cut off and is whole again. */
  back(): void;
  closed(): void;
}

export interface AttendeeLinkDeps {
  crypto: CryptoBackend;
  /** Milliseconds since this attendee's page joined. */
  at(): number;
  session: string;
  /** The presenter's public key, and nobody else's. */
  identity: Uint8Array;
  attendeeId: string;
  /** Made when the presenter is verified, so that it says how things stand then. */
  join(): AttendeeJoin;
}

type State =
  | { kind: 'greeting'; greeting: Greeting | null }
  | { kind: 'joining'; keys: PairKeys }
  | { kind: 'joined'; keys: PairKeys; group: { cipher: Cipher; epoch: number } }
  | { kind: 'closed' };

export class AttendeeLink {
  private state: State = { kind: 'greeting', greeting: null };
  private readonly frames = new FrameQueue(
    (frame) => this.receive(frame),
    (why) => this.fail(why === 'flooded' ? 'handshake-failed' : why)
  );
  private outgoing: Promise<void> = Promise.resolve();
  private sent = 0;
  private lastDirect = 0;
  private presenter: { keyId: string; verifier: Verifier } | null = null;
  private ownKeyId = '';

  constructor(
    private readonly link: PairLink,
    private readonly deps: AttendeeLinkDeps,
    private readonly on: AttendeeLinkHandlers
  ) {
    link.onClose(() => {
      if (this.state.kind !== 'closed') {
        this.shut();
        on.closed();
      }
    });
    link.onFrame((frame) => this.frames.push(frame));
    link.onBack?.(() => this.isClosed() || on.back());
    void this.greet();
  }

  get route() {
    return this.link.route;
  }

  /** Asks what carries the link for what came after `last`; false where only the presenter can say it again. */
  after(last: Position): Promise<boolean> {
    return this.link.after?.(last) ?? Promise.resolve(false);
  }

  /** Sealed for the presenter, in order; dropped unless the presenter is verified. */
  send(message: AttendeeMessage): void {
    const sending = this.outgoing.then(async () => {
      const { state } = this;
      if (state.kind !== 'joining' && state.kind !== 'joined') {
        return;
      }
      const header = {
        class: 'to-presenter' as const,
        session: this.deps.session,
        epoch: 0,
        seq: ++this.sent,
        author: this.ownKeyId,
        at: this.deps.at(),
      };
      const { crypto } = this.deps;
      this.link.send(await seal({ crypto, cipher: state.keys.toPresenter, signer: null }, header, message));
    });
    // What cannot be sealed is not sent; the link still closes and says the rest.
    this.outgoing = sending.catch(() => {});
  }

  /** Frames handed to `send` before still leave. */
  close(): void {
    if (this.state.kind === 'closed') {
      return;
    }
    void this.outgoing.then(() => {
      this.shut();
      this.link.close();
    });
  }

  private shut(): void {
    this.state = { kind: 'closed' };
    this.frames.close();
  }

  private fail(reason: SessionErrorReason): void {
    if (this.state.kind === 'closed') {
      return;
    }
    this.shut();
    this.link.close();
    this.on.failed(reason);
  }

  private async greet(): Promise<void> {
    const { crypto, session, attendeeId, identity } = this.deps;
    try {
      this.presenter = { keyId: await authorKeyId(crypto, identity), verifier: await crypto.verifier(identity) };
      this.ownKeyId = await authorKeyId(crypto, hexToBytes(attendeeId));
      const greeting = await greet(crypto, session, attendeeId);
      if (this.state.kind === 'greeting') {
        this.state = { kind: 'greeting', greeting };
        this.link.send(encodeHandshake(greeting.hello));
      }
    } catch {
      this.fail('identity-changed');
    }
  }

  private async receive(frame: Uint8Array): Promise<void> {
    const parsed = parseFrame(frame);
    if (parsed.kind === 'envelope') {
      await this.receiveEnvelope(parsed.envelope);
    } else if (parsed.kind === 'handshake' && this.state.kind === 'greeting') {
      await this.receiveHandshake(parsed.body);
    } else if (this.state.kind !== 'joined') {
      this.fail('handshake-failed');
    }
  }

  private async receiveHandshake(body: Uint8Array): Promise<void> {
    const greeting = this.state.kind === 'greeting' ? this.state.greeting : null;
    const decoded = decodeHandshake(body);
    if (!greeting || !decoded.ok) {
      return this.fail('handshake-failed');
    }
    if (decoded.value.type === 'refused') {
      return this.fail(decoded.value.reason === 'version' ? 'version' : 'handshake-failed');
    }
    if (decoded.value.type !== 'proof') {
      return this.fail('handshake-failed');
    }
    const verification = await verify(this.deps.crypto, greeting, decoded.value, this.deps.identity);
    if (this.state.kind !== 'greeting') {
      return;
    }
    if (!verification.ok) {
      return this.fail(verification.reason);
    }
    this.state = { kind: 'joining', keys: verification.keys };
    this.on.verified();
    this.send(this.deps.join());
  }

  private async receiveEnvelope(envelope: Envelope): Promise<void> {
    const { state, presenter } = this;
    const { header } = envelope;
    if (state.kind === 'greeting') {
      // Behind a hub everybody hears what is said to all, also before their own handshake.
      return this.route === 'p2p' ? this.fail('handshake-failed') : undefined;
    }
    if (
      state.kind === 'closed' ||
      !presenter ||
      header.session !== this.deps.session ||
      header.author !== presenter.keyId
    ) {
      return;
    }
    if (header.class === 'to-attendee') {
      return this.receiveDirect(envelope, state.keys);
    }
    if (state.kind !== 'joined' || header.class === 'to-presenter' || header.epoch !== state.group.epoch) {
      return;
    }
    const body = await open({ cipher: state.group.cipher, verifier: presenter.verifier }, envelope);
    if (!body || this.isClosed()) {
      return;
    }
    const of = { epoch: header.epoch, seq: header.seq };
    const decoded = decodePresenterMessage(body);
    if (header.class === 'ping') {
      if (decoded.ok && decoded.value.type === 'ping') {
        this.on.pinged({ epoch: header.epoch, seq: decoded.value.seq }, decoded.value.people);
      }
      return;
    }
    if (header.class === 'snapshot') {
      if (decoded.ok && decoded.value.type === 'stage_snapshot') {
        this.on.skipped(of, decoded.value.snapshot);
      }
      return;
    }
    const event = decoded.ok ? stageEventSchema.safeParse(decoded.value) : null;
    this.on.stage(of, event?.success ? event.data : 'unsupported');
  }

  private async receiveDirect(envelope: Envelope, keys: PairKeys): Promise<void> {
    if (envelope.header.seq <= this.lastDirect) {
      return;
    }
    const body = await open({ cipher: keys.toAttendee, verifier: null }, envelope);
    const decoded = body && decodePresenterMessage(body);
    if (!decoded?.ok || this.isClosed()) {
      return;
    }
    this.lastDirect = envelope.header.seq;
    const message = decoded.value;
    if (message.type === 'session_end') {
      this.shut();
      this.link.close();
      this.on.ended(message.reason);
    } else if (message.type === 'hand_lower') {
      this.on.handLowered();
    } else if (message.type === 'terminal_typing') {
      this.on.typing(message.key);
    } else if (message.type === 'browser_driving') {
      this.on.driving(message.key);
    } else if (message.type === 'direct_invite') {
      this.on.invited();
    } else if (message.type === 'session_wait') {
      if (this.state.kind === 'joining') {
        this.on.waits();
      }
    } else if (message.type === 'session_start') {
      const cipher = await this.deps.crypto.cipher(hexToBytes(message.groupKey));
      if (!this.isClosed()) {
        const before = this.state.kind === 'joined' ? this.state.group.epoch : null;
        this.state = { kind: 'joined', keys, group: { cipher, epoch: message.epoch } };
        this.on.welcomed(message, before);
      }
    }
  }

  private isClosed(): boolean {
    return this.state.kind === 'closed';
  }
}
