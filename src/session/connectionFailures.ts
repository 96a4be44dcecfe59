/** What a failed attempt means for an attendee's connection. SPEC.md, CON-4, CON-5 and CON-9. Pure. */
import type { SessionErrorReason } from './SessionError';

/** Failures after which trying again by itself cannot help. */
export const FATAL: ReadonlySet<SessionErrorReason> = new Set<SessionErrorReason>([
  'fingerprint-mismatch',
  'identity-changed',
  'server-key',
  'unauthorized',
  'api-key',
  'other-tab',
  'taken-over',
  'removed',
  'declined',
  'version',
  'ended',
  'ended-by-administrator',
  'local-network',
  'policy',
  'mixed-content',
]);

/**
 * Failures that mean that nobody presents now. A session that the directory does not know (any more) is one of them:
 * its presenter brings it back with the next renewal of the lease, or has ended it while this attendee was cut off.
 */
export const ABSENT: ReadonlySet<SessionErrorReason> = new Set<SessionErrorReason>([
  'presenter-absent',
  'code-unknown',
]);

/**
 * Failures that end a first joining at once, since the person is waiting; in an outage they may pass. `full` is one:
 * after an outage of the whole room its places seem taken until the presenter has missed everybody. `locked` is
 * another: a directory that has forgotten this attendee says so, and the presenter, who has not, may unlock.
 */
export const FATAL_AT_FIRST: ReadonlySet<SessionErrorReason> = new Set<SessionErrorReason>([
  'code-unknown',
  'server-down',
  'server-answer',
  'too-many',
  'full',
  'locked',
]);
