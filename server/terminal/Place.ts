/**
 * One person's place in a session: outlives its socket for a while, so that who was cut off comes back to it. Sends frames
 * as long as they are drawn; who falls behind gets the screen as it then is, and costs the others nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Screen } from './ScreenModel';
import type { Access, FromServer, Size } from '../../src/protocol/terminalWire';
import type { FrameLog } from './FrameLog';
import { pack, type Packed } from './packed';

/** Try again later (1013 in IANA's registry of close codes). */
const CLOSE_LATER = 1013;

/** A socket as a place sees it. */
export interface Wire {
  text(message: string): void;
  frame(packed: Packed): void;
  close(code: number): void;
  /** Bytes that have not left this machine. */
  readonly unsent: number;
}

/** `lagging`: too much is not drawn, so nothing more is sent until it is. `asking`: the screen is being made. */
type Flow = 'live' | 'lagging' | 'asking';

export interface PlaceDeps {
  log: FrameLog;
  screen(scrollback: number): Promise<Screen>;
  /** Whether output comes faster than a history is worth. */
  isFlooded(): boolean;
}

export class Place {
  /** The newest input of this person that was applied. */
  input = 0;
  size: Size;
  name: string;
  /** Bytes typed since the last audit line. */
  typed = { bytes: 0, saidAt: -Infinity };
  /** What this person typed since the shell took no more. */
  unread = 0;
  /** Of this socket nothing more is typed: what is behind what was left out would come before it. */
  isRefused = false;
  private wire: Wire | null = null;
  private flow: Flow = 'asking';
  private sent = 0;
  private drawn = 0;
  /** Frames of which it may still say that they are drawn. */
  private owed = 0;
  private acknowledging: NodeJS.Timeout | null = null;
  /** Counts what the screen was asked for, so that an answer to what is over is not sent. */
  private showings = 0;

  constructor(
    readonly id: number,
    /** What this person may do now. */
    public access: Access,
    /** Who it is, as far as that is known here, for the audit. */
    readonly owner: string,
    /** Whether this person's window may set the size. */
    readonly rules: boolean,
    introduction: { name: string; size: Size },
    private readonly deps: PlaceDeps
  ) {
    this.name = introduction.name;
    this.size = introduction.size;
  }

  get isHere(): boolean {
    return this.wire !== null;
  }

  holds(wire: Wire): boolean {
    return this.wire === wire;
  }

  /** Takes a socket, in place of the one before. `from` is the frame that its page has drawn; null for a new page. */
  attach(wire: Wire, from: number | null): void {
    this.wire?.close(1000);
    this.wire = wire;
    this.isRefused = false;
    this.sent = 0;
    this.drawn = 0;
    this.owed = 0;
    this.showings += 1;
    const missed = from === null ? null : this.deps.log.after(from);
    if (missed && sizeOf(missed) < LIMITS.undrawnBytes) {
      this.flow = 'live';
      missed.forEach((frame) => this.put(frame));
    } else {
      void this.show();
    }
  }

  detach(): void {
    this.wire = null;
    clearTimeout(this.acknowledging ?? undefined);
    this.acknowledging = null;
    this.showings += 1;
  }

  say(message: FromServer): void {
    this.wire?.text(JSON.stringify(message));
  }

  /** The same text for everybody. */
  sayText(text: string): void {
    this.wire?.text(text);
  }

  /** Says which input was applied, a moment later: the echo goes first, and a paste is answered once. */
  acknowledge(): void {
    this.acknowledging ??= setTimeout(() => {
      this.acknowledging = null;
      this.say({ type: 'typed', input: this.input });
    }, LIMITS.acknowledgeFor);
  }

  /** Whether a message on what is drawn is one that frames have asked for; one for each of them. */
  takeOwed(): boolean {
    const isOwed = this.owed > 0;
    this.owed -= isOwed ? 1 : 0;
    return isOwed;
  }

  /** Has its page come back, and say again what was not acknowledged. */
  refuse(): void {
    this.isRefused = true;
    this.wire?.close(CLOSE_LATER);
  }

  send(frame: Packed): void {
    if (this.flow === 'live') {
      this.put(frame);
    }
  }

  /** @param bytes since the socket was taken */
  hasDrawn(bytes: number): void {
    // Whoever reads nothing has drawn nothing, whatever they say.
    this.drawn = Math.min(bytes, this.sent - (this.wire?.unsent ?? 0));
    if (this.flow === 'lagging' && this.sent - this.drawn <= LIMITS.almostDrawnBytes) {
      void this.show();
    }
  }

  close(code: number): void {
    this.wire?.close(code);
    this.detach();
  }

  private isLagging(): boolean {
    return this.flow === 'lagging';
  }

  private put(frame: Packed): void {
    if (!this.wire) {
      return;
    }
    this.wire.frame(frame);
    this.sent += frame.length;
    this.owed += 1;
    if (this.sent - this.drawn > LIMITS.undrawnBytes) {
      this.flow = 'lagging';
    }
  }

  /** The screen and what came since, then, once it is calm, the same with the history, which takes longer to make. */
  private async show(): Promise<void> {
    const showing = (this.showings += 1);
    const isOver = () => showing !== this.showings || this.isLagging();
    this.flow = 'asking';
    for (const scrollback of [0, LIMITS.scrollback]) {
      while (scrollback > 0 && this.deps.isFlooded() && !isOver()) {
        await pause(LIMITS.calm.every);
      }
      const { number, size, bytes } = await this.deps.screen(scrollback);
      if (isOver()) {
        return;
      }
      this.flow = 'live';
      this.put(pack({ kind: 'screen', number, size }, bytes));
      for (const frame of this.deps.log.after(number) ?? []) {
        this.send(frame);
      }
    }
  }
}

function sizeOf(frames: Packed[]): number {
  return frames.reduce((sum, frame) => sum + frame.length, 0);
}
