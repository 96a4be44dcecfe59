/** What serving a page's socket takes, a presenter's as an attendee's. */
import type { Socket } from 'socket.io';
import type { FromAttendee, FromPresenter, ToAttendee, ToPresenter } from '../../src/protocol/relayApi';
import type { Clock } from '../clock';
import type { Metrics } from '../metrics';

export type FromPages = FromPresenter & FromAttendee;
export type ToPages = ToPresenter & ToAttendee;
export type ServedSocket<Data = unknown> = Socket<FromPages, ToPages, Record<string, never>, Data>;

export interface ServingDeps {
  clock: Clock;
  metrics: Metrics;
  /** A step that could not be done, because the store is away. */
  failed(error: unknown): void;
}
