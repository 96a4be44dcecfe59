/** The terminal on the page: xterm.js, fed with frames in their order. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal, type ITheme } from '@xterm/xterm';
import type { Frame } from '../../../src/protocol/terminalFrames';
import { CursorFollower } from '../../../src/terminal/CursorFollower';
import { FrameWriter, openLink } from '../../../src/terminal/frameWriter';
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import type { Size } from '../../../src/protocol/terminalWire';

export interface ScreenOptions {
  fontSize: number;
  theme: ITheme;
  /** `dom` is slower, and always right where a graphics driver is not. */
  renderer: 'webgl' | 'dom';
}

/** Read on both themes' background with both themes' text, by the terminal's own minimum of contrast. */
const HIT = '#ff9900';
const SEARCH_COLOURS = {
  matchBackground: '#8a6a2e',
  matchOverviewRuler: '#8a6a2e',
  activeMatchBackground: HIT,
  activeMatchColorOverviewRuler: HIT,
};

/** Which of how many; `index` counts from 0, and is -1 where there are too many to count. */
export interface Hits {
  index: number;
  count: number;
}

export class Screen {
  readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly searcher = new SearchAddon({ highlightLimit: 1000 });
  private readonly writer: FrameWriter;
  private theme: ITheme;
  private searches = false;

  constructor(
    private readonly place: HTMLElement,
    { fontSize, theme, renderer }: ScreenOptions
  ) {
    this.theme = theme;
    this.terminal = new Terminal({
      allowProposedApi: true,
      logLevel: 'off',
      fontFamily: '"Roboto Mono", ui-monospace, Menlo, Consolas, monospace',
      fontSize,
      theme,
      scrollback: LIMITS.scrollback,
      cursorBlink: true,
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
      linkHandler: { activate: (_event, text) => openLink(text), allowNonHttpProtocols: false },
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.loadAddon(this.searcher);
    this.terminal.loadAddon(new WebLinksAddon((_event, uri) => openLink(uri)));
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
    this.writer = new FrameWriter(this.terminal);
    this.terminal.open(place);
    if (renderer === 'webgl') {
      this.draw();
    }
    // Another's window may set a size that is larger than this one.
    new CursorFollower(place, this.terminal);
  }

  take(frame: Frame, done: () => void): void {
    this.writer.take(frame, done);
  }

  /** What would fill the page. */
  proposed(): Size {
    const found = this.fit.proposeDimensions();
    const within = (value: number | undefined, { min, max }: { min: number; max: number }, otherwise: number) =>
      value === undefined || !Number.isFinite(value) ? otherwise : Math.min(max, Math.max(min, Math.floor(value)));
    return {
      cols: within(found?.cols, LIMITS.columns, 80),
      rows: within(found?.rows, LIMITS.rows, 24),
    };
  }

  useTheme(theme: ITheme): void {
    this.theme = theme;
    // The hit is selected too, and a selection lies over it in its own, paler colour.
    this.terminal.options.theme = this.searches ? { ...theme, selectionInactiveBackground: HIT } : theme;
  }

  onHits(listen: (hits: Hits) => void): void {
    this.searcher.onDidChangeResults(({ resultIndex, resultCount }) =>
      listen({ index: resultIndex, count: resultCount })
    );
  }

  find(text: string, direction: 'next' | 'previous', typing = false): boolean {
    if (!this.searches) {
      this.searches = true;
      this.useTheme(this.theme);
    }
    const options = { decorations: SEARCH_COLOURS, incremental: typing };
    return direction === 'next' ? this.searcher.findNext(text, options) : this.searcher.findPrevious(text, options);
  }

  endSearch(): void {
    this.searcher.clearDecorations();
    this.terminal.clearSelection();
    this.searches = false;
    this.useTheme(this.theme);
  }

  private draw(): void {
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.terminal.loadAddon(webgl);
    } catch {
      // Without WebGL the terminal draws with elements.
      this.place.dataset.renderer = 'dom';
    }
  }
}
