/** xterm.js in the dock. The presenter's fills its place; an attendee's has the presenter's size, in letters that fit. */
import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { Frame } from '../protocol/terminalFrames';
import { TERMINAL_WIRE_LIMITS as LIMITS } from '../protocol/terminalLimits';
import type { Size } from '../protocol/terminalWire';
import { CursorFollower } from './CursorFollower';
import { FrameWriter, openLink } from './frameWriter';
import { needsAsking, pasteable } from './pasting';
import { TERMINAL_THEMES } from './themes';

export interface DockScreenOptions {
  /** Its place sets the size; else whoever presents does. */
  fits: boolean;
  onType(data: string): void;
  /** Several lines are to be pasted that a shell would run; `paste` does it. */
  onPaste(text: string): void;
  /** The way out for those who have nothing but keys. */
  onLeave(): void;
  /** `isOwn`: as this place sets it. */
  onSize(size: Size, isOwn: boolean): void;
}

export interface ScreenTheme {
  mode: 'dark' | 'light';
  background: string;
  foreground: string;
}

/**
 * CSS pixels. Whole lines are worth smaller letters than all lines are, since the line that is typed into is kept in sight;
 * below the smallest nobody reads, then one scrolls.
 */
const FONT = { usual: 13, forAllLines: 11, smallest: 9 };
/** A letter's width, and a line's height, by the letters' size. */
const LETTER = 0.61;
const LINE = 1.32;
/** Around the screen, on both sides together. */
const PADDING = 8;
const FAMILY = '"Roboto Mono", ui-monospace, Menlo, Consolas, monospace';

export class DockScreen {
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly writer: FrameWriter;
  private readonly watcher: ResizeObserver;
  private readonly follower: CursorFollower;
  private types = false;
  private disposed = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly options: DockScreenOptions
  ) {
    // Drawn with elements: a page of Grafana has few WebGL contexts, and its panels need them.
    this.terminal = new Terminal({
      allowProposedApi: true,
      logLevel: 'off',
      fontFamily: FAMILY,
      fontSize: FONT.usual,
      scrollback: LIMITS.scrollback,
      disableStdin: true,
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
      linkHandler: { activate: (_event, text) => openLink(text), allowNonHttpProtocols: false },
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.loadAddon(new WebLinksAddon((_event, uri) => openLink(uri)));
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
    this.writer = new FrameWriter(this.terminal);
    this.terminal.attachCustomKeyEventHandler((event) => this.takesKey(event));
    this.terminal.open(place);
    this.terminal.textarea?.setAttribute('aria-label', 'Terminal input. Ctrl+F6 leaves the terminal.');
    this.terminal.onData((data) => options.onType(data));
    place.addEventListener('paste', (event) => this.takesPaste(event), { capture: true });
    this.terminal.onResize((size) => {
      this.fitLetters();
      options.onSize(size, false);
    });
    this.watcher = new ResizeObserver(() => this.fill());
    this.watcher.observe(place);
    // Its letters may become larger without its place doing so.
    const drawn = place.querySelector('.xterm-screen');
    if (drawn) {
      this.watcher.observe(drawn);
    }
    this.follower = new CursorFollower(place, this.terminal);
    this.measureWithFont();
  }

  take(frame: Frame, done: () => void): void {
    this.writer.take(frame, done);
  }

  /** What would fill the place. */
  proposed(): Size {
    const found = this.fit.proposeDimensions();
    const within = (value: number | undefined, { min, max }: { min: number; max: number }, otherwise: number) =>
      value === undefined || !Number.isFinite(value) ? otherwise : Math.min(max, Math.max(min, Math.floor(value)));
    return { cols: within(found?.cols, LIMITS.columns, 80), rows: within(found?.rows, LIMITS.rows, 24) };
  }

  letType(may: boolean): void {
    this.types = may;
    this.terminal.options.disableStdin = !may;
    this.terminal.options.cursorBlink = may;
  }

  useTheme({ mode, ...surface }: ScreenTheme): void {
    this.terminal.options.theme = { ...TERMINAL_THEMES[mode], ...surface };
  }

  focus(): void {
    this.terminal.focus();
  }

  paste(text: string): void {
    this.terminal.paste(text);
  }

  dispose(): void {
    this.disposed = true;
    this.watcher.disconnect();
    this.follower.dispose();
    this.terminal.dispose();
  }

  /** False where the browser is to do what it does with the key. */
  private takesKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey && event.key === 'F6') {
      event.preventDefault();
      if (event.type === 'keydown') {
        this.options.onLeave();
      }
      return false;
    }
    if (event.ctrlKey && event.shiftKey && event.code === 'KeyC') {
      event.preventDefault();
      if (event.type === 'keydown' && this.terminal.hasSelection()) {
        // Missing on plain http.
        void (navigator.clipboard as Clipboard | undefined)?.writeText(this.terminal.getSelection());
      }
      return false;
    }
    return this.types;
  }

  private takesPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = pasteable(event.clipboardData?.getData('text/plain') ?? '');
    if (text === '' || !this.types) {
      return;
    }
    if (needsAsking(text, this.terminal.modes.bracketedPasteMode)) {
      this.options.onPaste(text);
    } else {
      this.paste(text);
    }
  }

  /** Grafana's font comes when it is first used; until then letters are another's, and lower. */
  private measureWithFont(): void {
    void document.fonts.load(`${FONT.usual}px ${FAMILY}`).then(() => {
      if (!this.disposed) {
        // The only way to have letters measured anew is another font.
        this.terminal.options.fontFamily = 'monospace';
        this.terminal.options.fontFamily = FAMILY;
      }
    });
  }

  private fill(): void {
    if (this.place.clientWidth === 0) {
      return;
    }
    if (this.options.fits) {
      const { cols, rows } = this.proposed();
      if (cols !== this.terminal.cols || rows !== this.terminal.rows) {
        this.options.onSize({ cols, rows }, true);
      }
    } else {
      this.fitLetters();
    }
  }

  private fitLetters(): void {
    if (!this.options.fits) {
      const { place, terminal } = this;
      const fitting = (room: number, least: number) => Math.min(FONT.usual, Math.max(least, Math.floor(room)));
      terminal.options.fontSize = Math.min(
        fitting((place.clientWidth - PADDING) / (terminal.cols * LETTER), FONT.smallest),
        fitting((place.clientHeight - PADDING) / (terminal.rows * LINE), FONT.forAllLines)
      );
    }
  }
}
