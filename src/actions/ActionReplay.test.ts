import { GUIDE, replayStage, settle } from '../testing/replayScene';
import { stepRefOf } from '../guide/stepRef';
import { memoryStorage } from '../testing/memoryStorage';

describe('ActionReplay', () => {
  const { start, current } = replayStage();

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
      current().replay.pause();
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

  describe('SAFE-14: who has paused following', () => {
    it('has it paused after a reload of the page, until they resume it', async () => {
      const storage = memoryStorage();
      const before = start({}, storage);
      before.replay.pause();
      const { do: act, door, clicked } = start({}, storage);
      expect(door.view().paused).toBe(true);
      expect(await act('menu')).toMatchObject({ outcome: 'shown', detail: 'following is paused' });
      door.resume();
      expect(await act('menu')).toEqual({ outcome: 'done' });
      expect(clicked).toEqual(['menu']);
      expect(start({}, storage).door.view().paused).toBe(false);
    });

    it('follows again where they join anew after leaving', () => {
      const storage = memoryStorage();
      const before = start({}, storage);
      before.replay.pause();
      before.replay.leave();
      expect(start({}, storage).door.view().paused).toBe(false);
    });
  });
});
