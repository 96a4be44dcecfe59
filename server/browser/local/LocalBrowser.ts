/** One browser of this server with all who look at it and drive it. Wires its parts together. */
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Control } from '../../../src/protocol/browserApi';
import type { ViewEvent } from '../../../src/protocol/browserWire';
import { TokenBucket } from '../../../src/protocol/tokenBucket';
import type { Clock } from '../../clock';
import { Spaced } from '../../Spaced';
import type { Launch, Member, ProvidedBrowser } from '../provider';
import { REFUSALS } from '../proxy/Destinations';
import type { Proxy } from '../proxy/Proxy';
import { refusalPage } from '../proxy/refusalPage';
import { shortAddress, typedAddress } from './address';
import type { Chromium } from './Chromium';
import { Hands, isHandCall } from './Hands';
import { LOCAL_LIMITS as LIMITS, VIEW_CLOSE } from './limits';
import { SELECTED } from './pageScript';
import type { RefusedAddresses } from './RefusedAddresses';
import { Cursor } from './Cursor';
import { framesPerSecond } from './framesPerSecond';
import { Pictures } from './Pictures';
import type { Refused } from './Tab';
import { Tabs } from './Tabs';
import type { Viewer } from './Viewer';
import { Viewers, type Said } from './Viewers';
import { within } from './within';

export interface LocalBrowserParts {
  launch: Launch;
  chromium: Chromium;
  proxy: Proxy;
  refused: RefusedAddresses;
  size: { width: number; height: number };
  log: Logger;
  clock: Clock;
}

export class LocalBrowser implements ProvidedBrowser {
  readonly embedUrl = null;
  private readonly tabs: Tabs;
  private readonly viewers: Viewers;
  private readonly pictures: Pictures;
  private readonly cursor: Cursor;
  /** Titles change without a word of Chromium. */
  private looking: NodeJS.Timeout | null = null;
  private readonly hands = new Map<Viewer, Hands>();
  /** Pictures begin anew with each tab that is shown. */
  private toShow = 0;
  private readonly showing = new Spaced(LIMITS.showTabEvery, () => {
    this.tabs.show(this.tabs.byId(this.toShow) ?? this.tabs.shown);
  });
  private readonly copying = new Set<Viewer>();
  private readonly removed = new Set<string>();
  private control: Control = { mode: 'one', driver: null };
  private ending: Promise<void> | null = null;
  private stating: NodeJS.Timeout | null = null;
  /** A page may try the same a thousand times a second. */
  private readonly refusals: TokenBucket;

  constructor(private readonly parts: LocalBrowserParts) {
    const { chromium, proxy, clock, size, refused } = parts;
    this.refusals = new TokenBucket(LIMITS.refusals, clock.monotonic());
    this.viewers = new Viewers(clock, {
      watched: (isWatched) => this.watched(isWatched),
      want: (wanted) => this.pictures.want(wanted),
      said: (viewer, call) => this.hear(viewer, call),
      gone: (viewer) => {
        this.letGo(viewer);
        this.hands.delete(viewer);
      },
    });
    const { display } = chromium;
    this.pictures = new Pictures({
      size,
      now: () => clock.monotonic(),
      film: display && { start: () => display.film(framesPerSecond()), movesWithin: display.movesWithin },
      onFrame: (frame) => this.viewers.show(frame),
      onVideoEnd: () => this.viewers.endVideo(),
    });
    this.cursor = new Cursor({
      at: async (x, y) => (await this.tabs.shown?.cursorAt(x, y)) ?? null,
      changed: (cursor) => this.viewers.tell({ type: 'cursor', cursor }, ({ id }) => this.drives(id)),
    });
    const { credentials } = proxy;
    this.tabs = new Tabs(
      chromium.cdp,
      { size, credentials, isOnScreen: display !== null },
      {
        changed: () => this.changed(),
        shown: (session) => {
          this.hands.forEach((_hands, viewer) => this.letGo(viewer));
          this.viewers.forgetPicture();
          this.pictures.show(session);
        },
        crashed: () => this.pictures.restart(),
        refused: (each) => this.refused(each),
        wordsFor: (url) => {
          const why = refused.why(url);
          return why && refusalPage(REFUSALS[why], shortAddress(url));
        },
      }
    );
    refused.onRefused = (destination, reason) => {
      if (reason === 'unknown') {
        // The page in its place says all there is to say.
        return;
      }
      // What a page wants besides is its own affair; where its people wanted to go they are told.
      const tab = this.tabs.all.find(({ goingTo }) => goingTo !== null && refused.isFor(destination, goingTo));
      if (tab?.goingTo) {
        this.refused({ what: 'address', about: shortAddress(tab.goingTo) });
      }
    };
  }

  /** Resolves when it shows its first page, or is on the way to it. */
  async open(): Promise<void> {
    const { chromium, launch } = this.parts;
    const { browser } = chromium.cdp;
    browser.on('Browser.downloadWillBegin', ({ suggestedFilename }) =>
      this.refused({ what: 'download', about: suggestedFilename.slice(0, LIMITS.fileNameLength) })
    );
    await browser.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true });
    await this.tabs.open();
    const typed = typedAddress(launch.startUrl);
    if (typed.ok) {
      this.tabs.shown?.navigate(typed.url);
    }
  }

  setControl(control: Control): Promise<void> {
    this.control = control;
    this.hands.forEach((_hands, viewer) => {
      if (!this.drives(viewer.member.id)) {
        this.letGo(viewer);
      }
    });
    this.changed();
    return Promise.resolve();
  }

  introduce(): Promise<void> {
    return Promise.resolve();
  }

  attach(member: Member, socket: WebSocket): void {
    if (this.ending || this.removed.has(member.id)) {
      socket.close(this.ending ? VIEW_CLOSE.gone : VIEW_CLOSE.removed);
      return;
    }
    const viewer = this.viewers.attach(member, socket);
    if (viewer) {
      this.hands.set(viewer, new Hands());
      viewer.tell(this.stateFor(viewer));
      this.viewers.welcome(viewer);
    }
  }

  remove(userId: string): Promise<void> {
    this.removed.add(userId);
    this.viewers.close(VIEW_CLOSE.removed, ({ id }) => id === userId);
    return Promise.resolve();
  }

  end(): Promise<void> {
    this.ending ??= this.endNow();
    return this.ending;
  }

  private async endNow(): Promise<void> {
    const { chromium, proxy } = this.parts;
    this.watched(false);
    this.pictures.close();
    this.cursor.close();
    this.showing.stop();
    this.viewers.close(VIEW_CLOSE.gone);
    if (this.stating) {
      clearTimeout(this.stating);
    }
    await Promise.all([chromium.end(), proxy.close()]);
  }

  private watched(isWatched: boolean): void {
    if (this.looking) {
      clearInterval(this.looking);
    }
    this.looking = isWatched ? setInterval(() => void this.tabs.shown?.look(), LIMITS.lookAtTitleEvery) : null;
  }

  private drives(userId: string): boolean {
    return !this.removed.has(userId) && (this.control.mode === 'everyone' || this.control.driver === userId);
  }

  private letGo(viewer: Viewer): void {
    this.hands.get(viewer)?.letGo(this.tabs.shown?.session ?? null);
  }

  private hear(viewer: Viewer, call: Said): void {
    const userId = viewer.member.id;
    if (call.type === 'move') {
      this.viewers.point(userId, { x: call.x, y: call.y });
    } else if (call.type === 'away') {
      this.viewers.point(userId, null);
      return;
    }
    if (!this.drives(userId) || this.ending) {
      return;
    }
    this.parts.launch.onActivity(userId);
    if (isHandCall(call)) {
      const session = this.tabs.shown?.session;
      if (session) {
        this.hands.get(viewer)?.do(call, session);
      }
      if (call.type === 'move') {
        this.cursor.moved(call.x, call.y);
      } else {
        this.pictures.hurry();
      }
    } else {
      this.steer(viewer, call);
    }
  }

  private steer(viewer: Viewer, call: Exclude<Said, Parameters<Hands['do']>[0] | { type: 'away' }>): void {
    const { shown } = this.tabs;
    switch (call.type) {
      case 'navigate': {
        const typed = typedAddress(call.url);
        if (typed.ok) {
          shown?.navigate(typed.url);
        } else {
          viewer.tell({
            type: 'refused',
            what: typed.what,
            about: typed.what === 'secret' ? '' : shortAddress(call.url),
          });
        }
        break;
      }
      case 'go':
        shown?.go(call.to).catch(() => {});
        break;
      case 'tab':
        this.tabs.add();
        break;
      case 'show-tab':
        this.toShow = call.id;
        this.showing.ask();
        break;
      case 'close-tab': {
        const tab = this.tabs.byId(call.id);
        if (tab) {
          this.tabs.close(tab).catch(() => {});
        }
        break;
      }
      case 'answer':
        shown?.answer(call.accept, call.text);
        break;
      case 'copy':
        void this.copy(viewer, call.cut);
        break;
    }
  }

  /** One after the other would be as many questions to each frame as somebody says it times: one at a time. */
  private async copy(viewer: Viewer, cut: boolean): Promise<void> {
    if (this.copying.has(viewer)) {
      return;
    }
    this.copying.add(viewer);
    const { shown } = this.tabs;
    const asked = shown?.inFrames(SELECTED) ?? Promise.resolve([]);
    const texts = await within(LIMITS.answerWithin, asked).catch(() => []);
    this.copying.delete(viewer);
    const text = texts.find((each) => each !== '') ?? '';
    // The page hears of it, too, as by its own keys.
    const key = { key: cut ? 'x' : 'c', code: cut ? 'KeyX' : 'KeyC', modifiers: 2 };
    shown?.session.tell('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key, commands: [cut ? 'cut' : 'copy'] });
    shown?.session.tell('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    viewer.tell({ type: 'clipboard', text: text.slice(0, LIMITS.textLength) });
  }

  /** Tells everybody how things stand, once for all that happens in a moment. */
  private changed(): void {
    if (!this.ending) {
      this.stating ??= setTimeout(() => {
        this.stating = null;
        this.viewers.tell((viewer) => this.stateFor(viewer));
      }, LIMITS.stateEvery);
    }
  }

  private refused(refused: Refused): void {
    if (this.refusals.take(this.parts.clock.monotonic())) {
      this.viewers.tell({ type: 'refused', ...refused });
    }
  }

  private stateFor(viewer: Viewer): ViewEvent {
    const { shown, all } = this.tabs;
    return {
      type: 'state',
      ...this.parts.size,
      tabs: all.map(({ view }) => view),
      shown: shown?.id ?? null,
      drives: this.drives(viewer.member.id),
      dialog: shown?.dialog ?? null,
    };
  }
}
