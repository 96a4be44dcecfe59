/** The baseline: Chromium's own screencast of the same pages, without any server; its one client acknowledges at once. */
import type { CDPSession, Page } from '@playwright/test';
import jpeg from 'jpeg-js';
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { launch } from '../browsers';
import { SPOT } from './pages';

const SIZE = { width: 1280, height: 720 };
/** As the session server asks for it. */
const QUALITY = 60;
/** Milliseconds in which a press is surely seen, else as many more; and until it counts as lost. */
const LOOK = 150;
const PATIENCE = 10_000;

export class Bare {
  private frames: Array<{ at: number; data: string }> = [];

  private constructor(
    private readonly page: Page,
    private readonly cdp: CDPSession
  ) {
    cdp.on('Page.screencastFrame', ({ data, sessionId }) => {
      this.frames.push({ at: performance.now(), data });
      cdp.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
    });
  }

  static async start(opened: Opened): Promise<Bare> {
    const browser = await opened.use(launch(), (each) => each.close());
    const page = await (await browser.newContext({ viewport: SIZE })).newPage();
    return new Bare(page, await page.context().newCDPSession(page));
  }

  /** Resolves when its pictures come. */
  async show(url: string): Promise<void> {
    await this.page.goto(url);
    this.frames = [];
    await this.cdp.send('Page.startScreencast', {
      format: 'jpeg',
      quality: QUALITY,
      maxWidth: SIZE.width,
      maxHeight: SIZE.height,
    });
    const until = Date.now() + PATIENCE;
    while (this.frames.length === 0) {
      if (Date.now() > until) {
        throw new Error('the bare screencast has shown nothing');
      }
      await pause(10);
    }
  }

  /** Shows and draws nothing more. */
  async rest(): Promise<void> {
    await this.cdp.send('Page.stopScreencast');
    await this.page.goto('about:blank');
  }

  /** Frames a second. */
  async rate(time: number): Promise<number> {
    this.frames = [];
    const begun = performance.now();
    await pause(time);
    return this.frames.length / ((performance.now() - begun) / 1000);
  }

  /** Milliseconds from a press at the spot until the first picture that shows it is here. */
  async press(): Promise<number> {
    const was = await this.page.evaluate(`document.querySelector('#spot').classList.contains('lit')`);
    this.frames = [];
    const begun = performance.now();
    const mouse = { x: SPOT.x, y: SPOT.y, button: 'left', clickCount: 1 } as const;
    await this.cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...mouse });
    await this.cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...mouse });
    while (performance.now() - begun < PATIENCE) {
      await pause(LOOK);
      // Looked at only now: decoding takes as long as several pictures.
      const frames = [...this.frames];
      const last = frames.at(-1);
      if (last && isLit(last.data) !== was) {
        return firstThat(frames, ({ data }) => isLit(data) !== was).at - begun;
      }
    }
    throw new Error('a press was not seen in the bare screencast');
  }
}

/** The first of a list whose last fits, and all after the first do. */
function firstThat<T>(list: readonly T[], fits: (item: T) => boolean): T {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(list[middle])) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return list[high];
}

function isLit(data: string): boolean {
  const { data: pixels, width } = jpeg.decode(Buffer.from(data, 'base64'), { useTArray: true });
  return pixels[4 * (SPOT.y * width + SPOT.x)] > 127;
}
