/** A session that was presented in this browser and whose page is gone without having ended it. */
import type { PresentingDeps } from './Presenting';
import { forgetRecord, LAST_KEY, lastRecord, recordKey } from './presentingRecord';
import { SessionError } from './SessionError';

export interface LeftSession {
  sessionName: string;
  code: string;
}

/**
 * The session that was left behind, when no other tab presents it and the directory still has it: nobody goes on with
 * that unasked. Undefined when there is none, or when nobody can tell. Never rejects.
 */
export async function findLeft(
  deps: Pick<PresentingDeps, 'store' | 'tabs' | 'directory'>
): Promise<LeftSession | undefined> {
  const record = lastRecord(deps.store);
  if (!record || (await deps.tabs.held(recordKey(record.sessionId)))) {
    return undefined;
  }
  try {
    const info = await deps.directory.info(record.code);
    return info.sessionId === record.sessionId ? { sessionName: record.sessionName, code: record.code } : undefined;
  } catch (error) {
    if (SessionError.from(error).reason === 'code-unknown') {
      forgetLeft(deps);
    }
    return undefined;
  }
}

/** It is over, here and at the directory; without the server it ends there by itself when nobody presents. */
export function forgetLeft({ store, directory }: Pick<PresentingDeps, 'store' | 'directory'>): void {
  const record = lastRecord(store);
  store.remove(LAST_KEY);
  if (record) {
    forgetRecord(store, record.sessionId);
    void directory.end(record.code, record.directoryToken).catch(() => {});
  }
}
