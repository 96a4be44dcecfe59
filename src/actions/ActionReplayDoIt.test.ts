import { GUIDE, arm, guideOf, press, replayStage, settle, step, type World } from '../testing/replayScene';
import { ARMING } from './replayView';

describe('ActionReplay, do_it', () => {
  const { start, current } = replayStage();

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
    await arm(current().replay);
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
      await arm(current().replay);
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
    await arm(current().replay);
    door.confirm(pending()?.id ?? '', press());
    expect(await asked).toMatchObject({ outcome: 'failed', detail: /changed/ });
    expect(clicked).toEqual([]);
  });

  it('does nothing when the page changed after it was asked about', async () => {
    const { do: act, door, clicked, pending, page } = start();
    const asked = act('save');
    await settle();
    page.arrive('/dashboards');
    await arm(current().replay);
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
    await arm(current().replay);
    current().door.confirm(pending()?.id ?? '', press());
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
    await arm(current().replay);
    door.confirm(pending()?.id ?? '', press());
    await first;
    replay.leave();
    replay.attend('session-1');
    void act('run');
    await settle();
    expect(pending()?.kind).toBe('consent');
  });
});
