/**
 * Which signalling frame may go on to whom: an attendee with a direct ticket may offer to the presenter of its own
 * session; everything else only follows such an offer. Independent of sockets and of the `peer` package.
 */
import { SIGNALLING_LIMITS } from './serverLimits';
import { expireFrame, parseFrame, type SignallingFrame } from './signallingFrames';
import type { Ticket } from './tickets';
import { TokenBucket } from '../src/protocol/tokenBucket';

/** `reply` goes back to the sender. */
export type Verdict =
  | { kind: 'pass'; text: string }
  | { kind: 'drop'; reason: DropReason }
  | { kind: 'reply'; text: string; reason: DropReason }
  | { kind: 'close'; reason: CloseReason };
export type DropReason = 'absent' | 'busy' | 'not-direct' | 'no-offer' | 'too-many-candidates';
export type CloseReason = 'malformed' | 'rate' | 'too-many-offers' | 'left';

interface Offer {
  presenterPeerId: string;
  answered: boolean;
  candidates: { fromAttendee: number; fromPresenter: number };
}

interface Speaker {
  ticket: Ticket;
  bucket: TokenBucket;
  /** The attendee's own offers that went through, by connection id; a presenter has none. */
  offers: Map<string, Offer>;
  /** What may still be offered to this presenter. */
  offered: TokenBucket;
}

export interface FilterDeps {
  /** Milliseconds, never going back. */
  now(): number;
  /** The signalling id that attendees of the session may dial now. */
  presenterPeer(session: string): string | null;
}

export class SignallingFilter {
  private readonly speakers = new Map<string, Speaker>();

  constructor(private readonly deps: FilterDeps) {}

  enter(ticket: Ticket): void {
    const rate = SIGNALLING_LIMITS.frames[ticket.subject.role];
    const now = this.deps.now();
    this.speakers.set(ticket.peerId, {
      ticket,
      bucket: new TokenBucket(rate, now),
      offers: new Map(),
      offered: new TokenBucket(SIGNALLING_LIMITS.offersToPresenter, now),
    });
  }

  leave(peerId: string): void {
    this.speakers.delete(peerId);
  }

  /** What to do with a frame of a peer that has entered. */
  judge(peerId: string, text: string): Verdict {
    const speaker = this.speakers.get(peerId);
    if (!speaker) {
      return { kind: 'close', reason: 'left' };
    }
    if (!speaker.bucket.take(this.deps.now())) {
      return { kind: 'close', reason: 'rate' };
    }
    const frame = parseFrame(text);
    if (!frame) {
      return { kind: 'close', reason: 'malformed' };
    }
    switch (frame.type) {
      case 'HEARTBEAT':
        return pass(frame);
      case 'LEAVE':
        return this.judgeLeave(speaker, frame);
      case 'OFFER':
        return this.judgeOffer(speaker, frame);
      case 'ANSWER':
        return this.judgeAnswer(speaker, frame);
      case 'CANDIDATE':
        return this.judgeCandidate(speaker, frame);
    }
  }

  private judgeOffer(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'OFFER' }>): Verdict {
    const { session, subject } = speaker.ticket;
    // Told at once, where `peer` would keep the offer and answer after 5 s. Another session's peer looks absent, too.
    if (subject.role === 'presenter' || subject.route !== 'direct') {
      return { kind: 'reply', text: expireFrame(frame.dst), reason: 'not-direct' };
    }
    const presenter = frame.dst === this.deps.presenterPeer(session) ? this.speakers.get(frame.dst) : undefined;
    if (!presenter) {
      return { kind: 'reply', text: expireFrame(frame.dst), reason: 'absent' };
    }
    const known = speaker.offers.has(frame.payload.connectionId);
    if (known || speaker.offers.size >= SIGNALLING_LIMITS.offersPerSocket) {
      return { kind: 'close', reason: 'too-many-offers' };
    }
    if (!presenter.offered.take(this.deps.now())) {
      return { kind: 'reply', text: expireFrame(frame.dst), reason: 'busy' };
    }
    speaker.offers.set(frame.payload.connectionId, {
      presenterPeerId: frame.dst,
      answered: false,
      candidates: { fromAttendee: 0, fromPresenter: 0 },
    });
    return pass(frame);
  }

  private judgeAnswer(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'ANSWER' }>): Verdict {
    const offer = this.offerTo(speaker, frame.dst, frame.payload.connectionId);
    if (!offer || offer.answered) {
      return { kind: 'drop', reason: 'no-offer' };
    }
    offer.answered = true;
    return pass(frame);
  }

  /** PeerJS keeps candidates of connections that it does not know for ever, so none goes before its offer. */
  private judgeCandidate(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'CANDIDATE' }>): Verdict {
    const mine = speaker.offers.get(frame.payload.connectionId);
    const offer = mine ?? this.offerTo(speaker, frame.dst, frame.payload.connectionId);
    if (!offer || (mine && mine.presenterPeerId !== frame.dst)) {
      return { kind: 'drop', reason: 'no-offer' };
    }
    if (!this.speakers.has(frame.dst)) {
      return { kind: 'drop', reason: 'absent' };
    }
    const side = mine ? 'fromAttendee' : 'fromPresenter';
    if (offer.candidates[side] >= SIGNALLING_LIMITS.candidatesPerOffer) {
      return { kind: 'drop', reason: 'too-many-candidates' };
    }
    offer.candidates[side] += 1;
    return pass(frame);
  }

  private judgeLeave(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'LEAVE' }>): Verdict {
    const { dst } = frame;
    if (dst === undefined) {
      // `peer` would forget the id and keep the socket; this keeps the two together.
      return { kind: 'close', reason: 'left' };
    }
    const offered = [...speaker.offers.values()].some((offer) => offer.presenterPeerId === dst);
    const answered = [...(this.speakers.get(dst)?.offers.values() ?? [])].some(
      (offer) => offer.presenterPeerId === speaker.ticket.peerId
    );
    if (!offered && !answered) {
      return { kind: 'drop', reason: 'no-offer' };
    }
    return this.speakers.has(dst) ? pass(frame) : { kind: 'drop', reason: 'absent' };
  }

  /** The offer that this attendee made to this speaker. */
  private offerTo(speaker: Speaker, attendeePeerId: string, connectionId: string): Offer | null {
    const offer = this.speakers.get(attendeePeerId)?.offers.get(connectionId);
    return offer?.presenterPeerId === speaker.ticket.peerId ? offer : null;
  }
}

function pass(frame: SignallingFrame): Verdict {
  return { kind: 'pass', text: JSON.stringify(frame) };
}
