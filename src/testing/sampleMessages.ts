/** One message of every kind, each as full as it can be: what tests mutate, measure and send. */
import type { AttendeeMessage, HandshakeMessage, PresenterMessage, Snapshot, StepRef } from '../protocol/messages';

const step: StepRef = { guideId: 'bundled:tour', stepId: 'open-explore', stepHash: 'ab'.repeat(32) };
const guide = { guideId: 'bundled:tour', title: 'A tour' };

export const SNAPSHOT: Snapshot = {
  sessionName: 'Dashboards for beginners',
  presenterName: 'Grace',
  guide,
  highlight: { step, seq: 7 },
  route: { path: '/d/abc?var-host=a' },
  policy: 'ask',
  terminal: { shell: '0a'.repeat(16), key: '0b'.repeat(32) },
  browser: { browser: '0d'.repeat(16), key: '0e'.repeat(32) },
};

export const PRESENTER_MESSAGES: { [T in PresenterMessage['type']]: Extract<PresenterMessage, { type: T }> } = {
  session_start: {
    type: 'session_start',
    epoch: 2,
    base: 6,
    seq: 7,
    resumed: true,
    groupKey: '0f'.repeat(32),
    snapshot: SNAPSHOT,
  },
  session_wait: { type: 'session_wait' },
  hand_lower: { type: 'hand_lower' },
  direct_invite: { type: 'direct_invite' },
  show_me: { type: 'show_me', step, route: { path: '/explore' } },
  do_it: { type: 'do_it', step },
  navigation: { type: 'navigation', to: { kind: 'page', route: { path: '/explore' } } },
  clear_highlight: { type: 'clear_highlight' },
  mode_policy: { type: 'mode_policy', policy: 'on' },
  terminal_open: { type: 'terminal_open', terminal: { shell: '0a'.repeat(16), key: '0b'.repeat(32) } },
  terminal_close: { type: 'terminal_close' },
  terminal_typing: { type: 'terminal_typing', key: '0c'.repeat(32) },
  browser_open: { type: 'browser_open', browser: { browser: '0d'.repeat(16), key: '0e'.repeat(32) } },
  browser_close: { type: 'browser_close' },
  browser_driving: { type: 'browser_driving', key: '0f'.repeat(32) },
  stage_snapshot: { type: 'stage_snapshot', snapshot: SNAPSHOT },
  ping: { type: 'ping', seq: 7, people: 3 },
  session_end: { type: 'session_end', reason: 'ended' },
};

export const ATTENDEE_MESSAGES: { [T in AttendeeMessage['type']]: Extract<AttendeeMessage, { type: T }> } = {
  attendee_join: {
    type: 'attendee_join',
    name: 'Ada',
    mode: 'follow',
    hand: false,
    resumeSecret: 'cd'.repeat(32),
    tabId: '0123456789abcdef',
    takeOver: false,
    last: { epoch: 1, seq: 5 },
  },
  attendee_leave: { type: 'attendee_leave' },
  mode_change: { type: 'mode_change', mode: 'follow', following: 'paused' },
  hand_raise: { type: 'hand_raise', up: true },
  receipt: {
    type: 'receipt',
    receipts: [{ of: { epoch: 2, seq: 7 }, outcome: 'failed', detail: 'not on this page' }],
  },
  pong: { type: 'pong', last: { epoch: 2, seq: 7 }, missing: true },
};

export const HANDSHAKE_MESSAGES: { [T in HandshakeMessage['type']]: Extract<HandshakeMessage, { type: T }> } = {
  hello: {
    type: 'hello',
    versions: [1],
    session: '01'.repeat(16),
    attendeeId: '02'.repeat(16),
    ephemeral: '03'.repeat(32),
    nonce: '04'.repeat(16),
  },
  proof: {
    type: 'proof',
    version: 1,
    identity: '05'.repeat(32),
    ephemeral: '06'.repeat(32),
    nonce: '07'.repeat(16),
    signature: '08'.repeat(64),
  },
  refused: { type: 'refused', reason: 'version' },
};
