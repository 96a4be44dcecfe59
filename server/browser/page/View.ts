/** The local browser as this page shows it: the socket, the picture, and what people do over it. */
import { TOKEN_PREFIX, type BrowserUser } from '../../../src/protocol/browserApi';
import {
  decodePicture,
  VIEW_SUBPROTOCOL,
  viewEventSchema,
  type ViewCall,
  type ViewEvent,
} from '../../../src/protocol/browserWire';
import { make } from '../../page/dom';
import { Cursors } from './Cursors';
import { Input } from './Input';
import { LEAVE } from './keys';
import { LastingSocket, type SocketState } from './LastingSocket';
import { Painter, Video } from './Painter';
import { PictureQueue } from './PictureQueue';
import { fitPicture } from './pointer';

export type ViewState = Extract<ViewEvent, { type: 'state' }>;

export interface ViewDeps {
  url: string;
  token: string;
  users(): readonly BrowserUser[];
  you(): string;
  isMac: boolean;
  /** Whether this browser decodes the video. */
  hasVideo: boolean;
  wantsStills(): boolean;
  shouldReturn(code: number): Promise<boolean>;
}

export interface ViewEvents {
  onSocket(state: SocketState): void;
  onState(state: ViewState): void;
  onRefused(refused: Extract<ViewEvent, { type: 'refused' }>): void;
  /** What was copied over there because somebody here asked for it. */
  onClipboard(text: string): void;
  onHeldBack(): void;
  onAddress(): void;
  onLeave(): void;
  onTooLong(): void;
  /** The first picture is there. */
  onPicture(): void;
}

/** What the picture was like in the last second. */
export interface Quality {
  width: number;
  height: number;
  pictures: number;
  bytes: number;
  isVideo: boolean;
}

/** Milliseconds within which a copy that was asked for may still reach the clipboard. */
const COPY_LIMIT = 5000;
/** CSS's own, that a page can set without an address. */
const CURSOR =
  /^(default|none|context-menu|help|pointer|progress|wait|cell|crosshair|text|vertical-text|alias|copy|move|no-drop|not-allowed|grab|grabbing|all-scroll|(col|row|n|e|s|w|ne|nw|se|sw|ew|ns|nesw|nwse)-resize|zoom-in|zoom-out)$/;

export class View {
  readonly canvas = make('canvas', { role: 'img', label: 'Picture of the shared browser', testId: 'browser-picture' });
  readonly keys = make('textarea', {
    class: 'keys',
    label: `Keys for the shared browser. ${LEAVE.words} leaves it.`,
    testId: 'browser-keys',
    more: {
      autocomplete: 'off',
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      'aria-keyshortcuts': LEAVE.aria,
    },
  });
  readonly cursors = new Cursors();
  /** Canvas and what lies on it, in the place of the picture. */
  readonly element = make('div', { class: 'picture' }, [this.canvas, this.keys, this.cursors.element]);
  readonly input: Input;
  state: ViewState | null = null;
  private readonly socket: LastingSocket;
  private readonly queue: PictureQueue;
  private readonly painter = new Painter(this.canvas);
  private readonly video: Video | null;
  private isVideoBroken = false;
  private copyAsked = Number.NEGATIVE_INFINITY;
  private counted = { pictures: 0, bytes: 0, isVideo: false };
  private unseen: number | null = null;
  private hasPicture = false;
  private readonly ended = new AbortController();

  constructor(
    private readonly deps: ViewDeps,
    private readonly events: ViewEvents
  ) {
    this.keys.disabled = true;
    this.element.hidden = true;
    this.video = deps.hasVideo
      ? new Video(this.painter, {
          onShown: (number) => this.queue.shown(number),
          onFailed: () => this.queue.videoFailed(),
        })
      : null;
    this.queue = new PictureQueue({
      showStill: (picture) => this.painter.still(picture),
      video: this.video,
      onSeen: (number) => this.seen(number),
      onVideoFailed: () => {
        this.isVideoBroken = true;
        this.tellQuality();
      },
    });
    this.input = new Input({
      canvas: this.canvas,
      keys: this.keys,
      picture: () => this.state,
      drives: () => this.state?.drives ?? false,
      isMac: deps.isMac,
      send: (call) => this.send(call),
      onHeldBack: events.onHeldBack,
      onAddress: events.onAddress,
      onLeave: events.onLeave,
      onTooLong: events.onTooLong,
      onCopy: (cut) => this.copy(cut),
    });
    this.socket = new LastingSocket({
      url: () => deps.url,
      protocols: () => [VIEW_SUBPROTOCOL, `${TOKEN_PREFIX}${deps.token}`],
      onState: (state) => {
        if (state === 'live') {
          this.queue.restart();
          this.painter.restart();
          this.unseen = null;
          this.tellQuality();
        }
        events.onSocket(state);
      },
      onText: (text) => this.hear(text),
      onBinary: (bytes) => this.take(bytes),
      shouldReturn: deps.shouldReturn,
      ping: null,
    });
    // A page that nobody sees needs no pictures.
    document.addEventListener('visibilitychange', () => document.hidden || this.sayUnseen(), {
      signal: this.ended.signal,
    });
  }

  send(call: ViewCall): void {
    this.socket.send(call);
  }

  tellQuality(): void {
    const hasVideo = this.video !== null && !this.isVideoBroken && !this.deps.wantsStills();
    this.send({ type: 'quality', codecs: hasVideo ? ['h264', 'jpeg'] : ['jpeg'] });
  }

  /** Asks for what is selected over there. */
  copy(cut: boolean): void {
    this.copyAsked = performance.now();
    this.send({ type: 'copy', cut });
  }

  /** Puts the picture into its place. */
  fit(stage: HTMLElement): void {
    const { state, element } = this;
    if (!state || state.width === 0 || state.height === 0) {
      return;
    }
    const size = { width: stage.clientWidth, height: stage.clientHeight };
    const box = fitPicture(size, state, window.devicePixelRatio);
    for (const [name, value] of Object.entries(box)) {
      element.style.setProperty(name, `${value}px`);
    }
  }

  /** What there was since it was last asked. */
  quality(): Quality | null {
    const { pictures, bytes, isVideo } = this.counted;
    this.counted = { pictures: 0, bytes: 0, isVideo };
    return this.state && { width: this.state.width, height: this.state.height, pictures, bytes, isVideo };
  }

  /** Gives it the keys. */
  focus(): void {
    this.keys.focus({ preventScroll: true });
  }

  close(): void {
    this.ended.abort();
    this.socket.close();
    this.video?.reset();
    this.element.remove();
  }

  private take(bytes: Uint8Array): void {
    const picture = decodePicture(bytes);
    if (picture) {
      this.counted.pictures += 1;
      this.counted.bytes += bytes.length;
      this.counted.isVideo = picture.kind !== 'jpeg';
      this.queue.take(picture);
    }
  }

  private seen(number: number): void {
    if (!this.hasPicture) {
      this.hasPicture = true;
      this.element.hidden = false;
      this.events.onPicture();
    }
    this.unseen = number;
    if (!document.hidden) {
      this.sayUnseen();
    }
  }

  private sayUnseen(): void {
    if (this.unseen !== null) {
      this.send({ type: 'seen', frame: this.unseen });
      this.unseen = null;
    }
  }

  private hear(text: string): void {
    const event = parse(text);
    switch (event?.type) {
      case 'state':
        this.become(event);
        break;
      case 'pointer': {
        const users = this.deps.users();
        const user = users.find(({ id }) => id === event.userId);
        if (user && user.id !== this.deps.you() && this.state) {
          this.cursors.show(user, users, event.at, this.state);
        }
        break;
      }
      case 'cursor':
        this.canvas.style.cursor = CURSOR.test(event.cursor) ? event.cursor : 'default';
        break;
      case 'clipboard':
        // A page over there must not fill the clipboard here by itself.
        if (performance.now() - this.copyAsked < COPY_LIMIT) {
          this.copyAsked = Number.NEGATIVE_INFINITY;
          this.events.onClipboard(event.text);
        }
        break;
      case 'refused':
        this.events.onRefused(event);
        break;
    }
  }

  private become(state: ViewState): void {
    if (this.state?.drives && !state.drives) {
      this.input.release();
      this.canvas.style.cursor = 'default';
    }
    this.state = state;
    this.keys.disabled = !state.drives;
    this.element.classList.toggle('driven', state.drives);
    this.events.onState(state);
  }
}

function parse(text: string): ViewEvent | null {
  try {
    return viewEventSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
