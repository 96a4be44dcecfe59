/** The screen as a video while it moves: from its first key on until it has come to rest, or is closed. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { FlvPictures, type Coded } from './flv';
import { LOCAL_LIMITS as LIMITS } from './limits';

export interface FilmWorld {
  /** Starts what writes FLV to its standard output. */
  start(): ChildProcess;
  /** Milliseconds of any fixed moment. */
  now(): number;
  onPicture(picture: Coded): void;
  /** It has come to rest, or broken off; said once, and nothing comes any more. Not after `close`. */
  onEnd(why: 'rest' | 'broken'): void;
}

export class Film {
  private readonly child: ChildProcess;
  private isOver = false;
  private readonly moved: number[] = [];
  private began: number | null = null;

  constructor(private readonly world: FilmWorld) {
    const pictures = new FlvPictures();
    this.child = world.start();
    const out = this.child.stdout as Readable;
    out.on('error', () => {});
    out.on('data', (chunk: Buffer) => {
      try {
        pictures.take(chunk).forEach((each) => this.take(each));
      } catch {
        this.over('broken');
      }
    });
    this.child.once('error', () => this.over('broken'));
    this.child.once('exit', () => this.over('broken'));
  }

  close(): void {
    this.isOver = true;
    // Its group: the shell it began as has become it.
    this.child.kill('SIGKILL');
  }

  private over(why: 'rest' | 'broken'): void {
    if (!this.isOver) {
      this.close();
      this.world.onEnd(why);
    }
  }

  private take(picture: Coded): void {
    if (this.isOver) {
      return;
    }
    this.world.onPicture(picture);
    const { still, restAfter, restBelow } = LIMITS.film;
    const now = this.world.now();
    this.began ??= now;
    if (picture.kind === 'delta' && picture.bytes.length > still) {
      this.moved.push(now);
    }
    while (this.moved.length > 0 && now - this.moved[0] > restAfter) {
      this.moved.shift();
    }
    if (now - this.began > restAfter && this.moved.length < restBelow) {
      this.over('rest');
    }
  }
}
