/** A LiveApp of made-up data, for tests and the gallery alone: its session goes where it is told and nowhere else. */
import type { CatchUpChoice } from '../actions/CatchUp';
import type { Press, ReplayView } from '../actions/replayView';
import type { CatalogueEntry } from '../guide/catalogue';
import { GuideBrokenError, GuideUnknownError } from '../guide/guideErrors';
import { GuideTabs } from '../guide/GuideTabs';
import { parseGuideText } from '../guide/parseGuide';
import { PLAIN_STEP, type Guide, type GuideStep } from '../guide/model';
import type { ActionKind } from '../guide/player/playerState';
import type { EndForAll } from '../protocol/messages';
import { GuideRecords } from '../guide/player/records';
import type { StepResult, StepRunner } from '../guide/StepRunner';
import type { SessionDoor, SessionView, StepAnswers } from '../session/view';
import type { LiveApp } from '../ui/LiveApp';

type JoinOptions = Parameters<SessionDoor['join']>[0];
type StartOptions = Parameters<SessionDoor['start']>[0];

class Store<View> {
  private readonly listeners = new Set<() => void>();
  constructor(private current: View) {}

  readonly view = (): View => this.current;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  set(next: View): void {
    this.current = next;
    this.listeners.forEach((listener) => listener());
  }
}

/** What was asked of the fake, in order. */
export type FakeCall =
  | { call: 'start'; options: StartOptions }
  | { call: 'join'; options: JoinOptions }
  | {
      call:
        | 'openGuide'
        | 'goToPage'
        | 'setMode'
        | 'setHand'
        | 'setPolicy'
        | 'removeAttendee'
        | 'letBack'
        | 'lowerHand'
        | 'decline';
      value: string | boolean;
    }
  | { call: 'letType'; value: string; may: boolean }
  | { call: 'letDrive'; who: string | null }
  | { call: 'setDoor'; change: Parameters<SessionDoor['setDoor']>[0] }
  | { call: 'admit' | 'decline-attendees'; ids: readonly string[] }
  | { call: 'confirm'; id: string; press: Press }
  | { call: 'seen'; id: string }
  | { call: 'end'; reason: EndForAll }
  | { call: 'catchUp'; choice: CatchUpChoice }
  | {
      call:
        | 'leave'
        | 'end'
        | 'dismiss'
        | 'resume'
        | 'goOn'
        | 'forgetLeft'
        | 'shareTerminal'
        | 'stopTerminal'
        | 'shareBrowser'
        | 'stopBrowser';
    }
  | { call: 'player'; kind: ActionKind; stepId: string; guideId: string };

export interface FakeLiveApp extends LiveApp {
  readonly calls: readonly FakeCall[];
  setSession(view: SessionView): void;
  setReplay(view: ReplayView): void;
  setNow(milliseconds: number): void;
}

export interface FakeOptions {
  session?: SessionView;
  replay?: Partial<ReplayView>;
  guides?: readonly Guide[];
  /** Ids of the guides that are open; the last is looked at. */
  open?: readonly string[];
  followCeiling?: LiveApp['followCeiling'];
  offers?: LiveApp['offers'];
  /** Milliseconds of the page's clock, which stands still. */
  now?: number;
  onStart?: (options: StartOptions) => Promise<void>;
  onShareTerminal?: () => Promise<void>;
  onShareBrowser?: () => Promise<void>;
  onJoin?: (options: JoinOptions) => Promise<void>;
  listGuides?: LiveApp['listGuides'];
  stepAnswers?: Partial<StepAnswers>;
}

const NOBODY: StepAnswers = { failed: [], asked: [], declined: [], skipped: [], unanswered: [] };

export function fakeLiveApp(options: FakeOptions = {}): FakeLiveApp {
  const calls: FakeCall[] = [];
  const session = new Store<SessionView>(options.session ?? { role: 'idle', error: null });
  const replay = new Store<ReplayView>({ pending: null, paused: false, missed: 0, log: [], ...options.replay });
  const guides = [
    ...(options.guides ?? [
      fakeGuide('explore-basics', 'First query in Explore'),
      fakeGuide('tour', 'A tour of Grafana'),
    ]),
  ];
  let now = options.now ?? 0;
  const records = new GuideRecords('ada@1', () => ({
    getItem: () => null,
    setItem: () => undefined,
    removeItem: () => undefined,
  }));

  const tabs = new GuideTabs({
    loadGuide: async (id) => {
      const guide = guides.find((candidate) => candidate.id === id);
      if (!guide) {
        throw new GuideUnknownError(id);
      }
      return guide;
    },
    storage: () => ({ getItem: () => null, setItem: () => undefined }),
  });
  (options.open ?? []).forEach((id) => void tabs.open(id, guides.find((guide) => guide.id === id)?.title));

  const entries: CatalogueEntry[] = guides.map(({ id, title }) => ({
    id,
    title,
    description: `What “${title}” teaches, in one sentence.`,
    file: `${id}.json`,
  }));

  return {
    calls,
    setSession: (view) => session.set(view),
    setReplay: (view) => replay.set(view),
    setNow: (milliseconds) => (now = milliseconds),
    session: {
      view: session.view,
      subscribe: session.subscribe,
      start: async (start) => {
        calls.push({ call: 'start', options: start });
        await options.onStart?.(start);
      },
      join: async (join) => {
        calls.push({ call: 'join', options: join });
        await options.onJoin?.(join);
      },
      goOn: async () => void calls.push({ call: 'goOn' }),
      forgetLeft: () => void calls.push({ call: 'forgetLeft' }),
      setMode: (value) => void calls.push({ call: 'setMode', value }),
      setHand: (value) => void calls.push({ call: 'setHand', value }),
      setPolicy: (value) => void calls.push({ call: 'setPolicy', value }),
      lowerHand: (value) => void calls.push({ call: 'lowerHand', value }),
      stepAnswers: () => ({ ...NOBODY, ...options.stepAnswers }),
      setDoor: (change) => void calls.push({ call: 'setDoor', change }),
      admit: (ids) => void calls.push({ call: 'admit', ids }),
      decline: (ids) => void calls.push({ call: 'decline-attendees', ids }),
      letBack: (value) => void calls.push({ call: 'letBack', value }),
      removeAttendee: (value) => void calls.push({ call: 'removeAttendee', value }),
      shareTerminal: async () => {
        calls.push({ call: 'shareTerminal' });
        await options.onShareTerminal?.();
      },
      stopTerminal: () => void calls.push({ call: 'stopTerminal' }),
      letType: (value, may) => void calls.push({ call: 'letType', value, may }),
      shareBrowser: async () => {
        calls.push({ call: 'shareBrowser' });
        await options.onShareBrowser?.();
      },
      stopBrowser: () => void calls.push({ call: 'stopBrowser' }),
      letDrive: (who) => void calls.push({ call: 'letDrive', who }),
      leave: () => void calls.push({ call: 'leave' }),
      end: (reason = 'ended') => void calls.push(reason === 'ended' ? { call: 'end' } : { call: 'end', reason }),
      dismiss: () => void calls.push({ call: 'dismiss' }),
    },
    replay: {
      view: replay.view,
      subscribe: replay.subscribe,
      seen: (id) => void calls.push({ call: 'seen', id }),
      confirm: (id, press) => void calls.push({ call: 'confirm', id, press }),
      decline: (value) => void calls.push({ call: 'decline', value }),
      resume: () => void calls.push({ call: 'resume' }),
      catchUp: (choice) => void calls.push({ call: 'catchUp', choice }),
    },
    runner: fakeRunner(),
    conditions: {
      unmet: () => Promise.resolve([]),
      unmetAfterRetries: () => Promise.resolve([]),
      fix: () => Promise.resolve(true),
      onChange: () => () => undefined,
    },
    player: {
      records,
      clock: { after: () => () => undefined },
      reader: 'ada@1',
      dataSources: {
        list: () => [
          { name: 'Prometheus', type: 'prometheus' },
          { name: 'Loki', type: 'loki' },
        ],
        check: () => Promise.resolve({ kind: 'rows' }),
      },
      followLink: () => true,
    },
    library: {
      openAddress: () => Promise.reject(new Error('The address is not below one that an administrator listed.')),
      async openText(text) {
        const parsed = parseGuideText(text);
        if (!parsed.ok) {
          throw new GuideBrokenError('', parsed.errors);
        }
        guides.push(parsed.guide);
        return parsed.guide;
      },
    },
    openGuide: (value) => void calls.push({ call: 'openGuide', value }),
    goToPage: async (value) => void calls.push({ call: 'goToPage', value }),
    guides: tabs,
    listGuides: options.listGuides ?? (() => Promise.resolve(entries)),
    onPlayerAction: (kind, step, guide) =>
      void calls.push({ call: 'player', kind, stepId: step.id, guideId: guide.id }),
    serverUrl: 'https://live.example.com',
    offers: options.offers ?? (() => Promise.resolve({ relay: false, terminal: false, browser: false })),
    browserEntry: () => Promise.reject(new Error('There is no browser in a made-up session.')),
    terminalEntry: () => Promise.reject(new Error('There is no terminal in a made-up session.')),
    followCeiling: options.followCeiling ?? 'on',
    now: () => now,
  };
}

function fakeRunner(): StepRunner {
  const result = (outcome: StepResult['outcome']) => Promise.resolve({ outcome, found: 1 });
  return {
    show: () => result('shown'),
    do: () => result('done'),
    watch: () => new Promise(() => undefined),
    onPerson: () => () => undefined,
  };
}

export function fakeGuide(id: string, title: string): Guide {
  const steps = ['Open **Explore** from the menu.', 'Choose a data source.', 'Press **Run query**.'].map(
    (content, index): GuideStep => ({
      ...PLAIN_STEP,
      id: `${id}-step-${index + 1}`,
      hash: '0'.repeat(64),
      action: index === 0 ? 'highlight' : 'button',
      reftarget: 'body',
      content,
    })
  );
  return {
    id,
    title,
    source: 'bundled',
    baseUrl: null,
    blocks: [
      { kind: 'markdown', content: 'A made-up guide with three steps.' },
      ...steps.map((step) => ({ kind: 'step' as const, step })),
    ],
    steps,
    units: steps.map((step) => step.id),
    lessons: [],
  };
}
