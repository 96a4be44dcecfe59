/** What the shared browser's sessions ask of whatever runs the browsers. */
import type { WebSocket } from 'ws';
import type { BrowserUser, Control, ProviderKind } from '../../src/protocol/browserApi';

/** Who looks at or drives a browser, as a provider knows them. */
export type Member = Pick<BrowserUser, 'id' | 'name' | 'isCreator'>;

export interface Launch {
  /** The session's id; names what is left of it, if the server crashes. */
  sessionId: string;
  /** An http or https address. */
  startUrl: string;
  /** Epoch milliseconds by which it is over even if this server is gone. */
  expiresAt: number;
  /** Somebody drives: mouse, keys, touch. Not for who only looks. */
  onActivity(userId: string): void;
  /** Once, when it ended by itself; not after `end`. */
  onGone(error: ProviderFailure): void;
}

export interface ProvidedBrowser {
  /** The address that shows the browser to members; null where the server's own page does, by the view socket. */
  readonly embedUrl: string | null;
  setControl(control: Control): Promise<void>;
  /** As whom the provider's own page knows a member. A provider without such a page ignores it. */
  introduce(member: Member, viewerId: string): Promise<void>;
  /** What a member's page shows the provider's own to be let in; left out, or null, where that asks for nothing. */
  passFor?(member: Member): string | null;
  /** Takes a member's view socket, until it is closed. A provider whose page has its own way closes it with 4404. */
  attach(member: Member, socket: WebSocket): void;
  /** Closes everything that this member has open, and lets them in no more. */
  remove(userId: string): Promise<void>;
  /** Resolves when nothing is left of it: no process, profile or cloud VM. Never rejects. */
  end(): Promise<void>;
}

export interface Provider {
  readonly kind: ProviderKind;
  /** Rejects with ProviderFailure; nothing is left of it then. */
  launch(launch: Launch): Promise<ProvidedBrowser>;
  /**
   * Answers the provider's question whether somebody may see a browser; null where whoever asks is not the provider. Left out
   * where it never asks.
   */
  admits?(question: { bearer: string | null; body: unknown }): object | null;
  /** Ends what servers before this one left behind. Called once, before the first launch. */
  sweep(): Promise<void>;
  /** Ends all browsers. */
  close(): Promise<void>;
}

/**
 * Why there is no browser, for the one who asked: `unavailable` is 503 (no key, no Chromium: what to do is in the message),
 * `failed` is 502 (the provider answered with an error, or not in time), `busy` is 429.
 */
export class ProviderFailure extends Error {
  constructor(
    readonly kind: 'unavailable' | 'failed' | 'busy',
    message: string
  ) {
    super(message);
  }
}
