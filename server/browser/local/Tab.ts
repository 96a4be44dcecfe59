/** One page of a browser: set up before it runs anything, watched over, and told where to go. */
import type { BrowserTab, Dialog, ViewEvent } from '../../../src/protocol/browserWire';
import { mayShow, shortAddress } from './address';
import type { CdpSession, EventOf } from './cdp';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { textsOf } from './frames';
import { PAGE_SCRIPT, WORLD, cursorAt } from './pageScript';
import { within } from './within';

export type Refused = Pick<Extract<ViewEvent, { type: 'refused' }>, 'what' | 'about'>;

export interface TabEvents {
  changed(): void;
  refused(refused: Refused): void;
  crashed(): void;
  /** What to say in the place of an address that did not open; null where Chromium's own words do. */
  wordsFor(url: string): string | null;
}

export interface TabWorld {
  size: { width: number; height: number };
  /** Whether its windows are seen as they are, with what Chromium puts around a page. */
  isOnScreen: boolean;
  /** What opens the proxy. */
  credentials: Readonly<{ username: string; password: string }>;
}

export class Tab {
  title = '';
  url = 'about:blank';
  /** Where its page is on the way to. */
  goingTo: string | null = null;
  isLoading = false;
  dialog: Dialog | null = null;
  private looking: 'no' | 'once' | 'again' = 'no';
  private canGoBack = false;
  private canGoForward = false;
  /** Of the page's document, in which things are looked up out of its scripts' reach. */
  private context: Promise<number> | null = null;
  private readonly frames = new Set<CdpSession>();

  constructor(
    readonly id: number,
    readonly targetId: string,
    readonly session: CdpSession,
    private readonly world: TabWorld,
    private readonly on: TabEvents
  ) {
    this.frames.add(session);
  }

  /** What is known of it, for everybody. */
  get view(): BrowserTab {
    const { id, title, url, isLoading, canGoBack, canGoForward } = this;
    return {
      id,
      title: title.slice(0, LIMITS.titleLength),
      url: url.slice(0, LIMITS.urlLength),
      isLoading,
      canGoBack,
      canGoForward,
    };
  }

  /** Resolves when nothing can happen in it that is not seen here. */
  async prepare(): Promise<void> {
    const { session, on } = this;
    session.on('Page.frameNavigated', (event) => this.arrived(event));
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.targetId) {
        this.url = url;
        void this.look();
      }
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => this.loads(frameId, true));
    session.on('Page.frameStoppedLoading', ({ frameId }) => this.loads(frameId, false));
    session.on('Page.javascriptDialogOpening', ({ type, message, defaultPrompt }) => {
      const cut = (text: string) => text.slice(0, LIMITS.dialogLength);
      this.dialog = { kind: type, message: cut(message), text: cut(defaultPrompt ?? '') };
      on.changed();
    });
    session.on('Page.javascriptDialogClosed', () => {
      this.dialog = null;
      on.changed();
    });
    session.on('Page.fileChooserOpened', () => on.refused({ what: 'file', about: '' }));
    session.on('Inspector.targetCrashed', () => {
      this.title = 'This page crashed. Reload it.';
      this.isLoading = false;
      on.changed();
      on.crashed();
    });
    const { width, height } = this.world.size;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Inspector.enable'),
      session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false }),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      session.send('Page.setInterceptFileChooserDialog', { enabled: true, cancel: true }),
      this.guard(session),
    ]);
  }

  /** A frame that is a target of its own. */
  async prepareFrame(frame: CdpSession): Promise<void> {
    this.frames.add(frame);
    await Promise.all([frame.send('Page.enable'), this.guard(frame)]);
  }

  forgetFrame(frame: CdpSession): void {
    this.frames.delete(frame);
  }

  navigate(url: string): void {
    this.session.send('Page.navigate', { url }).catch(() => {});
  }

  async go(to: 'back' | 'forward' | 'reload' | 'stop'): Promise<void> {
    const { session } = this;
    if (to === 'reload') {
      session.tell('Page.reload');
    } else if (to === 'stop') {
      session.tell('Page.stopLoading');
    } else {
      const { currentIndex, entries } = await session.send('Page.getNavigationHistory');
      const entry = entries[currentIndex + (to === 'back' ? -1 : 1)] as (typeof entries)[number] | undefined;
      if (entry && mayShow(entry.url, false)) {
        session.tell('Page.navigateToHistoryEntry', { entryId: entry.id });
      }
    }
  }

  answer(accept: boolean, promptText: string): void {
    if (this.dialog) {
      this.session.tell('Page.handleJavaScriptDialog', { accept, promptText });
    }
  }

  /** Evaluates in every frame, out of the page's own scripts' reach; what each returns, where it is a text. */
  async inFrames(expression: string): Promise<string[]> {
    const found = await Promise.all([...this.frames].map((session) => textsOf(session, expression)));
    return found.flat();
  }

  /** Everything that a page wants to load as a document comes by here, and what is no web address at all. */
  private async guard(session: CdpSession): Promise<void> {
    session.on('Fetch.requestPaused', ({ requestId, request: { url }, frameId }) => {
      const isFrame = frameId !== this.targetId;
      if (mayShow(url, isFrame)) {
        if (!isFrame) {
          this.goingTo = url;
        }
        session.tell('Fetch.continueRequest', { requestId });
      } else {
        session.tell('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
        this.on.refused({ what: 'scheme', about: shortAddress(url) });
      }
    });
    session.on('Fetch.authRequired', ({ requestId, authChallenge: { source } }) => {
      session.tell('Fetch.continueWithAuth', {
        requestId,
        authChallengeResponse:
          source === 'Proxy'
            ? { response: 'ProvideCredentials', ...this.world.credentials }
            : // A dialog of Chromium's that nobody here could answer.
              { response: 'CancelAuth' },
      });
    });
    session.on('Page.frameRequestedNavigation', ({ url, frameId, disposition }) => {
      if (disposition === 'currentTab' && !mayShow(url, frameId !== this.targetId) && !/^javascript:/i.test(url)) {
        this.on.refused({ what: 'scheme', about: shortAddress(url) });
      }
    });
    await Promise.all([
      session.send('Fetch.enable', {
        patterns: [{ resourceType: 'Document' }, ...NO_WEB.map((scheme) => ({ urlPattern: `${scheme}:*` }))],
        handleAuthRequests: true,
      }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: PAGE_SCRIPT,
        worldName: WORLD,
        runImmediately: true,
      }),
      session.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: 'iframe' }],
      }),
    ]);
  }

  private arrived({ frame }: EventOf<'Page.frameNavigated'>): void {
    const { id, parentId, url, urlFragment, unreachableUrl } = frame;
    if (!mayShow(url, parentId !== undefined)) {
      // Not met in any test; where Chromium goes in a way that is not known here, it goes back at once.
      this.session.tell('Page.navigate', { url: 'about:blank', frameId: id });
      this.on.refused({ what: 'scheme', about: shortAddress(url) });
      return;
    }
    if (parentId !== undefined) {
      return;
    }
    if (this.goingTo !== null && withoutFragment(this.goingTo) === withoutFragment(unreachableUrl ?? url)) {
      this.goingTo = null;
    }
    this.title = '';
    this.context = null;
    this.url = unreachableUrl ?? url + (urlFragment ?? '');
    const words = unreachableUrl === undefined ? null : this.on.wordsFor(unreachableUrl);
    if (words !== null) {
      this.session.tell('Page.setDocumentContent', { frameId: id, html: words });
    }
    void this.look();
  }

  private loads(frameId: string, isLoading: boolean): void {
    if (frameId === this.targetId) {
      this.isLoading = isLoading;
      void this.look();
    }
  }

  /** What Chromium does not tell by itself. While one look is on its way, all others are one more. */
  async look(): Promise<void> {
    if (this.looking !== 'no') {
      this.looking = 'again';
      return;
    }
    this.looking = 'once';
    await this.lookNow();
    const again = (this.looking as 'once' | 'again') === 'again';
    this.looking = 'no';
    if (again) {
      void this.look();
    }
  }

  private async lookNow(): Promise<void> {
    try {
      const [{ currentIndex, entries }, { targetInfo }] = await Promise.all([
        this.session.send('Page.getNavigationHistory'),
        this.session.send('Target.getTargetInfo'),
      ]);
      // An empty page is what every tab begins with.
      this.canGoBack = currentIndex > 1 || (currentIndex === 1 && entries[0].url !== 'about:blank');
      this.canGoForward = currentIndex < entries.length - 1;
      this.title = targetInfo.title;
    } catch {
      // It is just going.
    }
    this.on.changed();
  }

  /** The CSS cursor there; null where it cannot be told, as in a page that hangs. */
  async cursorAt(x: number, y: number): Promise<string | null> {
    try {
      return await within(LIMITS.answerWithin, this.cursorNow(x, y));
    } catch {
      this.context = null;
      return null;
    }
  }

  private async cursorNow(x: number, y: number): Promise<string | null> {
    this.context ??= this.session
      .send('Page.createIsolatedWorld', { frameId: this.targetId, worldName: WORLD })
      .then(({ executionContextId }) => executionContextId);
    const { result } = await this.session.send('Runtime.evaluate', {
      expression: cursorAt(x, y),
      contextId: await this.context,
      returnByValue: true,
      timeout: LIMITS.evaluateWithin,
    });
    const cursor: unknown = result.value;
    return typeof cursor === 'string' && /^[a-z-]{1,32}$/.test(cursor) ? cursor : null;
  }
}

/** Watched for in all that a page loads, not only in documents. */
const NO_WEB = [
  'file',
  'chrome',
  'chrome-untrusted',
  'chrome-extension',
  'devtools',
  'view-source',
  'filesystem',
  'ftp',
];

/** Another way may have been taken before this document came: that one is still to come. */
const withoutFragment = (url: string) => url.split('#', 1)[0];
