/** Somebody who looks at a shared browser on its real page, in a real browser. */
import type { Browser, Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { SPOT, type PageName } from './pages';
import { viewerProbe, type Seen, type ViewerProbe } from './probe';
import type { Ticket } from './Stage';

const SIZE = { width: 1280, height: 720 };
const PATIENCE = 20_000;
/** Milliseconds between two looks at the page. */
const LOOK = 20;

export class PageViewer {
  private constructor(readonly page: Page) {}

  /** In a window of its own, at the page that starts or joins a session. */
  static async atDoor(opened: Opened, browser: Browser, url: string): Promise<PageViewer> {
    const context = await opened.use(browser.newContext({ viewport: SIZE }), (each) => each.close());
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript(viewerProbe);
    await page.goto(url);
    return new PageViewer(page);
  }

  /** In the session. Resolves when it sees the page there. */
  static async open(opened: Opened, browser: Browser, url: string, at: Ticket, name: PageName): Promise<PageViewer> {
    const viewer = await PageViewer.atDoor(opened, browser, `${url}/shared-session/${at.code}#token=${at.token}`);
    await viewer.sees(name);
    return viewer;
  }

  async sees(name: PageName): Promise<void> {
    await this.until(`viewer.shown === '${name}'`);
  }

  /** By the page's own address bar. Resolves when it is there. */
  async goTo(address: string, name: PageName): Promise<void> {
    await this.page.getByTestId('browser-address').fill(address);
    await this.page.keyboard.press('Enter');
    await this.sees(name);
  }

  async toSpot(): Promise<void> {
    const box = await this.page.getByTestId('browser-picture').boundingBox();
    if (!box) {
      throw new Error('there is no picture');
    }
    await this.page.mouse.move(box.x + (SPOT.x / SIZE.width) * box.width, box.y + (SPOT.y / SIZE.height) * box.height);
  }

  /** Presses at the spot, and resolves when the picture shows it. */
  async press(): Promise<{ changed: number; painted: number }> {
    const count = await this.read('changed.length');
    await this.page.mouse.down();
    await this.page.mouse.up();
    await this.until(`viewer.changed.length > ${count} && viewer.painted.length > ${count}`);
    return { changed: await this.read(`changed[${count}]`), painted: await this.read(`painted[${count}]`) };
  }

  async codecs(): Promise<Array<'jpeg' | 'h264'>> {
    await this.until('viewer.codecs');
    return this.page.evaluate<Array<'jpeg' | 'h264'>>('viewer.codecs');
  }

  async watch(): Promise<void> {
    await this.page.evaluate('viewer.watch()');
  }

  seen(): Promise<Seen> {
    return this.page.evaluate<ReturnType<ViewerProbe['seen']>>('viewer.seen()');
  }

  /** Asks again and again: the page's policy lets nobody wait in there for a text to come true. */
  async until(what: string): Promise<void> {
    const late = Date.now() + PATIENCE;
    while (!(await this.page.evaluate<unknown>(what))) {
      if (Date.now() > late) {
        throw new Error(`a viewer's page has waited in vain: ${what}`);
      }
      await pause(LOOK);
    }
  }

  /** Throws for what is no number, or none yet. */
  async read(what: string): Promise<number> {
    const value: unknown = await this.page.evaluate(`viewer.${what}`);
    if (typeof value !== 'number') {
      throw new Error(`${what} is no number`);
    }
    return value;
  }
}
