/** Everything that can go wrong for a person, by reason, with the words that they read. One table, no other text. */

export interface ErrorText {
  /** What happened, one sentence. */
  title: string;
  /** What to do about it, one or two sentences. */
  remedy: string;
  /** Whether trying the same again can help. */
  retry: boolean;
}

export const SESSION_ERRORS = {
  'code-malformed': {
    title: 'That is not a session code.',
    remedy:
      'A code has six letters and digits, such as 7K3M9Q. Type it again, or paste the whole link from the presenter.',
    retry: false,
  },
  'code-unknown': {
    title: 'No session has this code.',
    remedy:
      'Check the code with the presenter. Codes end with their session, so ask for a new one if it was used before.',
    retry: false,
  },
  'fingerprint-malformed': {
    title: 'The link is damaged.',
    remedy:
      'Part of the link is missing or changed. Copy the whole link again, or type the six-character code instead.',
    retry: false,
  },
  'fingerprint-mismatch': {
    title: 'This is not the presenter that the link was made for.',
    remedy:
      'You have not been connected. Ask the presenter for a new link; tell your administrator if it happens again.',
    retry: false,
  },
  'identity-changed': {
    title: 'The session answered with another presenter’s key.',
    remedy:
      'You have not been connected. Ask the presenter whether the session was started again, then join with the new code.',
    retry: false,
  },
  'name-empty': {
    title: 'Enter your name.',
    remedy: 'The presenter sees it in the list of attendees.',
    retry: false,
  },
  'name-too-long': {
    title: 'This name is too long.',
    remedy: 'Use at most 60 characters.',
    retry: false,
  },
  'session-name-empty': {
    title: 'Enter a name for the session.',
    remedy: 'Attendees see it when they join.',
    retry: false,
  },
  'session-name-too-long': {
    title: 'This session name is too long.',
    remedy: 'Use at most 80 characters.',
    retry: false,
  },
  'not-configured': {
    title: 'Live Sessions has no session server yet.',
    remedy: 'An administrator can enter its address under Administration, Plugins, Live Sessions, Configuration.',
    retry: false,
  },
  'switched-off': {
    title: 'An administrator has switched Live Sessions off in this Grafana.',
    remedy: 'An administrator can switch it on again under Administration, Plugins, Live Sessions, Configuration.',
    retry: false,
  },
  'server-down': {
    title: 'The session server does not answer.',
    remedy:
      'Check your network and try again. If others have the same trouble, ask your administrator whether the server runs.',
    retry: true,
  },
  'server-key': {
    title: 'The session server refused this Grafana’s key.',
    remedy: 'Ask your administrator to compare the key in the plugin’s configuration with the server’s PEERJS_KEY.',
    retry: false,
  },
  policy: {
    title: 'This Grafana’s content security policy does not let the page reach the session server.',
    remedy:
      'An administrator of Grafana can add these addresses to connect-src in content_security_policy_template, then restart Grafana.',
    retry: false,
  },
  'mixed-content': {
    title: 'Grafana is served by https and the session server by http, which browsers refuse.',
    remedy: 'Ask your administrator to serve the session server by https, best below Grafana’s own address.',
    retry: false,
  },
  'server-answer': {
    title: 'The session server gave an answer that makes no sense.',
    remedy:
      'Plugin and server may be of different versions, or the address is another service. Ask your administrator to check.',
    retry: false,
  },
  unauthorized: {
    title: 'The session server did not accept you.',
    remedy: 'Sign in to Grafana again. If that does not help, ask your administrator for access to Live Sessions.',
    retry: false,
  },
  'api-key': {
    title: 'The session server asks for a key that this Grafana did not bring.',
    remedy:
      'An administrator can enter it under Administration, Plugins, Live Sessions, Configuration, as “Session server key” together with “Session server URL for Grafana”.',
    retry: false,
  },
  'too-many': {
    title: 'Too many tries in a short time.',
    remedy: 'Wait a minute, then try again.',
    retry: true,
  },
  full: {
    title: 'The session is full.',
    remedy: 'Ask the presenter to make room, then try again.',
    retry: true,
  },
  'no-terminal': {
    title: 'There is no terminal to be had.',
    remedy:
      'The session server has none to give just now, or has none at all. Try again in a minute, or ask your administrator.',
    retry: false,
  },
  'no-browser': {
    title: 'There is no browser to be had.',
    remedy:
      'The session server has none to give just now, or has none at all. Try again in a minute, or ask your administrator.',
    retry: false,
  },
  locked: {
    title: 'The session is locked.',
    remedy: 'The presenter lets nobody new in just now. Ask them to unlock it, then try again.',
    retry: true,
  },
  declined: {
    title: 'The presenter did not let you in.',
    remedy: 'If this was a mistake, ask the presenter to let you in again in their list, then join again.',
    retry: false,
  },
  'connect-failed': {
    title: 'Your browser could not reach the presenter’s.',
    remedy:
      'A firewall or VPN may be in the way. Try another network, or ask your administrator to set up TURN for Live Sessions.',
    retry: true,
  },
  'handshake-failed': {
    title: 'The connection could not be verified.',
    remedy: 'Nothing was taken from it. Try again; if it happens again, ask the presenter for a new link.',
    retry: true,
  },
  version: {
    title: 'The presenter uses another version of Live Sessions.',
    remedy:
      'Reload this page. If that does not help, ask your administrator to bring the plugin to the presenter’s version.',
    retry: false,
  },
  'message-too-big': {
    title: 'A message was too big and was not sent.',
    remedy: 'The session goes on. Shorten the step’s text or the session’s name and try again.',
    retry: false,
  },
  'other-tab': {
    title: 'You have joined in another tab.',
    remedy: 'Go on there, or take over here: the other tab then leaves.',
    retry: true,
  },
  'taken-over': {
    title: 'You went on in another tab.',
    remedy: 'This tab has left the session. Join again to come back here.',
    retry: false,
  },
  removed: {
    title: 'The presenter has removed you from the session.',
    remedy: 'If this was a mistake, ask the presenter to let you in again in their list, then join again.',
    retry: false,
  },
  ended: {
    title: 'The presenter has ended the session.',
    remedy: 'The guide stays open, so you can go on at your own pace.',
    retry: false,
  },
  'ended-by-administrator': {
    title: 'The session has ended: an administrator has switched Live Sessions off.',
    remedy: 'What is on this page stays until you load it anew. Ask your administrator whether sessions come back.',
    retry: false,
  },
  'presenter-absent': {
    title: 'The presenter is not connected just now.',
    remedy: 'You need not do anything: you are connected as soon as the presenter is back.',
    retry: true,
  },
  'presenter-gone': {
    title: 'The presenter has been away for ten minutes.',
    remedy: 'The session is over for you. Join again with the same code if the presenter comes back.',
    retry: true,
  },
  'lease-held': {
    title: 'This session is being presented in another tab.',
    remedy: 'Go on there, or take over here: the other tab then stops presenting.',
    retry: true,
  },
  superseded: {
    title: 'This session is now presented in another tab.',
    remedy: 'Go on there. Nothing was lost.',
    retry: false,
  },
  'guide-unknown': {
    title: 'Your Grafana does not have this guide.',
    remedy: 'You can follow on the presenter’s screen. Ask your administrator to add the guide.',
    retry: false,
  },
  'local-network': {
    title: 'The browser did not let this page reach the local network.',
    remedy: 'Allow local network access for this site in the browser’s address bar, then try again.',
    retry: true,
  },
  unexpected: {
    title: 'Something went wrong in Live Sessions.',
    remedy: 'Reload the page and join again. Nothing in your Grafana was changed.',
    retry: true,
  },
} as const satisfies Record<string, ErrorText>;

export type SessionErrorReason = keyof typeof SESSION_ERRORS;

export class SessionError extends Error {
  constructor(
    readonly reason: SessionErrorReason,
    options?: { cause?: unknown }
  ) {
    super(SESSION_ERRORS[reason].title, options);
    this.name = 'SessionError';
  }

  get remedy(): string {
    return SESSION_ERRORS[this.reason].remedy;
  }

  get retry(): boolean {
    return SESSION_ERRORS[this.reason].retry;
  }

  /** Anything thrown, as a SessionError; what is none already becomes `otherwise`. */
  static from(thrown: unknown, otherwise: SessionErrorReason = 'unexpected'): SessionError {
    return thrown instanceof SessionError ? thrown : new SessionError(otherwise, { cause: thrown });
  }
}
