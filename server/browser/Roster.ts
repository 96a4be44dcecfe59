/** Who is in a shared browser, known by their tokens alone. Pure but for chance, which is passed in. */
import { createHash } from 'node:crypto';
import type { BrowserUser } from '../../src/protocol/browserApi';

export interface RosterDeps {
  randomBytes(length: number): Uint8Array;
  /** People at once. */
  users: number;
  /** People that are known, with those who are gone; more than there may be at once. */
  remembered: number;
}

/** `heardAt` in milliseconds of the caller's clock. */
type Presence = { kind: 'here'; heardAt: number } | { kind: 'left' } | { kind: 'removed' };

interface Person {
  user: BrowserUser;
  presence: Presence;
}

export interface Arrival {
  name: string | undefined;
  isCreator: boolean;
  /** What they show to be somebody who is known already. */
  token: string | null;
  /** By the caller's clock. */
  now: number;
  /** Milliseconds since 1970. */
  wall: number;
}

export type Entry =
  /** `isBack`: was here before and is again; `isNew`: was never here. Neither: was here all the time. */
  | { ok: true; user: BrowserUser; token: string; isNew: boolean; isBack: boolean }
  | { ok: false; why: 'full' | 'removed' };

export class Roster {
  /** By the digest of their token, in the order of their coming. */
  private readonly people = new Map<string, Person>();
  private guests = 0;

  constructor(private readonly deps: RosterDeps) {}

  get here(): BrowserUser[] {
    return this.present().map(({ user }) => user);
  }

  /** The newest: in live sessions a presenter's page that was reloaded comes as another one. */
  get creator(): BrowserUser | null {
    return [...this.people.values()].findLast(({ user }) => user.isCreator)?.user ?? null;
  }

  enter({ name, isCreator, token, now, wall }: Arrival): Entry {
    const known = token === null ? undefined : this.people.get(digest(token));
    if (known?.presence.kind === 'removed') {
      return { ok: false, why: 'removed' };
    }
    if (known?.presence.kind === 'here') {
      known.presence.heardAt = now;
      return { ok: true, user: known.user, token: token ?? '', isNew: false, isBack: false };
    }
    if (this.present().length >= this.deps.users) {
      return { ok: false, why: 'full' };
    }
    if (known) {
      known.presence = { kind: 'here', heardAt: now };
      return { ok: true, user: known.user, token: token ?? '', isNew: false, isBack: true };
    }
    this.makeRoom();
    this.guests += isCreator ? 0 : 1;
    const user: BrowserUser = {
      id: Buffer.from(this.deps.randomBytes(8)).toString('hex'),
      name: name || (isCreator ? 'Host' : `Guest ${this.guests}`),
      joinedAt: wall,
      isCreator,
    };
    const made = Buffer.from(this.deps.randomBytes(32)).toString('base64url');
    this.people.set(digest(made), { user, presence: { kind: 'here', heardAt: now } });
    return { ok: true, user, token: made, isNew: true, isBack: false };
  }

  /** Whose token it is, if they are here. */
  byToken(token: string): BrowserUser | null {
    const person = this.people.get(digest(token));
    return person?.presence.kind === 'here' ? person.user : null;
  }

  /** Whether the token is of somebody who is or was here, and may be. */
  knows(token: string): boolean {
    const presence = this.people.get(digest(token))?.presence.kind;
    return presence === 'here' || presence === 'left';
  }

  isRemoved(token: string): boolean {
    return this.people.get(digest(token))?.presence.kind === 'removed';
  }

  byId(id: string): BrowserUser | null {
    return this.present().find(({ user }) => user.id === id)?.user ?? null;
  }

  heard(id: string, now: number): void {
    const presence = this.personBy(id)?.presence;
    if (presence?.kind === 'here') {
      presence.heardAt = now;
    }
  }

  /** Who was here and has not been heard since then. */
  silentSince(moment: number): BrowserUser[] {
    return this.present()
      .filter(({ presence }) => presence.heardAt <= moment)
      .map(({ user }) => user);
  }

  /** Null where they were not here. */
  gone(id: string, how: 'left' | 'removed'): BrowserUser | null {
    const person = this.personBy(id);
    if (!person || person.presence.kind !== 'here') {
      return null;
    }
    person.presence = { kind: how };
    return person.user;
  }

  /** Their tokens are nobody's any more. Returns who they were. */
  forgetLeft(except: string | null): BrowserUser[] {
    const left = [...this.people].filter(([, { user, presence }]) => presence.kind === 'left' && user.id !== except);
    left.forEach(([key]) => this.people.delete(key));
    return left.map(([, { user }]) => user);
  }

  private personBy(id: string): Person | undefined {
    return [...this.people.values()].find(({ user }) => user.id === id);
  }

  private present(): Array<Person & { presence: { kind: 'here'; heardAt: number } }> {
    return [...this.people.values()].filter(
      (person): person is Person & { presence: { kind: 'here'; heardAt: number } } => person.presence.kind === 'here'
    );
  }

  /** Forgets who left first, then who was removed; never the creator. */
  private makeRoom(): void {
    const gone = [...this.people].filter(([, { user, presence }]) => presence.kind !== 'here' && !user.isCreator);
    const [first] = [...gone.filter(([, { presence }]) => presence.kind === 'left'), ...gone];
    if (this.people.size >= this.deps.remembered && first) {
      this.people.delete(first[0]);
    }
  }
}

/** A token is looked for by its digest: how long that takes tells nothing about it. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
