/** What a member knows of the session, event by event. Pure. */
import type { BrowserEvent, BrowserUser, Control, ProviderKind } from '../../../src/protocol/browserApi';

type Warning = Pick<Extract<BrowserEvent, { type: 'warning' }>, 'reason' | 'endsAt'>;

export interface Room {
  shareCode: string;
  you: string;
  users: readonly BrowserUser[];
  control: Control;
  provider: ProviderKind;
  /** Epoch milliseconds by the server's clock. */
  expiresAt: number;
  /** Not inside of a live session, whose presenter says in the dock who drives, and when it ends. */
  endsWhenIdle: boolean;
  /** The provider's page, where it has one. */
  url: string | null;
  /** What that page is shown; null where it asks for nothing. */
  pass: string | null;
  warning: Warning | null;
  /** Ids of those who asked to drive and have not been answered. */
  asking: readonly string[];
}

export function roomAfter(room: Room | null, event: BrowserEvent): Room | null {
  if (event.type === 'session_info') {
    const { session, userId, provider, control, pass, endsWhenIdle } = event;
    const { shareCode, users, expiresAt, url = null } = session;
    // A warning that still holds is told anew.
    return {
      shareCode,
      you: userId,
      users,
      control,
      provider,
      expiresAt,
      endsWhenIdle,
      url,
      pass,
      warning: null,
      asking: [],
    };
  }
  if (room === null) {
    return null;
  }
  switch (event.type) {
    case 'user_joined':
      return { ...room, users: [...without(room.users, event.user), event.user] };
    case 'user_left':
      return { ...room, users: without(room.users, event.user), asking: others(room.asking, event.user.id) };
    case 'control_changed':
      return { ...room, control: event.control, asking: unanswered(room.asking, event.control) };
    case 'control_asked':
      return { ...room, asking: [...others(room.asking, event.userId), event.userId] };
    case 'warning':
      return { ...room, warning: { reason: event.reason, endsAt: event.endsAt } };
    case 'active':
      return room.warning?.reason === 'inactivity' ? { ...room, warning: null } : room;
    default:
      return room;
  }
}

const without = (users: readonly BrowserUser[], { id }: BrowserUser) => users.filter((user) => user.id !== id);

const others = (ids: readonly string[], id: string | null) => ids.filter((each) => each !== id);

const unanswered = (asking: readonly string[], control: Control) =>
  control.mode === 'everyone' ? [] : others(asking, control.driver);

/** Whether asking to drive reaches somebody. */
export function mayAsk(room: Room): boolean {
  return !mayDrive(room) && !isCreator(room) && creatorOf(room) !== null;
}

export function creatorOf({ users }: Room): BrowserUser | null {
  return users.find(({ isCreator }) => isCreator) ?? null;
}

export function isCreator({ users, you }: Room): boolean {
  return users.some(({ id, isCreator: created }) => id === you && created);
}

/** Whether it is theirs to say here who drives, to remove somebody, and to end it. */
export const governs = (room: Room) => isCreator(room) && room.endsWhenIdle;

/** The one who drives, where it is one and they are here. */
export function driverOf({ users, control }: Room): BrowserUser | null {
  return control.mode === 'one' ? (users.find(({ id }) => id === control.driver) ?? null) : null;
}

export function mayDrive({ control, you }: Room): boolean {
  return control.mode === 'everyone' || control.driver === you;
}
