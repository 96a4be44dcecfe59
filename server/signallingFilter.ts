/**
 * Which signalling frame may go on to whom: an attendee with a direct ticket may offer to the presenter of its own
 * session; everything else only follows such an offer. A frame is judged twice, where its sender is (`judge`) and where
 * its receiver is (`receive`), which may be two servers. Independent of sockets and of the `peer` package.
 */
import { SIGNALLING_LIMITS } from './serverLimits';
import { expireFrame, parseFrame, type SignallingFrame } from './signallingFrames';
import type { Ticket } from './tickets';
import { TokenBucket } from '../src/protocol/tokenBucket';

/** Frames that go to another peer. */
export type RoutedFrame =
  Extract<SignallingFrame, { dst: string }> | (Extract<SignallingFrame, { type: 'LEAVE' }> & { dst: string });

/** `pass` goes on to the peer `dst`, `reply` back to the sender. */
export type Verdict =
  | { kind: 'alive'; text: string }
  | { kind: 'pass'; frame: RoutedFrame }
  | { kind: 'drop'; reason: DropReason }
  | { kind: 'reply'; text: string; reason: DropReason }
  | { kind: 'close'; reason: CloseReason };
export type DropReason = 'absent' | 'busy' | 'not-direct' | 'no-offer' | 'too-many-candidates';
export type CloseReason = 'malformed' | 'rate' | 'too-many-offers' | 'left';

/** Whether a frame that arrived is handed to its receiver. */
export type Arrival = { kind: 'deliver'; text: string } | { kind: 'refuse'; reason: 'absent' | 'busy' | 'no-offer' };

/** An offer as each side's server knows it. */
interface Offer {
  peerId: string;
  answered: boolean;
  candidatesSent: number;
}

interface Speaker {
  ticket: Ticket;
  bucket: TokenBucket;
  /** An attendee's own offers, by connection id; `peerId` is the presenter's. */
  offers: Map<string, Offer>;
  /** Offers that reached a presenter, oldest first, by attendee and connection id. */
  offered: Map<string, Offer>;
  /** What may still be offered to this presenter. */
  offerable: TokenBucket;
}

export class SignallingFilter {
  private readonly speakers = new Map<string, Speaker>();

  /** `now` in milliseconds, never going back. */
  constructor(private readonly now: () => number) {}

  enter(ticket: Ticket): void {
    const rate = SIGNALLING_LIMITS.frames[ticket.subject.role];
    const now = this.now();
    this.speakers.set(ticket.peerId, {
      ticket,
      bucket: new TokenBucket(rate, now),
      offers: new Map(),
      offered: new Map(),
      offerable: new TokenBucket(SIGNALLING_LIMITS.offersToPresenter, now),
    });
  }

  /** The presenters to whom this one had offered. */
  leave(peerId: string): string[] {
    const offers = [...(this.speakers.get(peerId)?.offers.values() ?? [])];
    this.speakers.delete(peerId);
    return offers.map((offer) => offer.peerId);
  }

  /** What to do with a frame of a peer that has entered. */
  judge(peerId: string, text: string): Verdict {
    const speaker = this.speakers.get(peerId);
    if (!speaker) {
      return { kind: 'close', reason: 'left' };
    }
    if (!speaker.bucket.take(this.now())) {
      return { kind: 'close', reason: 'rate' };
    }
    const frame = parseFrame(text);
    if (!frame) {
      return { kind: 'close', reason: 'malformed' };
    }
    switch (frame.type) {
      case 'HEARTBEAT':
        return { kind: 'alive', text: JSON.stringify(frame) };
      case 'LEAVE':
        return judgeLeave(speaker, frame);
      case 'OFFER':
        return judgeOffer(speaker, frame);
      case 'ANSWER':
        return judgeAnswer(speaker, frame);
      case 'CANDIDATE':
        return judgeCandidate(speaker, frame);
    }
  }

  /** What to do with a frame for a peer that is here; `from` is what the sender's server vouches for. */
  receive(peerId: string, from: { src: string; session: string }, frame: SignallingFrame): Arrival {
    const speaker = this.speakers.get(peerId);
    // Another session's peer looks absent, too.
    if (!speaker || speaker.ticket.session !== from.session || frame.type === 'HEARTBEAT') {
      return { kind: 'refuse', reason: 'absent' };
    }
    if (frame.type === 'OFFER') {
      return this.receiveOffer(speaker, from.src, frame);
    }
    const connectionId = frame.type === 'LEAVE' ? null : frame.payload.connectionId;
    return offersBetween(speaker, from.src, connectionId).length > 0
      ? deliver(frame, from.src)
      : { kind: 'refuse', reason: 'no-offer' };
  }

  /** An offer did not get through: its attendee may make another. False where it made none to this presenter. */
  withdraw(peerId: string, connectionId: string, presenterPeerId: string): boolean {
    const offers = this.speakers.get(peerId)?.offers;
    return offers?.get(connectionId)?.peerId === presenterPeerId && offers.delete(connectionId);
  }

  /** An attendee that had offered to this presenter is gone. */
  forget(peerId: string, attendeePeerId: string): void {
    const offered = this.speakers.get(peerId)?.offered;
    for (const [key, offer] of offered ?? []) {
      if (offer.peerId === attendeePeerId) {
        offered?.delete(key);
      }
    }
  }

  private receiveOffer(speaker: Speaker, src: string, frame: Extract<SignallingFrame, { type: 'OFFER' }>): Arrival {
    if (speaker.ticket.subject.role !== 'presenter') {
      return { kind: 'refuse', reason: 'absent' };
    }
    if (!speaker.offerable.take(this.now())) {
      return { kind: 'refuse', reason: 'busy' };
    }
    speaker.offered.set(keyOf(src, frame.payload.connectionId), newOffer(src));
    const [oldest] = speaker.offered.keys();
    if (speaker.offered.size > SIGNALLING_LIMITS.socketsPerSession) {
      speaker.offered.delete(oldest);
    }
    return deliver(frame, src);
  }
}

function judgeOffer(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'OFFER' }>): Verdict {
  const { subject } = speaker.ticket;
  const { connectionId } = frame.payload;
  // Told at once, where `peer` would keep the offer and answer after 5 s.
  if (subject.role === 'presenter' || subject.route !== 'direct') {
    return { kind: 'reply', text: expireFrame(frame.dst), reason: 'not-direct' };
  }
  if (speaker.offers.has(connectionId) || speaker.offers.size >= SIGNALLING_LIMITS.offersPerSocket) {
    return { kind: 'close', reason: 'too-many-offers' };
  }
  speaker.offers.set(connectionId, newOffer(frame.dst));
  return { kind: 'pass', frame };
}

function judgeAnswer(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'ANSWER' }>): Verdict {
  const offer = speaker.offered.get(keyOf(frame.dst, frame.payload.connectionId));
  if (!offer || offer.answered) {
    return { kind: 'drop', reason: 'no-offer' };
  }
  offer.answered = true;
  return { kind: 'pass', frame };
}

/** PeerJS keeps candidates of connections that it does not know for ever, so none goes before its offer. */
function judgeCandidate(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'CANDIDATE' }>): Verdict {
  const [offer] = offersBetween(speaker, frame.dst, frame.payload.connectionId);
  if (!offer) {
    return { kind: 'drop', reason: 'no-offer' };
  }
  if (offer.candidatesSent >= SIGNALLING_LIMITS.candidatesPerOffer) {
    return { kind: 'drop', reason: 'too-many-candidates' };
  }
  offer.candidatesSent += 1;
  return { kind: 'pass', frame };
}

function judgeLeave(speaker: Speaker, frame: Extract<SignallingFrame, { type: 'LEAVE' }>): Verdict {
  const { dst } = frame;
  if (dst === undefined) {
    // `peer` would forget the id and keep the socket; this keeps the two together.
    return { kind: 'close', reason: 'left' };
  }
  return offersBetween(speaker, dst, null).length > 0
    ? { kind: 'pass', frame: { ...frame, dst } }
    : { kind: 'drop', reason: 'no-offer' };
}

/** Offers between this speaker and another peer, either way; of one connection, or all. */
function offersBetween(speaker: Speaker, peerId: string, connectionId: string | null): Offer[] {
  const { offers, offered } = speaker;
  if (connectionId !== null) {
    const own = offers.get(connectionId);
    return [own?.peerId === peerId ? own : undefined, offered.get(keyOf(peerId, connectionId))].flatMap(
      (offer) => offer ?? []
    );
  }
  return [...offers.values(), ...offered.values()].filter((offer) => offer.peerId === peerId);
}

const keyOf = (attendeePeerId: string, connectionId: string) => `${attendeePeerId} ${connectionId}`;

const newOffer = (peerId: string): Offer => ({ peerId, answered: false, candidatesSent: 0 });

function deliver(frame: SignallingFrame, src: string): Arrival {
  return { kind: 'deliver', text: JSON.stringify({ ...frame, src }) };
}
