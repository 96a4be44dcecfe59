/** Pictures by Chromium's own screencast: one JPEG for each change, none while nothing changes. */
import { encodePicture } from '../../../src/protocol/browserWire';
import type { CdpSession, EventOf } from './cdp';
import { LOCAL_LIMITS as LIMITS } from './limits';
import type { Frame, PictureSource } from './PictureSource';

export interface ScreencastWorld {
  size: { width: number; height: number };
  /** Milliseconds of any fixed moment. */
  now(): number;
  onFrame(frame: Frame): void;
}

export class Screencast implements PictureSource {
  private session: CdpSession | null = null;
  private isWatched = false;
  private running: { stop(): void } | null = null;
  private number = 0;

  constructor(private readonly world: ScreencastWorld) {}

  show(session: CdpSession | null): void {
    if (session !== this.session) {
      this.stop();
      this.session = session;
      this.start();
    }
  }

  watched(isWatched: boolean): void {
    this.isWatched = isWatched;
    if (isWatched) {
      this.start();
    } else {
      this.stop();
    }
  }

  /** Once more from the beginning: after a crash of the page Chromium sends nothing by itself. */
  restart(): void {
    this.stop();
    this.start();
  }

  close(): void {
    this.stop();
    this.session = null;
  }

  private stop(): void {
    this.running?.stop();
    this.running = null;
  }

  private start(): void {
    const { session } = this;
    if (!session || !this.isWatched || this.running) {
      return;
    }
    const { size, now, onFrame } = this.world;
    let acknowledged = 0;
    const timers = new Set<NodeJS.Timeout>();
    const acknowledge = (sessionId: number) => {
      acknowledged = now();
      session.tell('Page.screencastFrameAck', { sessionId });
    };
    const take = ({ data, sessionId }: EventOf<'Page.screencastFrame'>) => {
      // Chromium draws on only when told; so it draws no more than is worth sending.
      const wait = acknowledged + LIMITS.frameEvery - now();
      if (wait > 1) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          acknowledge(sessionId);
        }, wait);
        timers.add(timer);
      } else {
        acknowledge(sessionId);
      }
      this.number += 1;
      onFrame({
        number: this.number,
        bytes: encodePicture({ kind: 'jpeg', number: this.number, ...size, bytes: Buffer.from(data, 'base64') }),
      });
    };
    const undo = session.on('Page.screencastFrame', take);
    session.tell('Page.startScreencast', {
      format: 'jpeg',
      quality: LIMITS.quality,
      maxWidth: size.width,
      maxHeight: size.height,
      everyNthFrame: 1,
    });
    this.running = {
      stop: () => {
        undo();
        timers.forEach((timer) => clearTimeout(timer));
        session.tell('Page.stopScreencast');
      },
    };
  }
}
