import '../testing/jsdomGaps';
import type { Guide } from '../guide/model';
import { parseGuide } from '../guide/parseGuide';
import { stepRefOf } from '../guide/stepRef';
import type { FollowPolicy, Mode, Position, StageEvent } from '../protocol/messages';
import { ActionReplay } from './ActionReplay';
import { BETWEEN_GUIDES } from './GuideOpener';
import { PageForTests } from './pageForTests';
import { DoneList } from './DoneList';
import { ARMING } from './replayView';
import { memoryStorage } from '../testing/memoryStorage';

const step = (id: string, action: string, reftarget: string, extra: object = {}) => ({
  type: 'interactive',
  id,
  action,
  reftarget,
  content: 'x',
  ...extra,
});

function guideOf(...blocks: unknown[]): Guide {
  const parsed = parseGuide({ id: 'g', title: 'G', blocks }, { source: 'bundled', baseUrl: null });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  return parsed.guide;
}

const GUIDE = guideOf(
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

interface World {
  mode: Mode;
  policy: FollowPolicy;
  guide: Guide | null;
}

function setUp(given: Partial<World> = {}) {
  const world: World = { mode: 'follow', policy: 'ask', guide: GUIDE, ...given };
  document.body.innerHTML = HTML;
  const page = new PageForTests();
  const opened: string[] = [];
  const lines: string[] = [];
  const begun: number[] = [];
  const storage = memoryStorage();
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
    log: (tag, line) => lines.push(`[${tag}] ${line}`),
  });
  replay.attend('session-1');
  let seq = 0;
  const handle = (event: StageEvent) => {
    const of: Position = { epoch: 1, seq: ++seq };
    return replay.handle(event, of);
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
    clicked,
    replay,
    handle,
    show: (id: string) => handle({ type: 'show_me', step: refOf(id) }),
    do: (id: string) => handle({ type: 'do_it', step: refOf(id) }),
    goTo: (path: string) => handle({ type: 'navigation', to: { kind: 'page', route: { path } } }),
    door: replay.door,
    pending: () => replay.door.view().pending,
  };
}

const settle = () => jest.advanceTimersByTimeAsync(0);
const press = () => ({ trusted: true, began: performance.now() });
/** The question is on the screen, and long enough. */
const arm = async (replay: ActionReplay) => {
  await settle();
  replay.door.seen(replay.door.view().pending?.id ?? '');
  await jest.advanceTimersByTimeAsync(ARMING);
};

describe('ActionReplay', () => {
  let current: ReturnType<typeof setUp>;
  const start = (given: Partial<World> = {}) => (current = setUp(given));
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    current.replay.leave();
    jest.useRealTimers();
  });

  describe('show_me', () => {
    it('shows the attendee’s own copy of the step, and says so as promised', async () => {
      const { show, page, opened, lines } = start({ mode: 'guided' });
      expect(await show('run')).toEqual({ outcome: 'shown' });
      expect(page.shown).toEqual(['run']);
      expect(opened).toEqual(['g']);
      expect(lines).toEqual([
        '[ActionReplay] Mode changed: undefined → guided',
        '[DocsPanel] Received event: show_me',
        '[ActionReplay] Handling show_me in guided mode',
        '[DocsPanel] Auto-opening guide: bundled:g',
        '[ActionReplay] Highlighted element: #run',
      ]);
    });

    it('fails with the reason when the element, the step or the guide is missing', async () => {
      const { show, handle, world } = start();
      expect(await show('missing')).toEqual({ outcome: 'failed', detail: 'the element is not on this page' });
      const unknown = { guideId: 'g', stepId: 'nope', stepHash: '0'.repeat(64) };
      expect(await handle({ type: 'show_me', step: unknown })).toMatchObject({ outcome: 'failed', detail: /step/ });
      world.guide = null;
      expect(await show('run')).toMatchObject({ outcome: 'failed', detail: /guide/ });
    });

    it('gives way to a newer one while it is still on its way', async () => {
      const { show, page } = start();
      page.showsForEver = true;
      const older = show('run');
      await settle();
      page.showsForEver = false;
      expect(await show('menu')).toEqual({ outcome: 'shown' });
      expect(await older).toMatchObject({ outcome: 'skipped' });
      expect(page.shown).toEqual(['menu']);
    });
  });

  describe('do_it', () => {
    it.each<[string, Partial<World>]>([
      ['in guided mode', { mode: 'guided' }],
      ['when the presenter’s policy is off', { policy: 'off' }],
    ])('SAFE-1: only shows %s', async (_when, given) => {
      const { do: act, page, clicked } = start(given);
      expect(await act('menu')).toMatchObject({ outcome: 'shown' });
      expect(page.shown).toEqual(['menu']);
      expect(clicked).toEqual([]);
    });

    it('SAFE-2: does nothing that the guide offers only to look at, whoever sends it', async () => {
      const { do: act, clicked, pending, page } = start();
      expect(await act('look')).toEqual({ outcome: 'shown', detail: expect.stringContaining('only shown') });
      expect(page.shown).toEqual(['look']);
      expect(pending()).toBeNull();
      expect(clicked).toEqual([]);
      expect(await act('read')).toEqual({ outcome: 'done' });
    });

    it('SAFE-2: leaves to the attendee what the guide lets its reader do by hand', async () => {
      const { do: act, clicked, pending, page } = start();
      expect(await act('by hand/1')).toEqual({ outcome: 'shown', detail: expect.stringContaining('only shown') });
      expect(page.shown).toEqual(['by hand/1']);
      expect(pending()).toBeNull();
      expect(clicked).toEqual([]);
    });

    it.each([
      ['hover save', 'BODY'],
      ['hover', 'BODY'],
      ['hover menu', 'BUTTON'],
    ])('points without putting a button under the next key press: %s', async (id, focused) => {
      const { do: act } = start();
      const hovered = act(id);
      await jest.runAllTimersAsync();
      expect(await hovered).toEqual({ outcome: 'done' });
      expect(document.activeElement?.tagName).toBe(focused);
    });

    it('performs what looks and moves at once', async () => {
      const { do: act, clicked, page, pending } = start();
      expect(await act('menu')).toEqual({ outcome: 'done' });
      const hovered = act('hover');
      await jest.advanceTimersByTimeAsync(2000);
      expect(await hovered).toEqual({ outcome: 'done' });
      expect(await act('go')).toEqual({ outcome: 'done' });
      expect(await act('note')).toEqual({ outcome: 'done' });
      expect(clicked).toEqual(['menu']);
      expect(page.went).toEqual(['/dashboards?from=now-1h']);
      expect(pending()).toBeNull();
    });

    it('SAFE-9: asks once before it changes something, shows it meanwhile, and not again', async () => {
      const { do: act, door, clicked, page, pending } = start();
      const first = act('run');
      await settle();
      expect(pending()).toMatchObject({ kind: 'consent', describes: 'Click “Run query”' });
      expect(page.shown).toEqual(['run']);
      expect(clicked).toEqual([]);
      await arm(current.replay);
      door.confirm(pending()?.id ?? '', press());
      expect(await first).toEqual({ outcome: 'done' });
      expect(await act('fill')).toEqual({ outcome: 'done' });
      expect(document.querySelector('input')?.value).toBe('up');
      expect(clicked).toEqual(['run']);
      expect(door.view().log.map(({ text, outcome }) => `${text}: ${outcome}`)).toEqual([
        'Click “Run query”: done',
        'Put “up” into “Query”: done',
      ]);
    });

    it('SAFE-9: asks before danger every time, consent or not', async () => {
      const { do: act, door, clicked, pending } = start();
      for (const round of [1, 2]) {
        const done = act('save');
        await settle();
        expect(pending()).toMatchObject({ kind: 'danger', describes: 'Click “Save”, which submits the form' });
        await arm(current.replay);
        door.confirm(pending()?.id ?? '', press());
        expect(await done).toEqual({ outcome: 'done' });
        expect(clicked).toHaveLength(round);
      }
      const consenting = act('run');
      await settle();
      expect(pending()?.kind).toBe('consent');
      door.decline(pending()?.id ?? '');
      await consenting;
    });

    it('does nothing when declined', async () => {
      const { do: act, door, clicked, pending } = start();
      const declined = act('save');
      await settle();
      door.decline(pending()?.id ?? '');
      expect(await declined).toEqual({ outcome: 'declined' });
      expect(clicked).toEqual([]);
    });

    it('SAFE-10: takes no confirmation that a script made, that came too soon, or that is for another question', async () => {
      const { do: act, door, clicked, pending } = start();
      const asked = act('save');
      await settle();
      const id = pending()?.id ?? '';
      // Not yet on the screen, however long it has been asked.
      await jest.advanceTimersByTimeAsync(10 * ARMING);
      door.confirm(id, press());
      door.seen(id);
      door.confirm(id, press());
      await jest.advanceTimersByTimeAsync(ARMING - 1);
      door.confirm(id, press());
      await jest.advanceTimersByTimeAsync(1);
      door.confirm(id, { ...press(), trusted: false });
      door.confirm(id, { ...press(), began: performance.now() - 1 });
      door.confirm('question-99', press());
      // A page cannot arm it anew by drawing it again, nor another question by its old name.
      door.seen(id);
      door.seen('question-99');
      await settle();
      expect(clicked).toEqual([]);
      expect(pending()?.id).toBe(id);
      door.confirm(id, press());
      expect(await asked).toEqual({ outcome: 'done' });
    });

    it.each<[string, () => void]>([
      ['its text', () => document.querySelector('#save')?.replaceChildren('Delete everything')],
      ['its form', () => document.querySelector('form')?.setAttribute('id', 'another')],
      ['its test id', () => document.querySelector('#save')?.setAttribute('data-testid', 'delete')],
      ['the element', () => document.querySelector('#save')?.remove()],
    ])('SAFE-11: does nothing when %s changed after it was asked about', async (_what, change) => {
      const { do: act, door, clicked, pending } = start();
      const asked = act('save');
      await settle();
      change();
      await arm(current.replay);
      door.confirm(pending()?.id ?? '', press());
      expect(await asked).toMatchObject({ outcome: 'failed', detail: /changed/ });
      expect(clicked).toEqual([]);
    });

    it('does nothing when the page changed after it was asked about', async () => {
      const { do: act, door, clicked, pending, page } = start();
      const asked = act('save');
      await settle();
      page.arrive('/dashboards');
      await arm(current.replay);
      door.confirm(pending()?.id ?? '', press());
      expect(await asked).toMatchObject({ outcome: 'failed' });
      expect(clicked).toEqual([]);
    });

    it('SAFE-5: never fills a password: it shows the field', async () => {
      const { do: act, page, pending } = start();
      expect(await act('password')).toMatchObject({ outcome: 'shown' });
      expect(page.shown).toEqual(['password']);
      expect(pending()).toBeNull();
      expect(document.querySelector<HTMLInputElement>('#password')?.value).toBe('');
    });

    it('SAFE-2: only shows a step of a guide that is the attendee’s own', async () => {
      const { do: act, page, clicked } = start({ guide: { ...GUIDE, source: 'own' } });
      expect(await act('menu')).toMatchObject({ outcome: 'shown', detail: /own copy/ });
      expect(page.shown).toEqual(['menu']);
      expect(clicked).toEqual([]);
    });

    it('SAFE-2: only shows a step that reads differently here', async () => {
      const other = guideOf(...GUIDE.steps.map(({ id }) => step(id, 'button', '#menu', { content: 'other' })));
      const { do: act, page, clicked } = start({ guide: other });
      expect(await act('menu')).toMatchObject({ outcome: 'shown', detail: /differently/ });
      expect(page.shown).toEqual(['menu']);
      expect(clicked).toEqual([]);
    });

    it('never logs anyone out, and opens no tab unasked', async () => {
      const { do: act, page, pending } = start();
      expect(await act('logout')).toMatchObject({ outcome: 'failed' });
      const outside = act('outside');
      await settle();
      expect(pending()).toMatchObject({ kind: 'danger', describes: 'Open https://example.com/ in a new tab' });
      expect([page.went, page.opened]).toEqual([[], []]);
      await arm(current.replay);
      current.door.confirm(pending()?.id ?? '', press());
      expect(await outside).toEqual({ outcome: 'done' });
      expect(page.opened).toEqual(['https://example.com/']);
    });

    it('SAFE-15: takes back what waits when following ends, and nothing of what a guided attendee is shown', async () => {
      const { do: act, replay, world, page, pending } = start();
      const asked = act('save');
      const waiting = act('menu');
      await settle();
      expect(pending()).not.toBeNull();
      world.mode = 'guided';
      replay.modeChanged();
      expect([(await asked).outcome, (await waiting).outcome]).toEqual(['skipped', 'skipped']);
      page.showsForEver = true;
      const shown = act('run');
      await settle();
      // Whatever else changes in the session.
      replay.modeChanged();
      page.showsForEver = false;
      replay.stop();
      const after = act('menu');
      replay.modeChanged();
      expect((await after).outcome).toBe('shown');
      await shown;
    });

    it('SAFE-17: goes on after an administrator’s off only when the attendee says so', async () => {
      const { do: act, replay, world, door, pending, clicked } = start();
      const asked = act('save');
      await settle();
      world.policy = 'off';
      replay.ceilingChanged();
      expect([(await asked).outcome, pending(), door.view().paused]).toEqual(['skipped', null, true]);
      world.policy = 'ask';
      replay.ceilingChanged();
      expect(await act('menu')).toMatchObject({ outcome: 'shown', detail: 'following is paused' });
      door.resume();
      expect(await act('menu')).toEqual({ outcome: 'done' });
      expect(clicked).toEqual(['menu']);
    });

    it('SAFE-9: does not ask about what cannot be shown, nor use what is covered', async () => {
      const { do: act, page, pending, clicked } = start();
      page.hidden = true;
      expect(await act('save')).toMatchObject({ outcome: 'failed' });
      expect(pending()).toBeNull();
      page.hidden = false;
      page.covered = true;
      expect(await act('menu')).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('covered') });
      expect(clicked).toEqual([]);
    });

    it('SAFE-8: holds a click that leads to a page that is never opened, and asks where it may', async () => {
      const { do: act, page, pending, door } = start();
      page.leadsTo = { kind: 'page', route: '/admin', loads: false };
      expect(await act('menu')).toMatchObject({ outcome: 'failed' });
      page.leadsTo = { kind: 'page', route: '/datasources/edit/x', loads: false };
      const asked = act('menu');
      await settle();
      expect(pending()).toMatchObject({ kind: 'danger', describes: 'Go to /datasources/edit/x' });
      door.decline(pending()?.id ?? '');
      expect(await asked).toEqual({ outcome: 'declined' });
      expect(page.went).toEqual([]);
      page.leadsTo = { kind: 'outside' };
      expect(await act('menu')).toMatchObject({ outcome: 'failed' });
    });

    it('SAFE-15: takes a question back when the attendee or the presenter ends following', async () => {
      const { do: act, replay, world, pending, handle, clicked } = start();
      const first = act('save');
      await settle();
      world.mode = 'guided';
      replay.modeChanged();
      expect(await first).toMatchObject({ outcome: 'skipped' });
      world.mode = 'follow';
      replay.modeChanged();
      const second = act('save');
      await settle();
      expect(pending()).not.toBeNull();
      world.policy = 'off';
      await handle({ type: 'mode_policy', policy: 'off' });
      expect(await second).toMatchObject({ outcome: 'skipped' });
      expect([clicked, pending()]).toEqual([[], null]);
    });

    it('SAFE-9: asks for consent anew in another session', async () => {
      const { do: act, door, replay, pending } = start();
      const first = act('run');
      await arm(current.replay);
      door.confirm(pending()?.id ?? '', press());
      await first;
      replay.leave();
      replay.attend('session-1');
      void act('run');
      await settle();
      expect(pending()?.kind).toBe('consent');
    });
  });

  describe('navigation', () => {
    it('takes a follower along, by an address of our own making', async () => {
      const { goTo, page } = start();
      expect(await goTo('/d/abc?orgId=7&from=now-1h')).toEqual({ outcome: 'done' });
      expect(page.went).toEqual(['/d/abc?from=now-1h']);
    });

    it('leaves a guided attendee where they are', async () => {
      const { goTo, page } = start({ mode: 'guided' });
      expect(await goTo('/dashboards')).toMatchObject({ outcome: 'skipped' });
      expect(page.went).toEqual([]);
    });

    it('goes nowhere when it is there already', async () => {
      const { goTo, page } = start();
      page.arrive('/dashboards?orgId=1');
      expect(await goTo('/dashboards')).toEqual({ outcome: 'done' });
      expect(page.went).toEqual([]);
    });

    it.each(['/logout', '/admin/users', '/api/x', '/goto/x', '/%61dmin'])('never goes to %s', async (path) => {
      const { goTo, page } = start();
      expect(await goTo(path)).toMatchObject({ outcome: 'failed' });
      expect(page.went).toEqual([]);
    });

    it('asks before a page that is not on the list', async () => {
      const { goTo, page, pending, door } = start();
      const going = goTo('/datasources/edit/x');
      await settle();
      expect(pending()).toMatchObject({ kind: 'danger', describes: 'Go to /datasources/edit/x' });
      door.decline(pending()?.id ?? '');
      expect(await going).toEqual({ outcome: 'declined' });
      expect(page.went).toEqual([]);
    });

    it('opens the first and the last of guides that come in a flood, and none after the session', async () => {
      const { handle, opened, replay } = start({ mode: 'guided' });
      for (let n = 1; n <= 500; n++) {
        await handle({ type: 'navigation', to: { kind: 'guide', guide: { guideId: `g${n}`, title: '' } } });
      }
      expect(opened).toEqual(['g1']);
      await jest.advanceTimersByTimeAsync(BETWEEN_GUIDES);
      expect(opened).toEqual(['g1', 'g500']);
      await handle({ type: 'navigation', to: { kind: 'guide', guide: { guideId: 'late', title: '' } } });
      replay.leave();
      await jest.advanceTimersByTimeAsync(BETWEEN_GUIDES * 2);
      expect(opened).toEqual(['g1', 'g500']);
    });

    it('opens a guide for everyone', async () => {
      const { handle, opened } = start({ mode: 'guided' });
      expect(await handle({ type: 'navigation', to: { kind: 'guide', guide: { guideId: 'h', title: 'H' } } })).toEqual({
        outcome: 'done',
      });
      expect(opened).toEqual(['h']);
    });

    it('ends what the guide before it points at, and leaves what its own does', async () => {
      const { show, handle, page } = start({ mode: 'guided' });
      await show('menu');
      const open = (guideId: string) =>
        handle({ type: 'navigation', to: { kind: 'guide', guide: { guideId, title: '' } } });
      const before = page.cleared;
      await open('g');
      expect(page.cleared).toBe(before);
      await open('h');
      expect(page.cleared).toBe(before + 1);
    });
  });

  describe('a step that was missed', () => {
    it('is looked for again when the attendee has gone to where it is, for the event that it came with', async () => {
      const { show, page, replay } = start({ mode: 'guided' });
      expect((await show('missing')).outcome).toBe('failed');
      document.body.insertAdjacentHTML('beforeend', '<button id="missing">There</button>');
      expect(await replay.showAgain()).toEqual({ outcome: 'shown', of: { epoch: 1, seq: 1 } });
      expect(page.shown).toEqual(['missing']);
    });

    it('is looked for more than once, as a page that was just opened needs longer', async () => {
      const { show, page, replay } = start({ mode: 'guided' });
      await show('missing');
      document.body.insertAdjacentHTML('beforeend', '<button id="missing">There</button>');
      jest.spyOn(page, 'show').mockResolvedValueOnce({ kind: 'failed', found: 0, detail: 'not yet' });
      expect(await replay.showAgain()).toMatchObject({ outcome: 'shown' });
    });

    it('is over with the next event, and there is none where nothing was missed', async () => {
      const { show, handle, replay } = start({ mode: 'guided' });
      expect(await replay.showAgain()).toBeNull();
      await show('missing');
      await handle({ type: 'clear_highlight' });
      expect(await replay.showAgain()).toBeNull();
    });
  });

  describe('taking over', () => {
    it('stops performing while paused and goes on after resume', async () => {
      const { do: act, door, clicked, page, goTo } = start();
      // A script cannot make a trusted event; the browser test presses for real.
      window.dispatchEvent(new Event('pointerdown'));
      document.body.click();
      expect(door.view().paused).toBe(false);
      clicked.length = 0;
      current.replay.pause();
      expect(await act('menu')).toMatchObject({ outcome: 'shown', detail: /paused/ });
      expect(await goTo('/dashboards')).toMatchObject({ outcome: 'skipped' });
      expect([clicked, page.went]).toEqual([[], []]);
      door.resume();
      expect(await act('menu')).toEqual({ outcome: 'done' });
    });
  });

  it('SAFE-18: takes a newcomer to the room’s page, guide and step without performing anything', async () => {
    const { replay, page, opened, clicked } = start();
    const snapshot = {
      sessionName: 'S',
      presenterName: 'P',
      guide: { guideId: 'g', title: 'G' },
      highlight: { step: stepRefOf(GUIDE, GUIDE.steps[1]), seq: 4 },
      route: { path: '/dashboards' },
      policy: 'ask' as const,
    };
    expect(await replay.enter(snapshot, { epoch: 1 })).toEqual({ outcome: 'shown' });
    expect([opened, page.went, page.shown, clicked]).toEqual([['g'], ['/dashboards'], ['run'], []]);
  });

  it('says when each event’s turn has come, before it acts', async () => {
    const { show, do: act, begun, clicked } = start();
    await show('run');
    await act('menu');
    expect(begun).toEqual([1, 2]);
    expect(clicked).toEqual(['menu']);
  });

  it('clears on clear_highlight and ends everything with the session', async () => {
    const { handle, do: act, page, pending } = start();
    const before = page.cleared;
    await handle({ type: 'clear_highlight' });
    expect(page.cleared).toBeGreaterThan(before);
    const asked = act('save');
    const waiting = act('run');
    await settle();
    await handle({ type: 'session_end', reason: 'ended' });
    expect(await asked).toMatchObject({ outcome: 'skipped' });
    expect(await waiting).toMatchObject({ outcome: 'skipped' });
    expect(pending()).toBeNull();
  });
});
