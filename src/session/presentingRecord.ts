/** What a presenter's browser keeps of a session, so that a later page can take it up. */
import { z } from 'zod';
import { createSessionResponseSchema } from '../protocol/directoryApi';
import { personNameSchema, sessionNameSchema, snapshotSchema } from '../protocol/messages';
import { doorSchema, OPEN_DOOR, type DoorState } from './Door';
import { readStored, writeStored, type KeyValueStore } from './store';

export const recordSchema = createSessionResponseSchema.extend({
  sessionName: sessionNameSchema,
  presenterName: personNameSchema,
  /** Ed25519 seed of this session's identity, as hex. */
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  pageId: z.string().regex(/^[0-9a-f]{16}$/),
  epoch: z.number().int().min(0),
  bases: z.array(z.object({ epoch: z.number().int().min(0), seq: z.number().int().min(0) })),
  stage: snapshotSchema.pick({
    guide: true,
    highlight: true,
    route: true,
    policy: true,
    terminal: true,
    browser: true,
  }),
  stageSeq: z.number().int().min(0),
});
export type PresentingRecord = z.infer<typeof recordSchema>;

/** Present in a tab's own store while it presents, so that a reload takes the session up and another tab does not. */
export const TAB_KEY = 'presenting';
/** Who may come in: changes far more often than the rest, in a large room. Read with `doorSchema`. */
export const doorKey = (sessionId: string) => `door/${sessionId}`;
/** Who may type in the session's terminal. Read with a schema of the desk's. */
export const typistsKey = (sessionId: string) => `typists/${sessionId}`;
/** Who drives the session's browser. Read with a schema of the desk's. */
export const driverKey = (sessionId: string) => `driver/${sessionId}`;
export const recordKey = (sessionId: string) => `presenting/${sessionId}`;
/** Shared by the browser's tabs: the session that was presented last and not ended. */
export const LAST_KEY = 'presented-last';

export function lastRecord(store: KeyValueStore): PresentingRecord | null {
  const sessionId = readStored(store, LAST_KEY, z.string());
  return sessionId === null ? null : readStored(store, recordKey(sessionId), recordSchema);
}

/** What an earlier page wrote of the door. One that cannot tell whom to let in lets its presenter say (SPEC JOIN-8). */
export function keptDoor(store: KeyValueStore, sessionId: string): DoorState {
  return readStored(store, doorKey(sessionId), doorSchema) ?? { ...OPEN_DOOR, admit: true };
}

export function keepRecord(
  store: KeyValueStore,
  record: PresentingRecord,
  {
    epoch,
    bases,
    stage,
    stageSeq,
  }: Readonly<Pick<PresentingRecord, 'epoch' | 'stage' | 'stageSeq'>> & {
    bases: ReadonlyArray<PresentingRecord['bases'][number]>;
  }
): void {
  Object.assign(record, { epoch, bases: [...bases], stage, stageSeq });
  writeStored(store, recordKey(record.sessionId), record);
}

export function forgetRecord(store: KeyValueStore, sessionId: string): void {
  store.remove(recordKey(sessionId));
  store.remove(doorKey(sessionId));
  store.remove(typistsKey(sessionId));
  store.remove(driverKey(sessionId));
}
