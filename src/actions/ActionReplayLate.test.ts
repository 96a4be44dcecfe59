import { replayStage, settle } from '../testing/replayScene';

describe('SAFE-19: what was done while a follower was cut off', () => {
  const { start } = replayStage();

  it('waits until they say so, counted, and is then done in order, before what came later', async () => {
    const { lateDo, do: act, clicked, door, begun } = start();
    const outcomes = [lateDo('menu'), lateDo('menu'), act('menu')];
    await jest.advanceTimersByTimeAsync(60_000);
    expect(door.view().missed).toBe(2);
    expect([clicked, begun]).toEqual([[], []]);
    door.catchUp('catch-up');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await Promise.all(outcomes)).toEqual([{ outcome: 'done' }, { outcome: 'done' }, { outcome: 'done' }]);
    expect(begun).toEqual([1, 2, 3]);
    expect(door.view().missed).toBe(0);
  });

  it('is left out as a whole where they skip it, and what comes later is done', async () => {
    const { lateDo, do: act, door, begun } = start();
    const outcomes = [lateDo('menu'), lateDo('run'), act('menu')];
    await settle();
    door.catchUp('skip');
    await jest.advanceTimersByTimeAsync(5_000);
    const leftOut = { outcome: 'skipped', detail: 'it was done while this page was cut off, and left out here' };
    expect(await Promise.all(outcomes)).toEqual([leftOut, leftOut, { outcome: 'done' }]);
    expect(begun).toEqual([3]);
  });

  it('still asks for what is dangerous', async () => {
    const { lateDo, door, clicked, pending } = start();
    void lateDo('save');
    await settle();
    expect(pending()).toBeNull();
    door.catchUp('catch-up');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(pending()).toMatchObject({ kind: 'danger' });
    expect(clicked).toEqual([]);
  });

  it('is asked about anew after the next outage', async () => {
    const { lateDo, door } = start();
    const first = lateDo('menu');
    await settle();
    door.catchUp('skip');
    await first;
    const second = lateDo('menu');
    await settle();
    expect(door.view().missed).toBe(1);
    door.catchUp('catch-up');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await second).toEqual({ outcome: 'done' });
  });

  it.each([
    [
      'guided mode',
      ({ world, replay }: ReturnType<typeof start>) => {
        world.mode = 'guided';
        replay.modeChanged();
      },
    ],
    ['leaving', ({ replay }: ReturnType<typeof start>) => replay.leave()],
    ['stopping', ({ replay }: ReturnType<typeof start>) => replay.stop()],
  ])('%s takes the question back, and nothing is done', async (_what, end) => {
    const scene = start();
    const outcome = scene.lateDo('menu');
    await settle();
    end(scene);
    expect(await outcome).toMatchObject({ outcome: 'skipped' });
    await settle();
    expect([scene.door.view().missed, scene.clicked]).toEqual([0, []]);
  });

  it('is no question in guided mode or while following is paused: it is shown as ever', async () => {
    const guided = start({ mode: 'guided' });
    expect(await guided.lateDo('menu')).toMatchObject({ outcome: 'shown' });
    const paused = start();
    paused.replay.pause();
    expect(await paused.lateDo('menu')).toMatchObject({ outcome: 'shown', detail: 'following is paused' });
  });
});
