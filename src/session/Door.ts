/** Who may come into a session, and who is asked about first. Pure; SPEC JOIN-6 and JOIN-8 to JOIN-11. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { attendeeIdSchema, personNameSchema, resumeSecretSchema } from '../protocol/messages';

const outSchema = z.object({
  why: z.enum(['removed', 'declined']),
  /** As they called themselves then, for the presenter to know them by. */
  name: personNameSchema,
  /** By which they are told from others when they are let in again. */
  resumeSecret: resumeSecretSchema,
});
export type Out = z.infer<typeof outSchema>;

/** What a later page of the presenter needs to know of the door. */
export const doorSchema = z.object({
  /** Nobody new comes in. */
  locked: z.boolean(),
  /** The presenter is asked about everybody new. */
  admit: z.boolean(),
  /** Everybody who was let in, with the secret that tells them from others; newest last. */
  letIn: z.array(z.tuple([attendeeIdSchema, resumeSecretSchema])).max(LIMITS.roster),
  /** Everybody who is to stay out; newest last. */
  out: z.array(z.tuple([attendeeIdSchema, outSchema])).max(LIMITS.roster),
});
export type DoorState = z.infer<typeof doorSchema>;

export const OPEN_DOOR: DoorState = { locked: false, admit: false, letIn: [], out: [] };

export type Verdict = { kind: 'in' } | { kind: 'wait' } | { kind: 'refused'; reason: Out['why'] | 'locked' };

export class Door {
  locked: boolean;
  admit: boolean;
  private readonly guests: Map<string, string>;
  private readonly out: Map<string, Out>;

  constructor(kept: DoorState) {
    this.locked = kept.locked;
    this.admit = kept.admit;
    this.guests = new Map(kept.letIn);
    this.out = new Map(kept.out);
  }

  /** Whether anybody may come in unasked. */
  get open(): boolean {
    return !this.locked && !this.admit;
  }

  /** `here` says whether this attendee is in the room, or waits before it, already. */
  ask(attendeeId: string, resumeSecret: string, here: 'in' | 'waits' | 'new'): Verdict {
    const out = this.out.get(attendeeId);
    if (out) {
      return { kind: 'refused', reason: out.why };
    }
    const secret = this.guests.get(attendeeId);
    if (secret !== undefined && secret !== resumeSecret) {
      return { kind: 'refused', reason: 'removed' };
    }
    if (secret !== undefined || here === 'in' || this.open) {
      return { kind: 'in' };
    }
    return this.locked && here === 'new' ? { kind: 'refused', reason: 'locked' } : { kind: 'wait' };
  }

  /** From now on this attendee comes and goes unasked. */
  letIn(attendeeId: string, resumeSecret: string): void {
    remember(this.guests, attendeeId, resumeSecret);
  }

  /** From now on this attendee stays out. */
  shut(attendeeId: string, out: Out): void {
    this.guests.delete(attendeeId);
    remember(this.out, attendeeId, out);
  }

  /** Whoever was kept out comes and goes unasked from now on. */
  letBack(attendeeId: string): void {
    const out = this.out.get(attendeeId);
    if (out) {
      this.out.delete(attendeeId);
      this.letIn(attendeeId, out.resumeSecret);
    }
  }

  /** Who is kept out, newest first. */
  outside(): Array<{ attendeeId: string } & Out> {
    return [...this.out].map(([attendeeId, out]) => ({ attendeeId, ...out })).reverse();
  }

  state(): DoorState {
    const { locked, admit } = this;
    return { locked, admit, letIn: [...this.guests], out: [...this.out] };
  }
}

/** Puts the key last and forgets the oldest above the bound. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > LIMITS.roster) {
    map.delete(oldest);
  }
}
