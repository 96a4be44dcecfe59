/** One session as the directory keeps it. */
import { z } from 'zod';
import { pageIdSchema, peerIdSchema } from '../src/protocol/directoryApi';
import { LIMITS } from '../src/protocol/limits';
import { personNameSchema, publicKeySchema, sessionIdSchema, sessionNameSchema } from '../src/protocol/messages';
import { shareCodeSchema } from '../src/protocol/shareCode';

export const sessionSchema = z.object({
  code: shareCodeSchema,
  sessionId: sessionIdSchema,
  presenterKey: publicKeySchema,
  name: sessionNameSchema,
  presenterName: personNameSchema,
  epoch: z.number().int().min(0),
  /** The page that presents, also after its lease ran out, until another page starts. */
  pageId: pageIdSchema.nullable(),
  /** By the store's clock, in milliseconds. */
  leaseUntil: z.number(),
  presenterPeerId: peerIdSchema.nullable(),
  freeSlots: z.number().int().min(0),
  /** Nobody new gets a ticket (SPEC DIR-12). */
  locked: z.boolean(),
  /** Taken in again after a restart: who was in before is not known here, only to the presenter. */
  restored: z.boolean(),
});

export type Session = Readonly<z.infer<typeof sessionSchema>>;

/** Who the caller is, as its directory token says. */
export interface Presenter {
  code: string;
  session: string;
  presenterKey: string;
}

/** With no page that presents it yet. */
export function newSession(
  presenter: Presenter,
  names: { name: string; presenterName: string },
  restored: boolean
): Session {
  return {
    code: presenter.code,
    sessionId: presenter.session,
    presenterKey: presenter.presenterKey,
    name: names.name,
    presenterName: names.presenterName,
    epoch: 0,
    pageId: null,
    leaseUntil: 0,
    presenterPeerId: null,
    freeSlots: LIMITS.directSlots,
    locked: false,
    restored,
  };
}

export function belongsTo(session: Session, presenter: Presenter): boolean {
  return session.sessionId === presenter.session && session.presenterKey === presenter.presenterKey;
}

export function leaseAlive(session: Session, now: number): boolean {
  return session.pageId !== null && session.leaseUntil > now;
}
