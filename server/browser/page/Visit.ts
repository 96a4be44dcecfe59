/** One user in one session: what the server says, the picture, and what is around it, put together. */
import {
  browserEventSchema,
  EVENTS_SUBPROTOCOL,
  TOKEN_PREFIX,
  type BrowserCall,
  type BrowserEvent,
} from '../../../src/protocol/browserApi';
import { watchActivity } from './activity';
import type { BrowserApi, Refusal } from './api';
import { openingCard } from './forms';
import { Frame } from './Frame';
import { HyperbeamStage } from './HyperbeamStage';
import { LastingSocket, type SocketState } from './LastingSocket';
import type { Memory } from './Memory';
import { pageDialog } from './PageDialog';
import { creatorOf, driverOf, governs, mayDrive, roomAfter, type Room } from './room';
import { View, type ViewState } from './View';
import { hostOf } from './webAddress';
import { visitCalls, type VisitCalls } from './visitCalls';
import { refusedWords, watchingWords, type Over } from './words';

export interface VisitDeps {
  root: HTMLElement;
  base: string;
  api: BrowserApi;
  memory: Memory;
  code: string;
  token: string;
  /** Just created: its code is shown to be handed on. */
  isNew: boolean;
  isEmbedded: boolean;
  hasVideo: boolean;
  isMac: boolean;
  /** Once. */
  onOver(over: Over): void;
}

/** What sockets are closed with where coming back is no use. */
const CLOSED = { left: 1000, removed: 4403, gone: 4404 };

export class Visit {
  private readonly calls: VisitCalls;
  private readonly frame: Frame;
  private readonly events: LastingSocket;
  private room: Room | null = null;
  private view: View | null = null;
  private hyperbeam: HyperbeamStage | null = null;
  private viewSocket: SocketState = 'connecting';
  private dialogShown = '';
  private over: Over | null = null;
  private readonly ticking: number;
  private readonly undo: Array<() => void> = [];

  constructor(private readonly deps: VisitDeps) {
    const { root, api, code, token, memory, isEmbedded } = deps;
    this.calls = visitCalls({
      ...deps,
      view: () => this.view,
      tell: (text, act) => this.frame.say(text, act),
      stay: () => this.say({ type: 'user_activity' }),
      ask: () => this.ask(),
      left: () => this.end('left'),
    });
    this.frame = new Frame(root, this.calls, {
      isEmbedded,
      wantsStills: memory.wantsStills,
      hasVideo: deps.hasVideo,
    });
    this.frame.showCover(openingCard());
    this.events = new LastingSocket({
      url: () => api.socket('ws', code),
      protocols: () => [EVENTS_SUBPROTOCOL, `${TOKEN_PREFIX}${token}`],
      onState: () => this.showSocket(),
      onText: (text) => this.hear(text),
      shouldReturn: (closed) => this.shouldReturn(closed),
      ping: JSON.stringify({ type: 'ping' } satisfies BrowserCall),
    });
    this.ticking = window.setInterval(() => this.tick(), 1000);
    const sizes = new ResizeObserver(() => this.view?.fit(this.frame.stage));
    sizes.observe(this.frame.stage);
    const isWarned = () => this.room?.warning?.reason === 'inactivity';
    this.undo.push(
      () => sizes.disconnect(),
      watchActivity(isWarned, () => this.say({ type: 'user_activity' }))
    );
  }

  close(): void {
    window.clearInterval(this.ticking);
    this.undo.forEach((undo) => undo());
    this.events.close();
    this.view?.close();
    this.hyperbeam?.close();
  }

  private say(call: BrowserCall): void {
    this.events.send(call);
  }

  private hear(text: string): void {
    const event = parse(text);
    if (!event || this.over) {
      return;
    }
    const before = this.room;
    this.room = roomAfter(before, event);
    if (event.type === 'session_terminated') {
      this.end(event.reason);
    } else if (event.type === 'removed') {
      this.end('removed');
    } else if (this.room && this.room !== before) {
      this.showRoom(this.room, before, event);
    }
  }

  private showRoom(room: Room, before: Room | null, event: BrowserEvent): void {
    this.frame.showRoom(room);
    this.view?.cursors.keep(room.users);
    this.showHint(room);
    this.tick();
    if (event.type === 'session_info') {
      this.open(room);
      if (!before && this.deps.isNew) {
        this.calls.handOn();
      }
    } else if (event.type === 'control_changed') {
      this.sayControl(room);
    } else if (event.type === 'control_asked') {
      this.sayAsked(room, event.userId);
    } else if (event.type === 'user_joined' && event.user.id !== room.you) {
      this.frame.say(`${event.user.name} has joined.`);
    } else if (event.type === 'user_left' && event.user.id !== room.you) {
      this.frame.say(event.how === 'removed' ? `${event.user.name} was removed.` : `${event.user.name} has left.`);
    }
    this.hyperbeam?.showDrives();
  }

  private sayControl(room: Room): void {
    const driver = driverOf(room);
    this.frame.say(
      room.control.mode === 'everyone'
        ? 'Everyone may click and type now.'
        : driver === null
          ? 'Nobody drives now.'
          : driver.id === room.you
            ? 'You drive now: click and type in the picture.'
            : `${driver.name} drives now.`
    );
  }

  private ask(): void {
    const creator = this.room && creatorOf(this.room);
    this.say({ type: 'ask_control' });
    this.frame.say(
      creator ? `${creator.name} is told that you would like to drive.` : 'Nobody is here who could give control.'
    );
  }

  private sayAsked(room: Room, userId: string): void {
    const user = room.users.find(({ id }) => id === userId);
    if (user && governs(room)) {
      const act = () => this.calls.control({ mode: 'one', driver: userId });
      this.frame.say(`${user.name} asks for control.`, { text: 'Let drive', act });
    } else if (user) {
      this.frame.say(`${user.name} asks for control. Give it in the list of attendees.`);
    }
  }

  /** Shows the browser; again after each time that the connection comes back. */
  private open(room: Room): void {
    if (room.provider === 'local') {
      this.view ??= this.openView();
    } else if (room.url !== null && !this.hyperbeam) {
      this.hyperbeam = this.openHyperbeam(room.url, room.pass);
    } else {
      this.hyperbeam?.introduce();
    }
  }

  private openView(): View {
    const { api, code, token, memory, isMac, hasVideo } = this.deps;
    const view = new View(
      {
        url: api.socket('view', code),
        token,
        users: () => this.room?.users ?? [],
        you: () => this.room?.you ?? '',
        isMac,
        hasVideo,
        wantsStills: () => memory.wantsStills,
        shouldReturn: (closed) => Promise.resolve(closed !== CLOSED.gone && this.over === null),
      },
      {
        onSocket: (state) => {
          this.viewSocket = state;
          this.showSocket();
        },
        onState: (state) => this.showView(state),
        onRefused: (refused) => this.frame.say(refusedWords(refused)),
        onClipboard: (text) => void this.calls.copied(text),
        onHeldBack: () => this.room && this.frame.say(watchingWords(this.room)),
        onAddress: () => this.frame.toolbar.focusAddress(),
        onLeave: () => {
          this.frame.toolbar.focusAddress();
          this.frame.say('Keys go to this page again.');
        },
        onTooLong: () => this.frame.say('That text is too long to be pasted at once.'),
        onPicture: () => this.dialogShown === '' && this.frame.showCover(null),
      }
    );
    this.frame.stage.prepend(view.element);
    const showKeys = () => this.room && this.showHint(this.room);
    view.keys.addEventListener('focus', showKeys);
    view.keys.addEventListener('blur', showKeys);
    return view;
  }

  private openHyperbeam(url: string, pass: string | null): HyperbeamStage {
    this.deps.root.classList.add('by-provider');
    return new HyperbeamStage(this.frame, url, pass, {
      drives: () => this.room !== null && mayDrive(this.room),
      onSocket: (state) => {
        this.viewSocket = state;
        this.showSocket();
      },
      onViewer: (viewerId) => this.say({ type: 'viewer', viewerId }),
    });
  }

  private showView(state: ViewState): void {
    const { room, view } = this;
    if (!room || !view) {
      return;
    }
    view.fit(this.frame.stage);
    this.frame.showView(room, state);
    this.showHint(room);
    const host = hostOf(state.tabs.find(({ id }) => id === state.shown)?.url ?? '');
    // A page's own title could be another page's.
    document.title = host === '' ? 'Shared browser' : `${host} · Shared browser`;
    this.showDialog(state, host);
  }

  private showDialog({ dialog, drives }: ViewState, host: string): void {
    const shown = dialog ? JSON.stringify([dialog, drives, host]) : '';
    if (shown === this.dialogShown) {
      return;
    }
    this.dialogShown = shown;
    this.frame.showCover(
      dialog &&
        pageDialog(dialog, host, drives, (accept, text) => {
          this.view?.send({ type: 'answer', accept, text });
          this.view?.focus();
        })
    );
  }

  private showHint(room: Room): void {
    const { view } = this;
    if (view) {
      this.frame.showHint(room, view.state?.drives ?? false, document.activeElement === view.keys);
    }
  }

  private showSocket(): void {
    const states = [this.events.state, this.viewSocket];
    this.frame.showSocket(
      states.find((state) => state === 'away') ?? states.find((state) => state !== 'live') ?? 'live'
    );
  }

  private tick(): void {
    const { room } = this;
    if (room) {
      const now = Date.now() + this.deps.api.clockOffset;
      this.frame.showTime(room.expiresAt - now, room, room.warning && room.warning.endsAt - now);
      this.frame.showQuality(this.view?.quality() ?? null);
    }
  }

  /** Whether a broken connection is worth another try; the session may be over meanwhile. */
  private async shouldReturn(closed: number): Promise<boolean> {
    if (closed === CLOSED.left) {
      this.end('left');
    } else if (closed === CLOSED.removed) {
      this.end('removed');
    } else if (closed === CLOSED.gone) {
      this.end('unknown');
    } else if (!this.over) {
      const refusal = await this.refusalNow();
      if (refusal === 'unknown' || refusal === 'removed') {
        this.end(refusal);
      }
    }
    return this.over === null;
  }

  /** Sockets do not say why they are refused; calls do. */
  private async refusalNow(): Promise<Refusal['kind'] | null> {
    const { api, code, token } = this.deps;
    const found = await api.get(code, token);
    if (!found.ok || found.value.url !== undefined) {
      return found.ok ? null : found.refusal.kind;
    }
    // Not in any more: away for too long, or removed. With a token that is still known this brings the same user back.
    const joined = await api.join({ shareCode: code }, token);
    return joined.ok ? null : joined.refusal.kind;
  }

  private end(over: Over): void {
    if (!this.over) {
      this.over = over;
      this.close();
      this.deps.onOver(over);
    }
  }
}

function parse(text: string): BrowserEvent | null {
  try {
    return browserEventSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
