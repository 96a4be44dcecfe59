/** The terminal on the page: xterm.js, fed with frames in their order. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal, type ITheme } from '@xterm/xterm';
import type { Frame } from '../frames';
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import type { Size } from '../wire';

export interface ScreenOptions {
  fontSize: number;
  theme: ITheme;
  /** `dom` is slower, and always right where a graphics driver is not. */
  renderer: 'webgl' | 'dom';
}

/** Read on both themes' background with both themes' text, by the terminal's own minimum of contrast. */
const SEARCH_COLOURS = {
  matchBackground: '#c69026',
  matchOverviewRuler: '#ff9900',
  activeMatchBackground: '#ff9900',
  activeMatchColorOverviewRuler: '#ff9900',
};

export class Screen {
  readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly searcher = new SearchAddon({ highlightLimit: 1000 });
  private readonly queue: Array<{ frame: Frame; done: () => void }> = [];
  /** A resize waits for what was written before it. */
  private waiting = false;

  constructor(
    private readonly place: HTMLElement,
    { fontSize, theme, renderer }: ScreenOptions
  ) {
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
    this.leaveAnswersToServer();
    this.terminal.open(place);
    if (renderer === 'webgl') {
      this.draw();
    }
  }

  take(frame: Frame, done: () => void): void {
    this.queue.push({ frame, done });
    this.next();
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

  find(text: string, direction: 'next' | 'previous', typing = false): boolean {
    const options = { decorations: SEARCH_COLOURS, incremental: typing };
    return direction === 'next' ? this.searcher.findNext(text, options) : this.searcher.findPrevious(text, options);
  }

  endSearch(): void {
    this.searcher.clearDecorations();
    this.terminal.clearSelection();
  }

  private next(): void {
    while (!this.waiting) {
      const next = this.queue.shift();
      if (!next) {
        return;
      }
      const { frame, done } = next;
      if (frame.kind === 'output') {
        this.terminal.write(frame.bytes, done);
        continue;
      }
      this.waiting = true;
      this.terminal.write('', () => {
        if (frame.kind === 'screen') {
          this.terminal.reset();
        }
        this.terminal.resize(frame.size.cols, frame.size.rows);
        this.waiting = false;
        if (frame.kind === 'screen') {
          this.terminal.write(frame.bytes, done);
        } else {
          done();
        }
        this.next();
      });
    }
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

  /** A program that asks its terminal something is answered once, by the server's model, and not by everybody's page. */
  private leaveAnswersToServer(): void {
    const { parser } = this.terminal;
    const isAnswered = () => true;
    for (const id of [
      { final: 'c' },
      { prefix: '>', final: 'c' },
      { prefix: '=', final: 'c' },
      { final: 'n' },
      { prefix: '?', final: 'n' },
      { intermediates: '$', final: 'p' },
      { prefix: '?', intermediates: '$', final: 'p' },
      { prefix: '>', final: 'q' },
      { prefix: '?', final: 'u' },
    ]) {
      parser.registerCsiHandler(id, isAnswered);
    }
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isAnswered);
    for (const colour of [4, 10, 11, 12]) {
      parser.registerOscHandler(colour, (data) => data.includes('?'));
    }
  }
}

/** Of web pages alone, and without a way back to this one. */
function openLink(address: string): void {
  if (/^https?:\/\//i.test(address)) {
    window.open(address, '_blank', 'noopener,noreferrer');
  }
}
