/** Which tickets were used, by the clock that they are dated with. */

export interface TicketBook {
  /** The run that tickets of now belong to, and the time in milliseconds since 1970. A run ends when used tickets are forgotten. */
  run(): Promise<{ id: string; now: number }>;
  /** True for the first use only, and never for a ticket of another run. `expires` in milliseconds since 1970. */
  use(ticket: { id: string; run: string; expires: number }): Promise<boolean>;
}
