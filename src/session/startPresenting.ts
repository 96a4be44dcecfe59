/** How a page comes to present: a new session, the one of before a reload, or one that a gone page left. */
import { z } from 'zod';
import { bytesToHex, hexToBytes } from '../protocol/bytes';
import { LIMITS } from '../protocol/limits';
import type { GuideRef } from '../protocol/messages';
import { fingerprintFromDigest } from '../protocol/shareCode';
import { DirectoryPlace } from './DirectoryPlace';
import { OPEN_DOOR, type DoorState } from './Door';
import { Outcome } from './Outcome';
import { PresenterSession } from './PresenterSession';
import { Presenting, type PresentingDeps, type PresentingHandlers } from './Presenting';
import {
  doorKey,
  forgetRecord,
  keepRecord,
  keptDoor,
  LAST_KEY,
  lastRecord,
  recordKey,
  recordSchema,
  TAB_KEY,
  type PresentingRecord,
} from './presentingRecord';
import { SessionError } from './SessionError';
import { readStored, writeStored } from './store';

/** A new session. Rejects with a SessionError. */
export async function createPresenting(
  options: { sessionName: string; presenterName: string; guide: GuideRef | null; admit: boolean },
  deps: PresentingDeps,
  on: PresentingHandlers
): Promise<Presenting> {
  deps.log('Creating session...');
  const seed = deps.crypto.randomBytes(32);
  const signer = await deps.crypto.signer(seed);
  const created = await deps.directory.create({
    name: options.sessionName,
    presenterName: options.presenterName,
    presenterKey: bytesToHex(signer.publicKey),
  });
  const record: PresentingRecord = {
    ...created,
    sessionName: options.sessionName,
    presenterName: options.presenterName,
    seed: bytesToHex(seed),
    pageId: bytesToHex(deps.crypto.randomBytes(8)),
    epoch: 0,
    bases: [],
    stage: { guide: options.guide, highlight: null, route: null, policy: 'ask' },
    stageSeq: 0,
  };
  const door = { ...OPEN_DOOR, admit: options.admit };
  writeStored(deps.store, doorKey(created.sessionId), door);
  try {
    const presenting = await open(record, { takeOver: false, reachable: true, door }, deps, on);
    deps.log(`Session created: ${created.code}`);
    return presenting;
  } catch (error) {
    forgetRecord(deps.store, created.sessionId);
    // The directory lets go of it by itself too, only later.
    await deps.directory.end(created.code, created.directoryToken).catch(() => {});
    throw error;
  }
}

/** What this tab presented before it was reloaded; null when it did not. Rejects with a SessionError. */
export async function takeUpPresenting(deps: PresentingDeps, on: PresentingHandlers): Promise<Presenting | null> {
  const sessionId = readStored(deps.tabStore, TAB_KEY, z.string());
  const record = sessionId === null ? null : readStored(deps.store, recordKey(sessionId), recordSchema);
  if (!record || (await deps.tabs.held(recordKey(record.sessionId)))) {
    // A copy of the tab that presents leaves the session there.
    deps.tabStore.remove(TAB_KEY);
    return null;
  }
  try {
    return await open(
      record,
      { takeOver: false, reachable: false, door: keptDoor(deps.store, record.sessionId) },
      deps,
      on
    );
  } catch (error) {
    const { reason } = SessionError.from(error);
    if (reason === 'lease-held' || reason === 'superseded' || reason === 'code-unknown') {
      deps.tabStore.remove(TAB_KEY);
    }
    throw error;
  }
}

/** This tab takes nothing up again; the session is not over. */
export function forgetTab({ tabStore }: Pick<PresentingDeps, 'tabStore'>): void {
  tabStore.remove(TAB_KEY);
}

/** Goes on with the session that `findLeft` names, also where its gone page seems to present still. Rejects with a SessionError. */
export async function goOnPresenting(deps: PresentingDeps, on: PresentingHandlers): Promise<Presenting> {
  const record = lastRecord(deps.store);
  if (!record) {
    throw new SessionError('ended');
  }
  return open(record, { takeOver: true, reachable: false, door: keptDoor(deps.store, record.sessionId) }, deps, on);
}

/** `reachable`: settles when newcomers can come in, and not at all when they cannot. */
async function open(
  record: PresentingRecord,
  { takeOver, reachable, door }: { takeOver: boolean; reachable: boolean; door: DoorState },
  deps: PresentingDeps,
  on: PresentingHandlers
): Promise<Presenting> {
  const { crypto, clock, store, directory } = deps;
  const { code, directoryToken: token, sessionId } = record;
  const signer = await crypto.signer(hexToBytes(record.seed));
  const place = await DirectoryPlace.take(
    {
      ...{ directory, clock, code, token },
      about: {
        sessionId,
        name: record.sessionName,
        presenterName: record.presenterName,
        presenterKey: bytesToHex(signer.publicKey),
        pageId: record.pageId,
      },
    },
    { knownEpoch: record.epoch, takeOver, locked: door.locked }
  );
  let presenting: Presenting | null = null;
  const reached = new Outcome();
  const failures: SessionError[] = [];
  const listener = deps.listen({
    iceToken: token,
    nextPeer: () => place.nextPeer(),
    nextRelay: place.relay,
    signalling(state, peerId) {
      if (state === 'ready') {
        deps.log(`Peer ready: ${peerId}`);
        reached.resolve();
      } else {
        reached.reject(new SessionError('server-down'));
      }
      presenting?.signalling(state);
    },
    failed(error) {
      reached.reject(error);
      failures.push(error);
      presenting?.stop(error);
    },
  });
  const session = await PresenterSession.start(
    {
      session: sessionId,
      sessionName: record.sessionName,
      presenterName: record.presenterName,
      epoch: place.epoch,
      bases: record.bases,
      stage: record.stage,
      stageSeq: record.stageSeq,
      door,
      directSlots: place.routes === 'relay' ? 0 : (deps.directSlots ?? LIMITS.directSlots),
    },
    { crypto, signer, clock, listener, store },
    {
      changed() {
        presenting?.seen();
        on.changed();
      },
      failed: on.failed,
      entered(attendeeId) {
        presenting?.terminal.entered(attendeeId);
        presenting?.browser.entered(attendeeId);
      },
      doorChanged: (state) => writeStored(store, doorKey(sessionId), state),
      persist: (state) => keepRecord(store, record, { ...state, epoch: Math.max(state.epoch, place.epoch) }),
    }
  );
  if (reachable) {
    await reached.promise.catch((error: unknown) => {
      session.close();
      throw error;
    });
  }
  const fingerprint = fingerprintFromDigest(await crypto.sha256(signer.publicKey));
  if (failures.length > 0) {
    session.close();
    throw failures[0];
  }
  writeStored(deps.tabStore, TAB_KEY, sessionId);
  writeStored(store, LAST_KEY, sessionId);
  presenting = new Presenting(record, deps, on, fingerprint, session, place);
  return presenting;
}
