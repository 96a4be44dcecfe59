/** Names as people type them, checked before anything is sent. */
import { LIMITS } from '../protocol/limits';
import { personNameSchema, sessionNameSchema } from '../protocol/messages';
import { SessionError } from './SessionError';

/** The name, cleaned. Throws a SessionError that says what is wrong with it. */
export function checkedName(typed: string, whose: 'person' | 'session'): string {
  const schema = whose === 'person' ? personNameSchema : sessionNameSchema;
  const most = whose === 'person' ? LIMITS.nameLength : LIMITS.sessionNameLength;
  const parsed = schema.safeParse(typed);
  if (parsed.success) {
    return parsed.data;
  }
  const prefix = whose === 'person' ? 'name' : 'session-name';
  throw new SessionError(typed.length > most ? `${prefix}-too-long` : `${prefix}-empty`);
}
