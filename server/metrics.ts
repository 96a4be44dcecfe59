/** Counts for Prometheus; one registry a server, so that two in one process do not mix. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

export interface Readings {
  /** Of all servers; NaN while that cannot be known. */
  sessions(): number | Promise<number>;
  sockets(): number;
  relaySockets(): number;
  /** Shared browsers of this server, and the people in them. */
  browsers(): number;
  browserUsers(): number;
}

export class Metrics {
  readonly registry = new Registry();
  readonly refusedFrames = this.counter('livesessions_refused_frames_total', 'Signalling frames refused', 'reason');
  readonly refusedSockets = this.counter('livesessions_refused_sockets_total', 'Signalling sockets refused', 'reason');
  readonly tickets = this.counter('livesessions_tickets_total', 'Tickets, issued and shown', 'outcome');
  readonly refusedCalls = this.counter('livesessions_refused_calls_total', 'API calls refused', 'reason');

  constructor(readings: Readings) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge('livesessions_sessions', 'Sessions in the directory', () => readings.sessions());
    this.gauge('livesessions_signalling_sockets', 'Open signalling sockets', () => readings.sockets());
    this.gauge('livesessions_relay_sockets', 'Open relay sockets', () => readings.relaySockets());
    this.gauge('livesessions_browsers', 'Shared browsers', () => readings.browsers());
    this.gauge('livesessions_browser_users', 'People in shared browsers', () => readings.browserUsers());
  }

  private counter(name: string, help: string, label: string): { add(value: string): void } {
    const counter = new Counter({ name, help, labelNames: [label], registers: [this.registry] });
    return { add: (value) => counter.inc({ [label]: value }) };
  }

  private gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}
