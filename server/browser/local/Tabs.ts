/** A browser's pages as tabs: each is held until it is prepared, windows that pages open become tabs, one is shown. */
import type { Protocol } from 'devtools-protocol';
import { mayShow, shortAddress } from './address';
import type { Cdp, CdpSession } from './cdp';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { Tab, type Refused, type TabWorld } from './Tab';

export interface TabsEvents {
  changed(): void;
  shown(session: CdpSession | null): void;
  /** The page that is shown is dead; a reload may bring it back. */
  crashed(): void;
  refused(refused: Refused): void;
  wordsFor(url: string): string | null;
}

export class Tabs {
  /** By target; also those that are just prepared. */
  private readonly tabs = new Map<string, Tab>();
  private readonly ready = new Set<Tab>();
  private readonly closing = new Set<Tab>();
  private shownTab: Tab | null = null;
  private nextId = 1;
  private firstReady: () => void = () => {};
  private opening = 0;

  constructor(
    private readonly cdp: Cdp,
    private readonly world: TabWorld,
    private readonly on: TabsEvents
  ) {}

  get shown(): Tab | null {
    return this.shownTab;
  }

  get all(): Tab[] {
    return [...this.tabs.values()].filter((tab) => this.ready.has(tab));
  }

  byId(id: number): Tab | undefined {
    return this.all.find((tab) => tab.id === id);
  }

  /** Resolves when the first tab is ready. */
  async open(): Promise<void> {
    const { browser } = this.cdp;
    browser.on('Target.attachedToTarget', (event) => void this.attached(event));
    browser.on('Target.detachedFromTarget', ({ sessionId }) => this.cdp.forget(sessionId));
    browser.on('Target.targetDestroyed', ({ targetId }) => this.gone(targetId));
    browser.on('Target.targetInfoChanged', ({ targetInfo: { targetId, url, type } }) => {
      if (type === 'page' && !mayShow(url, false)) {
        this.refuse(targetId, url);
      }
    });
    const first = new Promise<void>((resolve) => {
      this.firstReady = resolve;
    });
    const pages = [{ type: 'page' }];
    await browser.send('Target.setDiscoverTargets', { discover: true, filter: pages });
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: pages,
    });
    await first;
  }

  show(tab: Tab | null): void {
    if (tab !== this.shownTab) {
      this.shownTab = tab;
      if (tab) {
        void this.toFront(tab);
      }
      this.on.shown(tab?.session ?? null);
      this.on.changed();
    }
  }

  private async toFront({ targetId }: Tab): Promise<void> {
    const { browser } = this.cdp;
    browser.tell('Target.activateTarget', { targetId });
    if (this.world.isOnScreen) {
      try {
        // A window that a page opened has a bar with an address.
        const { windowId, bounds } = await browser.send('Browser.getWindowForTarget', { targetId });
        if (bounds.windowState !== 'fullscreen') {
          await browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
          browser.tell('Target.activateTarget', { targetId });
        }
      } catch {
        // It is just going.
      }
    }
  }

  /** A new one, shown when it is there. */
  add(): void {
    if (this.tabs.size + this.opening >= LIMITS.tabs) {
      this.on.refused({ what: 'tabs', about: '' });
      return;
    }
    this.opening += 1;
    this.cdp.browser
      .send('Target.createTarget', { url: 'about:blank' })
      .catch(() => {})
      .finally(() => (this.opening -= 1));
  }

  /** The last one is followed by an empty one: without any Chromium ends. */
  async close(tab: Tab): Promise<void> {
    this.closing.add(tab);
    if (this.all.every((each) => this.closing.has(each)) && this.opening === 0) {
      await this.cdp.browser.send('Target.createTarget', { url: 'about:blank' });
    }
    this.cdp.browser.tell('Target.closeTarget', { targetId: tab.targetId });
  }

  private async attached({ sessionId, targetInfo }: Protocol.Target.AttachedToTargetEvent): Promise<void> {
    const { targetId, url, openerId } = targetInfo;
    const session = this.cdp.session(sessionId);
    if (!mayShow(url, false)) {
      this.refuse(targetId, url);
      return;
    }
    if (this.tabs.size >= LIMITS.tabs) {
      this.cdp.browser.tell('Target.closeTarget', { targetId });
      this.on.refused({ what: 'tabs', about: shortAddress(url) });
      return;
    }
    const tab: Tab = new Tab(this.nextId, targetId, session, this.world, {
      changed: () => this.on.changed(),
      refused: (refused) => this.on.refused(refused),
      crashed: () => tab === this.shownTab && this.on.crashed(),
      wordsFor: (address) => this.on.wordsFor(address),
    });
    this.nextId += 1;
    this.tabs.set(targetId, tab);
    this.watchFrames(tab, session);
    try {
      // In this order, but not one after the other: a window without an opener answers nothing until it runs.
      await Promise.all([tab.prepare(), session.send('Runtime.runIfWaitingForDebugger')]);
    } catch {
      // It is gone already, or it may not run, since it is not watched.
      this.cdp.browser.tell('Target.closeTarget', { targetId });
      return;
    }
    this.ready.add(tab);
    const isOurs = openerId === undefined || openerId === this.shownTab?.targetId;
    if (isOurs || !this.shownTab) {
      this.show(tab);
    }
    this.on.changed();
    this.firstReady();
  }

  /** Frames of other sites are targets of their own, with frames in them. */
  private watchFrames(tab: Tab, session: CdpSession): void {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo: { type } }) => {
      const frame = this.cdp.session(sessionId);
      this.watchFrames(tab, frame);
      (type === 'iframe' ? tab.prepareFrame(frame) : Promise.resolve())
        .then(() => frame.send('Runtime.runIfWaitingForDebugger'))
        // It waits for ever then, unwatched as it is; or it is gone.
        .catch(() => {});
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      tab.forgetFrame(this.cdp.session(sessionId));
      this.cdp.forget(sessionId);
    });
  }

  private refuse(targetId: string, url: string): void {
    this.on.refused({ what: 'scheme', about: shortAddress(url) });
    const tab = this.tabs.get(targetId);
    if (tab) {
      tab.navigate('about:blank');
    } else {
      this.cdp.browser.tell('Target.closeTarget', { targetId });
    }
  }

  private gone(targetId: string): void {
    const tab = this.tabs.get(targetId);
    if (!tab) {
      return;
    }
    const place = this.all.indexOf(tab);
    this.tabs.delete(targetId);
    this.ready.delete(tab);
    this.closing.delete(tab);
    if (tab === this.shownTab) {
      // The one that was beside it.
      this.show(this.all[Math.min(place, this.all.length - 1)] ?? null);
    }
    if (this.tabs.size === 0) {
      this.add();
    }
    this.on.changed();
  }
}
