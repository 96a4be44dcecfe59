/** A presenter's page and the session's shared terminal, into which the presenter lets attendees type (SPEC TERM-14, TERM-17). */
import { z } from 'zod';
import type { TerminalRequest, TerminalResponse } from '../protocol/directoryApi';
import { LIMITS } from '../protocol/limits';
import { attendeeIdSchema, type SharedTerminal } from '../protocol/messages';
import { typistsKey } from './presentingRecord';
import { SharingDesk, type SharingDeps, type SharingHandlers } from './SharingDesk';

type Typists = readonly string[];

export interface TerminalDeskDeps extends Pick<SharingDeps<Typists, TerminalResponse>, 'clock' | 'store' | 'close'> {
  sessionId: string;
  /** Rejects with a SessionError. */
  ask(wanted: Pick<TerminalRequest, 'start' | 'typists'>): Promise<TerminalResponse>;
}

export class TerminalDesk extends SharingDesk<Typists, SharedTerminal, TerminalResponse> {
  private seen: { typists: Typists; as: ReadonlySet<string> } | null = null;

  constructor({ sessionId, ask, ...deps }: TerminalDeskDeps, on: SharingHandlers<SharedTerminal>) {
    super(
      {
        nobody: [],
        schema: z.array(attendeeIdSchema).max(LIMITS.typists),
        storeKey: typistsKey(sessionId),
        named: (typists) => new Set(typists),
        told: ({ shell, key }) => ({ shell, key }),
        isSame: (one, other) => one.shell === other.shell && one.key === other.key,
        keys: ({ typists }) => new Map(typists.map(({ attendeeId, key }) => [attendeeId, key])),
        opened: (terminal) => ({ type: 'terminal_open', terminal }),
        closed: { type: 'terminal_close' },
        missing: 'no-terminal',
      },
      { ...deps, ask: (start, typists) => ask({ start, typists: [...typists] }) },
      on
    );
  }

  view() {
    const { sharing: state, wanted: typists } = this;
    // The same while it is the same: what is drawn of it is kept.
    this.seen = this.seen?.typists === typists ? this.seen : { typists, as: new Set(typists) };
    return { state, typists: this.seen.as };
  }

  /** Whether this attendee may type. Ignored beyond as many as may. */
  letType(attendeeId: string, may: boolean): void {
    const typists = this.wanted;
    if (may === typists.includes(attendeeId) || (may && typists.length >= LIMITS.typists)) {
      return;
    }
    this.want(may ? [...typists, attendeeId] : typists.filter((each) => each !== attendeeId));
  }
}
