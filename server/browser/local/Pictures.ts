/**
 * Pictures of a browser: single ones as things change here and there, and for who can show it a video where all moves, since
 * that takes a tenth of the wire. Single ones are at once there, sharp, and none at all while nothing changes.
 */
import type { ChildProcess } from 'node:child_process';
import { encodePicture } from '../../../src/protocol/browserWire';
import type { CdpSession } from './cdp';
import { Film } from './Film';
import { LOCAL_LIMITS as LIMITS } from './limits';
import type { Frame, PictureSource, Wanted } from './PictureSource';
import { Screencast } from './Screencast';

export interface PicturesWorld {
  size: { width: number; height: number };
  /** Milliseconds of any fixed moment. */
  now(): number;
  /** Starts what films the screen; null where there is nothing to film with. */
  film: { start(): ChildProcess; movesWithin: number } | null;
  onFrame(frame: Frame): void;
  /** What came as video is no more continued; stills follow for everybody. */
  onVideoEnd(): void;
}

export class Pictures implements PictureSource {
  private readonly screencast: Screencast;
  private number = 0;
  private wanted: Wanted = { stills: false, video: false };
  private film: { film: Film; isOn: boolean } | null = null;
  private failures = 0;
  /** When the last stills came. */
  private readonly came: number[] = [];

  constructor(private readonly world: PicturesWorld) {
    const { size, now } = world;
    this.screencast = new Screencast({ size, now, onPicture: (bytes) => this.still(bytes) });
  }

  show(session: CdpSession | null): void {
    this.endFilm();
    this.screencast.show(session);
  }

  /** What somebody wants who looks; nothing where nobody looks. */
  want(wanted: Wanted): void {
    this.wanted = wanted;
    if (!wanted.video) {
      this.endFilm();
    }
    this.adjust();
  }

  /** Somebody did something. */
  hurry(): void {
    this.screencast.hurry();
  }

  restart(): void {
    this.endFilm();
    this.screencast.restart();
  }

  close(): void {
    this.wanted = { stills: false, video: false };
    this.film?.film.close();
    this.film = null;
    this.screencast.close();
  }

  private adjust(): void {
    const { stills, video } = this.wanted;
    this.screencast.watched(stills || (video && !this.film?.isOn));
  }

  private still(bytes: Uint8Array): void {
    const { came, world, wanted } = this;
    this.send('jpeg', bytes);
    const now = world.now();
    came.push(now);
    const { movesFrom, failures } = LIMITS.film;
    while (came.length > movesFrom) {
      came.shift();
    }
    const { film } = world;
    const moves = film !== null && came.length === movesFrom && now - came[0] < film.movesWithin;
    if (moves && wanted.video && !this.film && this.failures < failures) {
      try {
        this.begin(film.start);
      } catch {
        // The machine is full; stills go on.
        this.failures += 1;
        came.length = 0;
      }
    }
  }

  private begin(start: () => ChildProcess): void {
    const film = new Film({
      start,
      now: () => this.world.now(),
      onPicture: ({ kind, bytes }) => {
        this.send(kind, bytes);
        if (this.film?.film === film && !this.film.isOn) {
          this.film.isOn = true;
          this.adjust();
        }
      },
      onEnd: (why) => {
        this.failures += why === 'broken' ? 1 : 0;
        this.endFilm();
      },
    });
    this.film = { film, isOn: false };
  }

  private endFilm(): void {
    if (this.film) {
      const { film } = this.film;
      this.film = null;
      this.came.length = 0;
      film.close();
      this.world.onVideoEnd();
      this.adjust();
    }
  }

  private send(kind: Frame['kind'], bytes: Uint8Array): void {
    this.number += 1;
    const { number } = this;
    this.world.onFrame({ kind, number, bytes: encodePicture({ kind, number, ...this.world.size, bytes }) });
  }
}
