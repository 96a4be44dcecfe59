/**
 * The shared terminal of one live session: who may see it, and who may type. The server knows attendees by ids that they
 * only claim, so that neither follows from an id: to see it needs the key that the presenter tells those who are in, to
 * type the one that the presenter tells one of them (TERM-15, TERM-17).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CLOSE, type Access, type FromClient } from '../../../src/protocol/terminalWire';
import type { TerminalSubject } from '../../tickets';
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import type { Place, Wire } from '../Place';
import type { Hello, Seat } from '../seating';
import type { TerminalSession } from '../TerminalSession';

/** What a socket showed when it was opened. */
export interface Shown {
  subject: TerminalSubject;
  view: string | null;
  typing: string | null;
}

interface Guest {
  subject: TerminalSubject;
  place: Place;
  wire: Wire;
}

export class LiveTerminal {
  private view = newKey();
  private epoch: number;
  private readonly typing = new Map<string, string>();
  private readonly guests = new Set<Guest>();

  constructor(
    readonly session: TerminalSession,
    epoch: number
  ) {
    this.epoch = epoch;
  }

  /** With what attendees see it. */
  get key(): string {
    return this.view;
  }

  get typists(): Array<{ attendeeId: string; key: string }> {
    return [...this.typing].map(([attendeeId, key]) => ({ attendeeId, key }));
  }

  /** A new epoch of the session has a new key, and who has not been told it is out (TERM-16). */
  enter(epoch: number): void {
    if (epoch <= this.epoch) {
      return;
    }
    this.epoch = epoch;
    this.view = newKey();
    for (const guest of this.attendees()) {
      this.shut(guest, CLOSE.key);
    }
  }

  /** These may type besides the presenter, and nobody else; who may already keeps their key. */
  letType(attendeeIds: readonly string[]): void {
    for (const attendeeId of this.typing.keys()) {
      if (!attendeeIds.includes(attendeeId)) {
        this.typing.delete(attendeeId);
      }
    }
    for (const attendeeId of attendeeIds) {
      if (!this.typing.has(attendeeId)) {
        this.typing.set(attendeeId, newKey());
      }
    }
    for (const { subject, place } of this.attendees()) {
      if (place.access === 'type' && subject.role === 'attendee' && !this.typing.has(subject.attendeeId)) {
        this.session.setAccess(place, 'read');
      }
    }
  }

  seat({ subject, view, typing }: Shown, hello: Hello, wire: Wire): Seat | { code: number } {
    if (subject.role === 'attendee') {
      if (view === null || !same(view, this.view)) {
        return { code: CLOSE.key };
      }
      const own = this.attendees().filter(({ subject: other }) => isSame(other, subject));
      own.slice(0, Math.max(0, own.length - LIMITS.socketsPerAttendee + 1)).forEach((guest) => this.shut(guest, 1000));
      if (this.session.isFull) {
        return { code: CLOSE.full };
      }
    } else {
      // A page that was reloaded is there before its socket of before is known to be gone.
      [...this.guests]
        .filter(({ subject: { role } }) => role === 'presenter')
        .forEach((guest) => this.shut(guest, 1000));
    }
    const access: Access = subject.role === 'presenter' || this.mayType(subject.attendeeId, typing) ? 'type' : 'read';
    const owner = subject.role === 'presenter' ? subject.role : subject.attendeeId;
    const place = this.session.join(wire, hello, { access, owner, rules: subject.role === 'presenter' });
    for (const guest of this.guests) {
      if (guest.place === place) {
        this.guests.delete(guest);
      }
    }
    this.guests.add({ subject, place, wire });
    return { session: this.session, place };
  }

  /** False for what is not said in a live session. */
  hear({ place }: Seat, message: Exclude<FromClient, { type: 'hello' }>): boolean {
    switch (message.type) {
      case 'read-link':
      case 'name':
      case 'take-size':
        return false;
      case 'typing': {
        const guest = [...this.guests].find((each) => each.place === place);
        if (guest?.subject.role === 'attendee' && this.mayType(guest.subject.attendeeId, message.key)) {
          this.session.setAccess(place, 'type');
        }
        return true;
      }
      default:
        this.session.hear(place, message);
        return true;
    }
  }

  gone(wire: Wire): void {
    for (const guest of this.guests) {
      if (guest.wire === wire) {
        this.guests.delete(guest);
      }
    }
  }

  private attendees(): Guest[] {
    return [...this.guests].filter(({ subject }) => subject.role === 'attendee');
  }

  private mayType(attendeeId: string, key: string | null): boolean {
    const right = this.typing.get(attendeeId);
    return right !== undefined && key !== null && same(key, right);
  }

  /** Nothing more reaches it from here on, whenever its socket is closed. */
  private shut(guest: Guest, code: number): void {
    this.guests.delete(guest);
    guest.place.access = 'read';
    guest.wire.close(code);
    this.session.leave(guest.place, guest.wire);
  }
}

function newKey(): string {
  return randomBytes(32).toString('hex');
}

function isSame(one: TerminalSubject, other: TerminalSubject): boolean {
  return one.role === 'attendee' && other.role === 'attendee' && one.attendeeId === other.attendeeId;
}

/** The same time for every wrong one. */
function same(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
