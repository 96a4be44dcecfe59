/** What an attendee says of itself: the last value wins, and all of it is said again on each new link. */
import type { AttendeeJoin, AttendeeMessage, Following, Mode, Position } from '../protocol/messages';
import type { AttendeeIdentity } from './AttendeeSession';

export class OwnState {
  mode: Mode;
  following: Following = 'on';
  hand: boolean;
  /** Whether this page takes the place of another tab; over as soon as it is in. */
  takeOver: boolean;

  constructor({ mode, hand, takeOver }: { mode: Mode; hand: boolean; takeOver: boolean }) {
    this.mode = mode;
    this.hand = hand;
    this.takeOver = takeOver;
  }

  join({ who, name }: { who: AttendeeIdentity; name: string }, last: Position | null): AttendeeJoin {
    const { mode, hand, takeOver } = this;
    const { resumeSecret, tabId } = who;
    return { type: 'attendee_join', name, mode, hand, resumeSecret, tabId, takeOver, last };
  }

  modeChange(): AttendeeMessage {
    return { type: 'mode_change', mode: this.mode, following: this.following };
  }

  handRaise(): AttendeeMessage {
    return { type: 'hand_raise', up: this.hand };
  }
}
