/** Everything that several servers share; with one server alone it is in its memory. */
import type { Undo } from '../undo';
import type { Exchange } from './Exchange';
import type { MinuteLimit } from './MinuteLimit';
import type { RoomStore } from './RoomStore';
import type { SessionStore } from './SessionStore';
import type { TicketBook } from './TicketBook';

export interface Stores {
  readonly kind: 'memory' | 'redis';
  /** Whether it can be reached just now. */
  readonly up: boolean;
  readonly sessions: SessionStore;
  readonly tickets: TicketBook;
  readonly exchange: Exchange;
  readonly rooms: RoomStore;
  /** A limit of so many a minute; `name` tells it from others. */
  limit(name: string, perMinute: number): MinuteLimit;
  /** Called each time that it can be reached again; it may have lost everything. */
  onBack(handler: () => void): Undo;
  close(): Promise<void>;
}

/** The store could not be reached, or said what it never says. */
export class StoreFailure extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'StoreFailure';
  }
}
