/** A follower's page with an ActionReplay over it, as the replay's tests use it. Time is jest's. */
import './jsdomGaps';
import { ActionReplay } from '../actions/ActionReplay';
import { DoneList } from '../actions/DoneList';
import { PageForTests } from '../actions/pageForTests';
import { ARMING } from '../actions/replayView';
import type { Guide } from '../guide/model';
import { parseGuide } from '../guide/parseGuide';
import { stepRefOf } from '../guide/stepRef';
import type { FollowPolicy, Mode, Position, StageEvent } from '../protocol/messages';
import { memoryStorage } from './memoryStorage';

export const step = (id: string, action: string, reftarget: string, extra: object = {}) => ({
  type: 'interactive',
  id,
  action,
  reftarget,
  content: 'x',
  ...extra,
});

export function guideOf(...blocks: unknown[]): Guide {
  const parsed = parseGuide({ id: 'g', title: 'G', blocks }, { source: 'bundled', baseUrl: null });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed.guide;
}

export const GUIDE = guideOf(
  step('menu', 'highlight', '#menu'),
  step('run', 'button', '#run'),
  step('rerun', 'button', '#run', { content: 'again' }),
  step('save', 'button', '#save'),
  step('fill', 'formfill', '#query', { targetvalue: 'up' }),
  step('password', 'formfill', '#password', { targetvalue: 'x' }),
  step('hover', 'hover', '#run'),
  step('hover menu', 'hover', '#menu'),
  step('hover save', 'hover', '#save'),
  step('look', 'button', '#run', { content: 'look', doIt: false }),
  step('read', 'noop', '#x', { content: 'read', doIt: false }),
  {
    ...{ type: 'section', id: 'part', title: 'Part' },
    blocks: [
      {
        ...{ type: 'guided', id: 'by hand', content: 'By hand' },
        steps: [{ action: 'button', reftarget: '#run' }],
      },
    ],
  },
  step('missing', 'button', '#missing'),
  step('go', 'navigate', '/dashboards?orgId=2&from=now-1h'),
  step('logout', 'navigate', '/logout'),
  step('outside', 'navigate', 'https://example.com/'),
  step('note', 'noop', '#x')
);

const HTML = `
  <button id="menu" type="button" aria-haspopup="menu">Menu</button>
  <button id="run" type="button">Run query</button>
  <form><button id="save">Save</button></form>
  <label for="query">Query</label><input id="query">
  <input id="password" type="password">`;

export interface World {
  mode: Mode;
  policy: FollowPolicy;
  guide: Guide | null;
}

/** @param storage of the tab, which a page before may have written to */
function setUp(given: Partial<World> = {}, storage = memoryStorage()) {
  const world: World = { mode: 'follow', policy: 'ask', guide: GUIDE, ...given };
  document.body.innerHTML = HTML;
  const page = new PageForTests();
  const opened: string[] = [];
  const lines: string[] = [];
  const begun: number[] = [];
  const asked: number[] = [];
  const clicked: string[] = [];
  document.body.onclick = ({ target }) => clicked.push(target instanceof Element ? target.id : '');
  document.body.onsubmit = (event) => event.preventDefault();
  const replay = new ActionReplay({
    page,
    done: new DoneList({ storage: () => storage, now: () => Date.now() }),
    loadGuide: async () => {
      if (!world.guide) {
        throw new Error('unknown');
      }
      return world.guide;
    },
    openGuide: ({ guideId }) => opened.push(guideId),
    mode: () => world.mode,
    policy: () => world.policy,
    begun: ({ seq }) => begun.push(seq),
    asks: ({ seq }) => asked.push(seq),
    log: (tag, line) => lines.push(`[${tag}] ${line}`),
  });
  replay.attend('session-1');
  let seq = 0;
  const handle = (event: StageEvent, late = false) => {
    const of: Position = { epoch: 1, seq: ++seq };
    return replay.handle(event, of, late);
  };
  const refOf = (id: string) => {
    const found = GUIDE.steps.find((one) => one.id === id);
    if (!found) {
      throw new Error(`no step ${id}`);
    }
    return stepRefOf(GUIDE, found);
  };
  return {
    world,
    page,
    opened,
    lines,
    begun,
    asked,
    clicked,
    replay,
    handle,
    show: (id: string) => handle({ type: 'show_me', step: refOf(id) }),
    do: (id: string) => handle({ type: 'do_it', step: refOf(id) }),
    /** Said while this page was cut off. */
    lateDo: (id: string) => handle({ type: 'do_it', step: refOf(id) }, true),
    goTo: (path: string) => handle({ type: 'navigation', to: { kind: 'page', route: { path } } }),
    door: replay.door,
    pending: () => replay.door.view().pending,
  };
}

export const settle = () => jest.advanceTimersByTimeAsync(0);
export const press = () => ({ trusted: true, began: performance.now() });
/** The question is on the screen, and long enough. */
export const arm = async (replay: ActionReplay) => {
  await settle();
  replay.door.seen(replay.door.view().pending?.id ?? '');
  await jest.advanceTimersByTimeAsync(ARMING);
};

/** To be called in a `describe`: fake timers for each of its tests, and an end for what one has started. */
export function replayStage() {
  let scene: ReturnType<typeof setUp>;
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    scene.replay.leave();
    jest.useRealTimers();
  });
  return {
    start: (given: Partial<World> = {}, storage = memoryStorage()) => (scene = setUp(given, storage)),
    current: () => scene,
  };
}
