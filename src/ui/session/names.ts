/** Names as they are typed, checked before anything is sent. Pure. */
import { LIMITS } from '../../protocol/limits';
import { cleanText } from '../../protocol/text';
import type { SessionErrorReason } from '../../session/SessionError';

export type Checked = { ok: true; value: string } | { ok: false; reason: SessionErrorReason };

export function checkPersonName(typed: string): Checked {
  return check(typed, LIMITS.nameLength, 'name-empty', 'name-too-long');
}

export function checkSessionName(typed: string): Checked {
  return check(typed, LIMITS.sessionNameLength, 'session-name-empty', 'session-name-too-long');
}

function check(typed: string, max: number, empty: SessionErrorReason, tooLong: SessionErrorReason): Checked {
  const value = cleanText(typed);
  if (value === '') {
    return { ok: false, reason: empty };
  }
  return value.length > max ? { ok: false, reason: tooLong } : { ok: true, value };
}
