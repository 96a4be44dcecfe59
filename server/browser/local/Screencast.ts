/** Pictures by Chromium's own screencast: one JPEG for each change, none while nothing changes. */
import type { CdpSession, EventOf } from './cdp';
import { LOCAL_LIMITS as LIMITS } from './limits';

export interface ScreencastWorld {
  size: { width: number; height: number };
  /** Milliseconds of any fixed moment. */
  now(): number;
  /** A JPEG. */
  onPicture(bytes: Uint8Array): void;
}

export class Screencast {
  private session: CdpSession | null = null;
  private isWatched = false;
  private running: { stop(): void; hurry(): void } | null = null;
  private hurriedUntil = -Infinity;

  constructor(private readonly world: ScreencastWorld) {}

  /** Begins to show this target, or nothing. A first picture comes also when nothing changes. */
  show(session: CdpSession | null): void {
    if (session !== this.session) {
      this.stop();
      this.session = session;
      this.start();
    }
  }

  /** Whether pictures are wanted. */
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

  /** Somebody did something: what comes of it is not waited for, however fast the page moves. */
  hurry(): void {
    this.hurriedUntil = this.world.now() + LIMITS.hurryFor;
    this.running?.hurry();
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
    this.running = this.run(session);
  }

  private run(session: CdpSession): { stop(): void; hurry(): void } {
    const { size, now, onPicture } = this.world;
    let acknowledged = -Infinity;
    // More than one may be on its way.
    const waiting = new Map<NodeJS.Timeout, () => void>();
    let settling: NodeJS.Timeout | undefined;
    const begin = () =>
      session.tell('Page.startScreencast', {
        format: 'jpeg',
        quality: LIMITS.quality,
        maxWidth: size.width,
        maxHeight: size.height,
      });
    const end = () => session.tell('Page.stopScreencast');
    const acknowledge = (sessionId: number) => {
      acknowledged = now();
      session.tell('Page.screencastFrameAck', { sessionId });
    };
    const undo = session.on('Page.screencastFrame', ({ data, sessionId }: EventOf<'Page.screencastFrame'>) => {
      clearTimeout(settling);
      clearInterval(beginning);
      // Chromium draws on only when told; so it draws no more than is worth sending.
      const wait = acknowledged + LIMITS.frameEvery - now();
      if (wait > 1 && now() > this.hurriedUntil) {
        const draw = () => {
          clearTimeout(timer);
          waiting.delete(timer);
          clearTimeout(settling);
          acknowledge(sessionId);
          // What it drew meanwhile it has dropped, and it comes back to that by itself only with the next change.
          settling = setTimeout(() => {
            end();
            begin();
          }, LIMITS.settleAfter);
        };
        const timer = setTimeout(draw, wait);
        waiting.set(timer, draw);
      } else {
        acknowledge(sessionId);
      }
      onPicture(Buffer.from(data, 'base64'));
    });
    begin();
    // Begun while one page takes another's place, it shows neither.
    const beginning = setInterval(() => {
      end();
      begin();
    }, LIMITS.firstWithin);
    return {
      hurry: () => waiting.forEach((draw) => draw()),
      stop: () => {
        undo();
        clearInterval(beginning);
        waiting.forEach((_draw, timer) => clearTimeout(timer));
        clearTimeout(settling);
        end();
      },
    };
  }
}
