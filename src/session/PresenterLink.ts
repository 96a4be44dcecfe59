/** The presenter's end of one attendee's link, on a pair or behind a hub: one proof a link, then opening and sealing. */
import { decodeAttendeeMessage, decodeHandshake, encodeHandshake } from '../protocol/codec';
import type { CryptoBackend, Signer } from '../protocol/crypto';
import { parseFrame, type Envelope } from '../protocol/envelope';
import { answer, type PairKeys } from '../protocol/handshake';
import { LIMITS, RATES, TIMES } from '../protocol/limits';
import type { AttendeeJoin, AttendeeMessage, PresenterMessage } from '../protocol/messages';
import { seal } from '../protocol/sealing';
import { TokenBucket } from '../protocol/tokenBucket';
import type { Route } from '../transport/Link';
import type { Clock } from './clock';
import { FrameQueue } from './FrameQueue';

/** What a pair link and a member of a hub have in common. */
export interface Channel {
  readonly route: Route;
  send(frame: Uint8Array): void;
  close(): void;
}

export interface PresenterLinkHandlers {
  /** The first message, once. */
  joined(join: AttendeeJoin): void;
  message(message: AttendeeMessage): void;
}

export interface PresenterLinkDeps {
  crypto: CryptoBackend;
  clock: Clock;
  signer: Signer;
  session: string;
  keyId: string;
  /** Milliseconds since the presenter's page started. */
  at(): number;
  /** Runs handshakes a few at a time with pauses, so that a room that comes at once does not stop the page. */
  slowly<T>(work: () => Promise<T>): Promise<T>;
}

type State =
  | { kind: 'greeting' }
  | { kind: 'answering' }
  | { kind: 'answered'; keys: PairKeys; attendeeId: string }
  | { kind: 'joined'; keys: PairKeys; attendeeId: string }
  | { kind: 'closed' };

export class PresenterLink {
  private state: State = { kind: 'greeting' };
  private readonly frames = new FrameQueue(
    (frame) => this.receive(frame),
    () => this.close()
  );
  private readonly cancelDeadline: () => void;
  private outgoing: Promise<void> = Promise.resolve();
  private sent = 0;
  private lastReceived = 0;
  private readonly pace: TokenBucket;
  /** False while what carries the link says that the attendee is cut off. */
  reachable = true;
  /** When the wire was there, on the clock. */
  readonly since: number;
  /** The attendee's id, also when the link is closed; null where nobody joined by it. */
  joinedAs: string | null = null;

  constructor(
    private readonly channel: Channel,
    private readonly deps: PresenterLinkDeps,
    private readonly on: PresenterLinkHandlers
  ) {
    this.since = deps.clock.now();
    this.pace = new TokenBucket(RATES.attendeeMessages, this.since);
    this.cancelDeadline = deps.clock.after(TIMES.handshake, () => {
      if (this.state.kind !== 'joined') {
        this.close();
      }
    });
  }

  get route(): Route {
    return this.channel.route;
  }

  /** Null until the attendee has joined. */
  get attendeeId(): string | null {
    return this.state.kind === 'joined' ? this.state.attendeeId : null;
  }

  /** A frame from the attendee. */
  push(frame: Uint8Array): void {
    this.frames.push(frame);
  }

  /** Sealed for this attendee alone, in order. Rejects with FrameTooBig. */
  send(message: PresenterMessage, epoch: number): Promise<void> {
    const sending = this.outgoing.then(async () => {
      if (this.state.kind !== 'joined') {
        return;
      }
      const header = {
        class: 'to-attendee' as const,
        session: this.deps.session,
        epoch,
        seq: ++this.sent,
        author: this.deps.keyId,
        at: this.deps.at(),
      };
      const { crypto } = this.deps;
      this.channel.send(await seal({ crypto, cipher: this.state.keys.toAttendee, signer: null }, header, message));
    });
    this.outgoing = sending.catch(() => {});
    return sending;
  }

  /** A frame that was sealed for everyone. */
  sendSealed(frame: Uint8Array): void {
    if (this.state.kind === 'joined') {
      this.channel.send(frame);
    }
  }

  /** After what was handed to `send`; idempotent. */
  close(): void {
    if (this.state.kind === 'closed') {
      return;
    }
    void this.outgoing.then(() => {
      this.closed();
      this.channel.close();
    });
  }

  /** The wire is gone. */
  closed(): void {
    this.state = { kind: 'closed' };
    this.frames.close();
    this.cancelDeadline();
  }

  private async receive(frame: Uint8Array): Promise<void> {
    const parsed = parseFrame(frame);
    if (parsed.kind === 'envelope' && (this.state.kind === 'answered' || this.state.kind === 'joined')) {
      await this.receiveEnvelope(parsed.envelope);
    } else if (parsed.kind === 'handshake' && this.state.kind === 'greeting') {
      await this.receiveHello(parsed.body);
    } else {
      this.close();
    }
  }

  private async receiveHello(body: Uint8Array): Promise<void> {
    this.state = { kind: 'answering' };
    const decoded = decodeHandshake(body);
    if (!decoded.ok || decoded.value.type !== 'hello') {
      return this.refuse('malformed');
    }
    const hello = decoded.value;
    const { crypto, signer, session, slowly } = this.deps;
    // Whoever has gone while it waited is not answered: in a room that storms in that would be work for nobody without end.
    const isWaiting = () => this.state.kind === 'answering';
    const answered = await slowly(async () => (isWaiting() ? answer(crypto, signer, session, hello) : null));
    if (answered === null || this.state.kind !== 'answering') {
      return;
    }
    if (!answered.ok) {
      return this.refuse(answered.reason);
    }
    this.state = { kind: 'answered', keys: answered.keys, attendeeId: hello.attendeeId };
    this.channel.send(encodeHandshake(answered.proof));
  }

  private refuse(reason: 'version' | 'session' | 'malformed'): void {
    this.channel.send(encodeHandshake({ type: 'refused', reason }));
    this.close();
  }

  private async receiveEnvelope({ header, headerBytes, nonce, ciphertext }: Envelope): Promise<void> {
    const { state } = this;
    if (state.kind !== 'answered' && state.kind !== 'joined') {
      return;
    }
    if (header.class !== 'to-presenter' || header.session !== this.deps.session || header.seq <= this.lastReceived) {
      return this.close();
    }
    if (!this.pace.take(this.deps.clock.now())) {
      return this.close();
    }
    const body = await state.keys.toPresenter.open(nonce, ciphertext, headerBytes);
    // The wire may have gone meanwhile; a link that is closed does not join.
    if (this.state !== state) {
      return;
    }
    const decoded = body && decodeAttendeeMessage(body);
    if (!decoded?.ok) {
      // A newer plugin may say what this one does not know; anything else on a sealed link is not an attendee's.
      return decoded?.why === 'unsupported' && state.kind === 'joined' ? undefined : this.close();
    }
    this.lastReceived = header.seq;
    const message = decoded.value;
    if (state.kind === 'joined') {
      if (message.type !== 'attendee_join') {
        this.on.message(message);
      }
    } else if (message.type === 'attendee_join') {
      this.state = { ...state, kind: 'joined' };
      this.joinedAs = state.attendeeId;
      this.cancelDeadline();
      this.on.joined(message);
    } else {
      this.close();
    }
  }
}

/** Milliseconds of handshakes after which the page gets a turn; 4 to 12 ms keep it smooth. */
const SLICE = 8;

/**
 * Handshakes at the same time. WebCrypto does one in a dozen calls that other threads answer, between which the page would only
 * wait; where it is all done by this thread, so many of them still are no long task.
 */
const LANES = 4;

/** A few at a time, with a pause whenever a slice of work is done. Bounded by the links there are. */
export function slicer(clock: Clock): PresenterLinkDeps['slowly'] {
  const lanes: Array<Promise<unknown>> = Array.from({ length: LANES }, () => Promise.resolve());
  let next = 0;
  let sliceStart = clock.now();
  return (work) => {
    const lane = next;
    next = (lane + 1) % LANES;
    const turn = lanes[lane].then(async () => {
      if (clock.now() - sliceStart > SLICE) {
        await new Promise<void>((resolve) => clock.after(0, resolve));
        sliceStart = clock.now();
      }
      return work();
    });
    lanes[lane] = turn.catch(() => {});
    return turn;
  };
}

/**
 * Most links of a route that may be in their handshake at once; more are closed unanswered. Behind the relay, which asks for
 * tickets and counts newcomers, a whole roster may come.
 */
export const PENDING_LINKS: Record<Route, number> = { p2p: LIMITS.directSlots, relay: LIMITS.roster };
