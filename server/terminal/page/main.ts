/** The shared terminal's page: address, connection, terminal and what is around it, put together. */
import '@xterm/xterm/css/xterm.css';
import './page.css';
import { keepKey, linkTo, readAddress } from './address';
import { Connection } from './Connection';
import { PageFrame, type FrameCalls } from './Frame';
import { Screen } from './Screen';
import { ControlKey } from '../../../src/terminal/missingKeys';
import { needsAsking, pasteable } from '../../../src/terminal/pasting';
import { TERMINAL_THEMES, type Theme } from '../../../src/terminal/themes';

/** What somebody opened in this tab though another site had led there. */
const OPENED = 'terminal-opened';
const FONT = { min: 8, max: 28, usual: 14 };

function main(root: HTMLElement): void {
  const { session, key } = readAddress(window.location, window.history, window.sessionStorage);
  const stored = window.localStorage;
  let theme: Theme = themeOf(stored.getItem('terminal-theme'));
  let people: Parameters<PageFrame['showPeople']>[0] = [];
  let ruler: number | null = null;

  const calls: FrameCalls = {
    copyLink: () => void copy(linkTo(window.location, session, null), 'Link copied. Whoever opens it can type.'),
    copyReadLink: () => connection.askReadLink(),
    fullScreen: () => void (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    takeSize: () => {
      connection.takeSize();
      // The button is about to go.
      terminal.focus();
    },
    startAnew: () => connection.startAnew(),
    openAnyway: () => {
      window.sessionStorage.setItem(OPENED, session);
      connection.openAnyway();
    },
    useKey: (given) => {
      keepKey(window.sessionStorage, given);
      connection.useKey(given);
    },
    rename: (name) => {
      stored.setItem('terminal-name', name);
      connection.rename(name);
    },
    changeFont: (by) => {
      const size = Math.min(FONT.max, Math.max(FONT.min, (terminal.options.fontSize ?? FONT.usual) + by));
      terminal.options.fontSize = size;
      stored.setItem('terminal-font', String(size));
      sayMySize();
    },
    changeTheme: () => {
      theme = theme === 'dark' ? 'light' : 'dark';
      stored.setItem('terminal-theme', theme);
      frame.showTheme(theme);
      screen.useTheme(TERMINAL_THEMES[theme]);
    },
    copySelection: () => void copy(terminal.getSelection(), 'Copied'),
    paste: () => {
      navigator.clipboard
        ?.readText()
        .then(paste, () => frame.say('The browser does not let the page paste. Use Ctrl+V.'));
    },
    type: (data) => type(data),
    pressControl: () => control.press(),
    focus: () => terminal.focus(),
    find: (text, direction, typing) => screen.find(text, direction, typing),
    endSearch: () => {
      screen.endSearch();
      terminal.focus();
    },
  };
  const frame = new PageFrame(root, calls, stored.getItem('terminal-name') ?? '');
  frame.showTheme(theme);
  const control = new ControlKey((lit) => frame.phoneKeys.showControl(lit));
  const screen = new Screen(frame.screen, {
    fontSize: fontOf(stored.getItem('terminal-font')),
    theme: TERMINAL_THEMES[theme],
    renderer: new URLSearchParams(window.location.search).get('renderer') === 'dom' ? 'dom' : 'webgl',
  });
  const { terminal } = screen;

  const connection = new Connection(
    {
      session,
      key,
      needsKey: root.dataset.key === 'needed',
      // A reload says the same of where the page came from.
      isLedHere: root.dataset.led === 'true' && window.sessionStorage.getItem(OPENED) !== session,
      name: () => stored.getItem('terminal-name') ?? '',
      size: () => screen.proposed(),
    },
    {
      onState: (state) => {
        frame.showState(state);
        terminal.options.disableStdin = (state.kind === 'live' || state.kind === 'away') && state.access === 'read';
        drawPeople();
      },
      onFrame: (each, done) => screen.take(each, done),
      onPeople: (found, whose) => {
        people = found;
        ruler = whose;
        drawPeople();
      },
      onReadLink: (readKey) =>
        void copy(linkTo(window.location, session, readKey), 'Read-only link copied. It ends with this shell.'),
    }
  );

  function drawPeople(): void {
    const { state } = connection;
    const isIn = state.kind === 'live' || state.kind === 'away';
    frame.showPeople(
      state.kind === 'ended' ? [] : people,
      ruler,
      isIn ? { id: state.you, access: state.access } : null
    );
    frame.showSize(terminal.cols, terminal.rows);
  }

  function type(data: string): void {
    if (!connection.type(data)) {
      frame.say('That was not sent: the terminal is not connected.');
    }
  }

  function paste(text: string): void {
    const plain = pasteable(text);
    if (plain === '' || terminal.options.disableStdin) {
      return;
    }
    if (needsAsking(plain, terminal.modes.bracketedPasteMode)) {
      frame.askPaste(plain, () => terminal.paste(plain));
    } else {
      terminal.paste(plain);
    }
  }

  async function copy(text: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      frame.say(text === '' ? 'Nothing is selected.' : said);
    } catch {
      frame.say('The browser does not let the page copy.');
    }
  }

  const sayMySize = () => connection.resize(screen.proposed());
  let sizing = 0;
  new ResizeObserver(() => {
    window.clearTimeout(sizing);
    sizing = window.setTimeout(sayMySize, 80);
  }).observe(frame.screen);

  terminal.onData((data) => type(control.with(data)));
  terminal.onTitleChange((title) => frame.showTitle(title));
  terminal.onResize(() => drawPeople());
  terminal.attachCustomKeyEventHandler((event) => {
    const shortcut = event.type === 'keydown' && event.ctrlKey && event.shiftKey ? SHORTCUTS[event.code] : undefined;
    if (!shortcut) {
      return true;
    }
    event.preventDefault();
    if (shortcut === 'search') {
      frame.search.open();
    } else {
      calls[shortcut]();
    }
    return false;
  });
  // Wherever on the page the focus is.
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.shiftKey && SHORTCUTS[event.code] === 'search') {
      event.preventDefault();
      frame.search.open();
    }
  });
  screen.onHits((hits) => frame.search.showHits(hits));
  frame.screen.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      paste(event.clipboardData?.getData('text/plain') ?? '');
    },
    { capture: true }
  );

  connection.start();
  if (connection.state.kind !== 'led') {
    terminal.focus();
  }
}

const SHORTCUTS: Record<string, 'search' | 'copySelection' | 'paste' | undefined> = {
  KeyF: 'search',
  KeyC: 'copySelection',
  KeyV: 'paste',
};

function themeOf(stored: string | null): Theme {
  return stored === 'light' || stored === 'dark'
    ? stored
    : window.matchMedia('(prefers-color-scheme: light)').matches
      ? 'light'
      : 'dark';
}

function fontOf(stored: string | null): number {
  const size = Number(stored);
  return size >= FONT.min && size <= FONT.max ? size : FONT.usual;
}

const root = document.getElementById('terminal');
if (root) {
  // The grid is measured by its font, so that has to be there first.
  void document.fonts.load('14px "Roboto Mono"').finally(() => main(root));
}
