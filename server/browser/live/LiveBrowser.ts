/**
 * The shared browser of one live session: who may see it, and who drives. The server knows attendees by ids that they only claim,
 * so that neither follows from an id: to see it needs the key that the presenter tells those who are in, to drive the one that the
 * presenter tells one of them (as TERM-15 and TERM-17 have it for terminals).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Control } from '../../../src/protocol/browserApi';
import type { LiveBrowserResponse, LiveControl } from '../../../src/protocol/directoryApi';
import type { TerminalSubject } from '../../tickets';
import type { Entry } from '../Roster';
import type { SharedSession } from '../SharedSession';

/** What somebody shows who comes. */
export interface Shown {
  subject: TerminalSubject;
  view: string | null;
  driving: string | null;
  /** Of the time before. */
  token: string | null;
  name?: string;
  from: string;
}

/** `driverId`: the user who has shown that they are the attendee. */
type Wanted =
  | { mode: 'everyone' }
  | { mode: 'one'; driver: null }
  | { mode: 'one'; driver: { attendeeId: string; key: string; userId: string | null } };

export class LiveBrowser {
  private view = newKey();
  private epoch: number;
  private wanted: Wanted = { mode: 'one', driver: null };
  /** The user that the presenter's page is. */
  private presenter: string | null = null;

  constructor(
    readonly session: SharedSession,
    epoch: number
  ) {
    this.epoch = epoch;
  }

  /** With what attendees see it. */
  get key(): string {
    return this.view;
  }

  get driver(): LiveBrowserResponse['driver'] {
    return this.wanted.mode === 'one' && this.wanted.driver
      ? { attendeeId: this.wanted.driver.attendeeId, key: this.wanted.driver.key }
      : null;
  }

  /** A new epoch of the session has a new key, and who has not been told it is out. Rejects as the provider does. */
  async enterEpoch(epoch: number): Promise<void> {
    if (epoch <= this.epoch) {
      return;
    }
    this.epoch = epoch;
    this.view = newKey();
    const attendees = this.session.users.filter(({ id }) => id !== this.presenter);
    // With those who are away just now: a token must not outlive the key that it was given for.
    await Promise.all([
      this.session.forgetLeft(this.presenter),
      ...attendees.map(({ id }) => this.session.remove(id, 'key')),
    ]);
  }

  /** Who drives and nobody else; who does already keeps their key. Rejects as the provider does. */
  async letDrive(control: LiveControl): Promise<void> {
    const { wanted } = this;
    if (control.mode === 'everyone' || control.driver === null) {
      this.wanted = control.mode === 'everyone' ? control : { mode: 'one', driver: null };
    } else if (!(wanted.mode === 'one' && wanted.driver?.attendeeId === control.driver)) {
      this.wanted = { mode: 'one', driver: { attendeeId: control.driver, key: newKey(), userId: null } };
    } else {
      return;
    }
    await this.steer();
  }

  /** Rejects as the provider does. */
  async enter({ subject, view, driving, token, name, from }: Shown): Promise<Entry | { ok: false; why: 'key' }> {
    const isPresenter = subject.role === 'presenter';
    if (!isPresenter && !(view !== null && same(view, this.view))) {
      return { ok: false, why: 'key' };
    }
    const { session } = this;
    const known = token !== null && session.knows(token) ? token : null;
    const entry = session.enter({ name, isCreator: isPresenter, token: known, from });
    if (!entry.ok) {
      return entry;
    }
    const before = this.presenter;
    if (isPresenter && entry.user.isCreator && before !== entry.user.id) {
      // A page that was reloaded is there before the one of before is known to be gone.
      this.presenter = entry.user.id;
      if (before !== null) {
        await session.remove(before, 'key');
      }
    }
    const { wanted } = this;
    if (
      wanted.mode === 'one' &&
      wanted.driver &&
      subject.role === 'attendee' &&
      subject.attendeeId === wanted.driver.attendeeId &&
      driving !== null &&
      same(driving, wanted.driver.key)
    ) {
      wanted.driver.userId = entry.user.id;
    }
    await this.steer();
    return entry;
  }

  private async steer(): Promise<void> {
    const { wanted, session, presenter } = this;
    let control: Control = { mode: 'everyone' };
    if (wanted.mode === 'one') {
      // Until the attendee is there who is to drive, the presenter does.
      const driver = [wanted.driver?.userId ?? null, presenter].find((id) => id !== null && session.userBy(id));
      control = { mode: 'one', driver: driver ?? null };
    }
    if (!isSame(control, session.control)) {
      await session.steer(null, control);
    }
  }
}

function isSame(one: Control, other: Control): boolean {
  return one.mode === 'one' ? other.mode === 'one' && one.driver === other.driver : other.mode === 'everyone';
}

function newKey(): string {
  return randomBytes(32).toString('hex');
}

/** The same time for every wrong one. */
function same(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
