/** A screen of a browser's own, in memory, on which only who has its cookie may look; and the film of it. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Runner } from '../../terminal/account';
import { start } from './belonging';
import { inPath } from './inPath';
import { LOCAL_LIMITS as LIMITS } from './limits';
import type { Profile } from './profiles';

/** The programs that a film needs. */
export interface FilmTools {
  xvfb: string;
  ffmpeg: string;
  /** Milliseconds in which so many stills make a film worth it; more for tests, beside which Chromium draws little. */
  movesWithin?: number;
}

/** Null where not all are installed. */
export function findFilmTools(): FilmTools | null {
  const [xvfb, ffmpeg] = ['Xvfb', 'ffmpeg'].map(inPath);
  return xvfb !== null && ffmpeg !== null ? { xvfb, ffmpeg } : null;
}

export interface Size {
  width: number;
  height: number;
}

/** Where servers of X have their sockets; only root, or who owns it, can make it for all. */
const SOCKETS = '/tmp/.X11-unix';

export class Display {
  private constructor(
    private readonly parts: { tools: FilmTools; runner: Runner; profile: Profile; size: Size },
    private readonly server: ChildProcess,
    /** What X programs must know. */
    readonly env: Readonly<{ DISPLAY: string; XAUTHORITY: string }>
  ) {}

  /** Milliseconds in which so many stills make a film worth it. */
  get movesWithin(): number {
    return this.parts.tools.movesWithin ?? LIMITS.film.movesWithin;
  }

  /** Resolves when programs can draw on it. Rejects where it does not come up; nothing is left of it then. */
  static async open(tools: FilmTools, runner: Runner, profile: Profile, size: Size): Promise<Display> {
    const XAUTHORITY = join(profile.path, 'screen');
    writeFileSync(XAUTHORITY, authority(randomBytes(16)), { mode: 0o600, flag: 'wx' });
    if (profile.owner) {
      chownSync(XAUTHORITY, profile.owner.uid, profile.owner.gid);
    }
    makeSocketsFolder();
    // Chromium makes its window a pixel smaller than the screen each way.
    const screen = `${size.width + 1}x${size.height + 1}x24`;
    const server = start({
      runner,
      profile,
      file: tools.xvfb,
      args: ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-auth', XAUTHORITY, '-noreset'],
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      // It has a socket to remove.
      atOurEnd: 'TERM',
    });
    try {
      const number = await firstLine(server, server.stdio[3] as Readable);
      return new Display({ tools, runner, profile, size }, server, { DISPLAY: `:${number}`, XAUTHORITY });
    } catch (error) {
      server.kill('SIGKILL');
      throw error;
    }
  }

  /** ffmpeg, which films it; FLV comes out of its standard output. Who asks ends it. */
  film(fps: number): ChildProcess {
    const { tools, runner, profile, size } = this.parts;
    const { group, quality, bitsPerSecond } = LIMITS.film;
    return start({
      runner,
      profile,
      file: tools.ffmpeg,
      args: [
        ...['-nostdin', '-loglevel', 'error', '-probesize', '32', '-analyzeduration', '0'],
        ...['-f', 'x11grab', '-draw_mouse', '0', '-framerate', `${fps}`],
        ...['-video_size', `${size.width}x${size.height}`, '-i', `${this.env.DISPLAY}+0,0`],
        ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
        ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
        // One slice a picture, and a key at fixed distances: not one at each change of scene as well.
        ...['-threads', '1', '-g', `${fps * group}`, '-keyint_min', `${fps * group}`, '-sc_threshold', '0'],
        ...['-crf', `${quality}`, '-maxrate', `${bitsPerSecond}`, '-bufsize', `${bitsPerSecond / 2}`],
        ...['-flush_packets', '1', '-f', 'flv', 'pipe:1'],
      ],
      stdio: ['ignore', 'pipe', 'ignore'],
      env: this.env,
    });
  }

  /** Resolves when it is gone, with its socket. Never rejects. */
  async end(): Promise<void> {
    const { server } = this;
    if (server.exitCode !== null || server.signalCode !== null) {
      return;
    }
    await new Promise<void>((resolve) => {
      const overdue = setTimeout(() => {
        server.kill('SIGKILL');
        resolve();
      }, LIMITS.film.endWithin);
      server.once('exit', () => {
        clearTimeout(overdue);
        resolve();
      });
      server.kill('SIGTERM');
    });
  }
}

/** The file that both sides read: one cookie, for whatever number the display gets. */
function authority(cookie: Buffer): Buffer {
  const WILD = Buffer.from([0xff, 0xff]);
  const counted = (part: Buffer) => Buffer.concat([Buffer.from([part.length >> 8, part.length & 0xff]), part]);
  const none = counted(Buffer.alloc(0));
  return Buffer.concat([WILD, none, none, counted(Buffer.from('MIT-MAGIC-COOKIE-1')), counted(cookie)]);
}

/** A server of X that is not root does not make it. */
function makeSocketsFolder(): void {
  try {
    mkdirSync(SOCKETS);
    chmodSync(SOCKETS, 0o1777);
  } catch {
    if (!lstatSync(SOCKETS).isDirectory()) {
      throw new Error(`${SOCKETS} is no folder`);
    }
  }
}

function firstLine(server: ChildProcess, from: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(() => reject(new Error('the screen did not come up in time')), LIMITS.film.startWithin);
    const failed = () => {
      clearTimeout(overdue);
      reject(new Error('the screen did not come up'));
    };
    server.once('error', failed);
    server.once('exit', failed);
    let said = '';
    from.on('error', () => {});
    from.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      const [, number] = /^(\d{1,6})\n/.exec(said) ?? [];
      if (number !== undefined) {
        clearTimeout(overdue);
        resolve(number);
      }
    });
  });
}
