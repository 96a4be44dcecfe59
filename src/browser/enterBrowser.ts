/** Into the session's shared browser, with what the session gives for it; the page that shows it is the session server's. */
import {
  BROWSER_API_PATH,
  BROWSER_PAGE_PATH,
  joinBrowserResponseSchema,
  userTokenSchema,
} from '../protocol/browserApi';
import { BROWSER_FRAME } from '../protocol/browserFrame';
import type { BrowserEntry } from '../session/view';

export interface EnterDeps {
  /** The session server's, as browsers reach it. */
  serverUrl: string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Of who was here before, so that a reload is the same person. */
  store: Pick<Storage, 'getItem' | 'setItem'>;
}

export type Entered =
  | { kind: 'in'; shareCode: string; token: string }
  /** It is over, or another key is on its way. */
  | { kind: 'refused' }
  /** The server does not answer. */
  | { kind: 'failed' };

/** @param browser its id: another browser knows nobody yet */
export async function enterBrowser(
  { ticket, view, driving, name }: BrowserEntry,
  browser: string,
  deps: EnterDeps
): Promise<Entered> {
  const key = `livesessions.browser/${browser}`;
  const token = userTokenSchema.safeParse(deps.store.getItem(key)).data ?? null;
  try {
    const answer = await deps.fetch(`${deps.serverUrl}${BROWSER_API_PATH}/enter`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ ticket, view, driving, name }),
    });
    if (answer.status >= 500) {
      return { kind: 'failed' };
    }
    const parsed = joinBrowserResponseSchema.safeParse(await answer.json());
    if (!answer.ok || !parsed.success) {
      return { kind: 'refused' };
    }
    deps.store.setItem(key, parsed.data.token);
    return { kind: 'in', shareCode: parsed.data.shareCode, token: parsed.data.token };
  } catch {
    return { kind: 'failed' };
  }
}

/** The page that shows it. What is behind "#" is sent to no server. */
export function pageOf(serverUrl: string, { shareCode, token }: { shareCode: string; token: string }, theme: string) {
  return `${serverUrl}${BROWSER_PAGE_PATH}/${shareCode}?${BROWSER_FRAME.query}&theme=${theme}#token=${token}`;
}
