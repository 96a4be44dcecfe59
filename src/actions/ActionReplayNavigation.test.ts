import { replayStage, settle } from '../testing/replayScene';
import { BETWEEN_GUIDES } from './GuideOpener';

describe('ActionReplay, navigation', () => {
  const { start } = replayStage();

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

  it('SAFE-6: asks before a page that is only on no list, and says no more of it than that', async () => {
    const { goTo, page, pending, door } = start();
    const going = goTo('/demo/controls?orgname=x');
    await settle();
    expect(pending()).toMatchObject({ kind: 'unlisted-page', describes: 'Go to /demo/controls' });
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
