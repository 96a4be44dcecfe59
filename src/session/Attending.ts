/** An attendee's page: finds the session, pins its presenter, joins, and joins again after a reload. */
import { z } from 'zod';
import { bytesToHex, hexToBytes } from '../protocol/bytes';
import type { CryptoBackend } from '../protocol/crypto';
import type { SessionInfo } from '../protocol/directoryApi';
import { LIMITS } from '../protocol/limits';
import {
  attendeeIdSchema,
  modeSchema,
  personNameSchema,
  positionSchema,
  publicKeySchema,
  receiptSchema,
  type Mode,
  type Position,
  type Snapshot,
  type StageEvent,
  type StepRef,
} from '../protocol/messages';
import { fingerprintFromDigest, fingerprintSchema, shareCodeSchema, type Invitation } from '../protocol/shareCode';
import type { Dial, Undo } from '../transport/Link';
import { AttendeeSession } from './AttendeeSession';
import type { Clock } from './clock';
import type { DirectoryClient } from './DirectoryClient';
import { SessionError, type SessionErrorReason } from './SessionError';
import { readStored, writeStored, type KeyValueStore } from './store';
import type { Tabs } from './tabs';
import type { Joined } from './view';

/** Who this browser is in a session, and which presenter's key it has seen there first. */
const whoSchema = z.object({
  attendeeId: attendeeIdSchema,
  resumeSecret: z.string().regex(/^[0-9a-f]{64}$/),
  identity: publicKeySchema,
  /** As what the tab that joined last is there. */
  as: z.object({ name: personNameSchema, mode: modeSchema }).optional(),
});
type Who = z.infer<typeof whoSchema>;
const progressSchema = z.object({
  last: positionSchema,
  running: positionSchema.nullable(),
  unsent: z.array(receiptSchema).max(LIMITS.receipts).default([]),
  said: z.array(receiptSchema).max(LIMITS.receipts).default([]),
});
const tabSchema = z.object({
  code: shareCodeSchema,
  fingerprint: fingerprintSchema.nullable(),
  name: personNameSchema,
  mode: modeSchema,
  hand: z.boolean().default(false),
  tabId: z.string().regex(/^[0-9a-f]{16}$/),
});
type Tab = z.infer<typeof tabSchema>;

const TAB_KEY = 'attending';
const whoKey = (sessionId: string) => `attendee/${sessionId}`;
const tabName = (tabId: string) => `attending/${tabId}`;
const progressKey = (sessionId: string) => `progress/${sessionId}`;

export interface AttendingDeps {
  crypto: CryptoBackend;
  clock: Clock;
  random(): number;
  directory: DirectoryClient;
  /** Dials the presenter of one session as one attendee. */
  dial(code: string, attendeeId: string): Dial;
  store: KeyValueStore;
  tabStore: KeyValueStore;
  tabs: Tabs;
  log(line: string): void;
}

export interface AttendingHandlers {
  changed(): void;
  event(event: StageEvent, of: Position, late: boolean): void;
  snapshot(snapshot: Snapshot, of: Position): void;
  stillShown(step: StepRef, of: Position): void;
  ended(reason: SessionErrorReason): void;
}

export class Attending {
  private over = false;
  private live = false;
  private readonly letGo: Undo;

  private constructor(
    readonly info: SessionInfo,
    readonly trust: 'link' | 'server',
    private readonly who: Who,
    private readonly tab: Tab,
    private readonly deps: AttendingDeps,
    private readonly on: AttendingHandlers,
    private readonly sessionOf: (attending: Attending) => AttendeeSession
  ) {
    this.session = this.sessionOf(this);
    this.letGo = deps.tabs.hold(tabName(tab.tabId));
  }

  readonly session: AttendeeSession;

  /** Finds the session and begins to connect. Rejects with a SessionError when it is not to be joined at all. */
  static async join(
    options: {
      invitation: Invitation;
      name: string;
      mode: Mode;
      /** Raised before a reload. */
      hand: boolean;
      takeOver: boolean;
      /** Taking over, name and mode are those of the other tab. */
      asThere?: boolean;
      tabId: string | null;
    },
    deps: AttendingDeps,
    on: AttendingHandlers
  ): Promise<Attending> {
    const { invitation, hand, takeOver } = options;
    const { crypto, store, tabStore } = deps;
    deps.log(`Joining session: ${invitation.code}`);
    const info = await deps.directory.info(invitation.code);
    const identity = hexToBytes(info.presenterKey);
    const fingerprint = fingerprintFromDigest(await crypto.sha256(identity));
    if (invitation.fingerprint !== null && invitation.fingerprint !== fingerprint) {
      throw new SessionError('fingerprint-mismatch');
    }
    const known = readStored(store, whoKey(info.sessionId), whoSchema);
    if (known && known.identity !== info.presenterKey) {
      throw new SessionError('identity-changed');
    }
    const { name, mode } = (options.takeOver && options.asThere && known?.as) || options;
    const who: Who = known ?? {
      attendeeId: bytesToHex(crypto.randomBytes(16)),
      resumeSecret: bytesToHex(crypto.randomBytes(32)),
      identity: info.presenterKey,
    };
    writeStored(store, whoKey(info.sessionId), who);
    const tab: Tab = { ...invitation, name, mode, hand, tabId: options.tabId ?? bytesToHex(crypto.randomBytes(8)) };
    writeStored(tabStore, TAB_KEY, tab);
    // A guest who comes back to a session begins with its present state; only a reload goes on where it stood.
    const progress = options.tabId === null ? null : readStored(store, progressKey(info.sessionId), progressSchema);
    const trust = invitation.fingerprint === null ? 'server' : 'link';
    return new Attending(
      info,
      trust,
      who,
      tab,
      deps,
      on,
      (attending) =>
        new AttendeeSession(
          {
            session: info.sessionId,
            identity,
            who: { attendeeId: who.attendeeId, resumeSecret: who.resumeSecret, tabId: tab.tabId },
            name,
            mode,
            hand,
            takeOver,
            rejoining: options.tabId !== null,
            routes: info.routes,
            before: progress,
          },
          { crypto, clock: deps.clock, random: () => deps.random(), dial: deps.dial(info.code, who.attendeeId) },
          {
            changed: () => attending.changed(),
            event(event, of, late) {
              deps.log(`Received event from presenter: ${event.type}`);
              on.event(event, of, late);
            },
            snapshot: on.snapshot,
            stillShown: on.stillShown,
            progressed: (progressed) => writeStored(store, progressKey(info.sessionId), progressed),
          }
        )
    );
  }

  /** Joins again what this tab was in before it was reloaded; null when it was in none. */
  static async rejoin(deps: AttendingDeps, on: AttendingHandlers): Promise<Attending | null> {
    const tab = readStored(deps.tabStore, TAB_KEY, tabSchema);
    if (!tab || (await deps.tabs.held(tabName(tab.tabId)))) {
      // A copy of the tab that attends leaves the session there.
      deps.tabStore.remove(TAB_KEY);
      return null;
    }
    const { code, fingerprint, tabId, ...rest } = tab;
    try {
      return await Attending.join({ ...rest, invitation: { code, fingerprint }, takeOver: false, tabId }, deps, on);
    } catch (error) {
      // A server that is down or busy may be back at the next try, or know the code again; anything else will not get better.
      const { retry, reason } = SessionError.from(error);
      if (!retry && reason !== 'code-unknown') {
        Attending.forgetTab(deps);
      }
      throw error;
    }
  }

  /** This tab joins nothing again. */
  static forgetTab({ tabStore }: Pick<AttendingDeps, 'tabStore'>): void {
    tabStore.remove(TAB_KEY);
  }

  setMode(mode: Mode): void {
    this.tab.mode = mode;
    writeStored(this.deps.tabStore, TAB_KEY, this.tab);
    this.keepAs();
    this.session.setMode(mode);
  }

  get name(): string {
    return this.tab.name;
  }

  /** For one entry to what the session shares. Rejects with a SessionError. */
  async ticketTo(what: 'terminal' | 'browser'): Promise<string> {
    // By the relay's route, which takes nobody's place on a direct one.
    const asked = { attendeeId: this.who.attendeeId, route: 'relay' as const };
    const ticket = (await this.deps.directory.ticket(this.info.code, asked))[what];
    if (ticket === null) {
      throw new SessionError(`no-${what}`);
    }
    return ticket;
  }

  setHand(up: boolean): void {
    this.session.setHand(up);
  }

  /** @param joinLink the whole link for a code and a fingerprint */
  joined(joinLink: (code: string, fingerprint: string) => string): Joined {
    const { code, fingerprint, name, mode } = this.tab;
    return { invitation: fingerprint === null ? code : joinLink(code, fingerprint), name, mode };
  }

  leave(): void {
    this.over = true;
    this.letGo();
    this.deps.tabStore.remove(TAB_KEY);
    this.session.leave();
  }

  /** The page goes away, perhaps to come back. */
  close(): void {
    this.over = true;
    this.letGo();
    this.session.dispose();
  }

  /** For a tab that takes over. */
  private keepAs(): void {
    const { name, mode } = this.tab;
    writeStored(this.deps.store, whoKey(this.info.sessionId), { ...this.who, as: { name, mode } });
  }

  private changed(): void {
    if (this.over) {
      return;
    }
    const { connection, hand } = this.session.view();
    if (hand !== this.tab.hand) {
      // The presenter may lower it too.
      this.tab.hand = hand;
      writeStored(this.deps.tabStore, TAB_KEY, this.tab);
    }
    if (connection.kind === 'live' && !this.live) {
      this.deps.log(`Connected to presenter: ${this.info.code}`);
      this.keepAs();
    }
    this.live = connection.kind === 'live';
    if (connection.kind === 'ended') {
      this.over = true;
      this.letGo();
      this.deps.tabStore.remove(TAB_KEY);
      this.on.ended(connection.reason);
    } else {
      this.on.changed();
    }
  }
}
