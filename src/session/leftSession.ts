/** A session that was presented in this browser and whose page is gone without having ended it. */
import type { PresentingDeps } from './Presenting';
import { doorKey, LAST_KEY, lastRecord, recordKey } from './presentingRecord';
import { SessionError } from './SessionError';

export interface LeftSession {
  sessionName: string;
  code: string;
}

/**
 * The session that was left behind, when no other tab presents it and the directory still has it: nobody goes on with
 * that unasked. Null when there is none, or when nobody can tell. Never rejects.
 */
export async function findLeft(
  deps: Pick<PresentingDeps, 'store' | 'tabs' | 'directory'>
): Promise<LeftSession | null> {
  const record = lastRecord(deps.store);
  if (!record || (await deps.tabs.held(recordKey(record.sessionId)))) {
    return null;
  }
  try {
    const info = await deps.directory.info(record.code);
    return info.sessionId === record.sessionId ? { sessionName: record.sessionName, code: record.code } : null;
  } catch (error) {
    if (SessionError.from(error).reason === 'code-unknown') {
      forgetLeft(deps);
    }
    return null;
  }
}

/** It is over, here and at the directory; without the server it ends there by itself when nobody presents. */
export function forgetLeft({ store, directory }: Pick<PresentingDeps, 'store' | 'directory'>): void {
  const record = lastRecord(store);
  store.remove(LAST_KEY);
  if (record) {
    store.remove(recordKey(record.sessionId));
    store.remove(doorKey(record.sessionId));
    void directory.end(record.code, record.directoryToken).catch(() => {});
  }
}
