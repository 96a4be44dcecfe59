/** The wiring of capture, session and replay. */
import { SessionError } from './session/SessionError';
import type { LiveApp } from './ui/LiveApp';
import type { LiveSettings } from './ui/config/settings';

/** Throws a SessionError. */
export function getLiveApp(_settings: LiveSettings): LiveApp {
  throw new SessionError('not-configured');
}
