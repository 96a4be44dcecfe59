/** How frames travel between two people, whatever carries them. Both shapes pass `linkContract.ts`. */
import type { Position } from '../protocol/messages';

export type Route = 'p2p' | 'relay';
export type Undo = () => void;
export type LinkClose = 'local' | 'remote' | 'failed' | 'too-big' | 'slow';

/** One presenter, one attendee. Frames of one link arrive in order or not at all. */
export interface PairLink {
  readonly id: string;
  readonly route: Route;
  /** Never throws; a frame for a closed link is dropped. Copying is the link's business: the caller may reuse the frame. */
  send(frame: Uint8Array): void;
  /**
   * Asks what lies between the two ends to say again what came after `last`. False where only the presenter can; links
   * with nothing between have none.
   */
  after?(last: Position): Promise<boolean>;
  /** Fires when the link was cut off and is whole again: what was handed to `send` around then may be lost. */
  onBack?(handler: () => void): Undo;
  /** Bytes handed to `send` that have not left yet. */
  bufferedBytes(): number;
  /** Idempotent. */
  close(): void;
  /** Fires for each frame, in order; frames that came before the first handler are kept for it. */
  onFrame(handler: (frame: Uint8Array) => void): Undo;
  /** Fires once, also for a handler that is added after the close. */
  onClose(handler: (why: LinkClose) => void): Undo;
}

/** One presenter, many attendees behind one wire: a frame for all of them is sent once. */
export interface HubLink {
  readonly id: string;
  readonly route: Route;
  /** Whether what lies between is there just now. */
  readonly connected: boolean;
  broadcast(frame: Uint8Array): void;
  /** After `onAttached`: from now on what is said to all is to be kept; earlier it would leave a hole. */
  proceed(): void;
  /** Where the room stands: not sent to members, but to those who later ask for more than what lies between has kept. */
  keep(frame: Uint8Array): void;
  /** A frame for a member that is gone is dropped. */
  sendTo(memberId: string, frame: Uint8Array): void;
  drop(memberId: string): void;
  close(): void;
  onMember(handler: (memberId: string) => void): Undo;
  /** Whether a member can be reached just now; it is `here` at first. */
  onMemberState(handler: (memberId: string, state: 'here' | 'away') => void): Undo;
  onFrame(handler: (memberId: string, frame: Uint8Array) => void): Undo;
  onMemberGone(handler: (memberId: string, why: LinkClose) => void): Undo;
  /** Fires when what lies between is there (again), with the newest event that it has kept. */
  onAttached(handler: (kept: Position | null) => void): Undo;
  onClose(handler: (why: LinkClose) => void): Undo;
}

/** What a presenter listens with. */
export interface Listener {
  onPair(handler: (link: PairLink) => void): Undo;
  onHub(handler: (link: HubLink) => void): Undo;
  close(): void;
}

/** How one dialling attempt went; exactly one of the two is called, once, unless the attempt was given up before. */
export interface DialHandlers {
  open(link: PairLink): void;
  failed(error: unknown): void;
}

/** What an attendee dials with, one call an attempt. The undo gives the attempt up; after `open` it does nothing. */
export type Dial = (route: Route, on: DialHandlers) => Undo;
