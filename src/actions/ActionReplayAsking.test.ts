import { replayStage, settle } from '../testing/replayScene';

describe('ActionReplay, while a question waits', () => {
  const { start } = replayStage();

  it('RCPT-1: says for which event it asks, when it asks', async () => {
    const { do: act, asked, begun, door, pending } = start();
    await act('menu');
    const second = act('run');
    expect(asked).toEqual([]);
    await settle();
    expect(pending()).not.toBeNull();
    expect([begun, asked]).toEqual([[1, 2], [2]]);
    door.decline(pending()?.id ?? '');
    expect(await second).toEqual({ outcome: 'declined', detail: undefined });
    expect(asked).toEqual([2]);
  });

  it.each([
    ['paused', 'taken back by its person, who paused following'],
    ['guided', 'taken back when follow mode was left or switched off'],
    ['over', 'taken back with the end of the session here'],
  ])('SAFE-16: a question that is taken back says by whom: %s', async (how, detail) => {
    const { do: act, replay, world, door } = start();
    const asked = act('save');
    await settle();
    if (how === 'paused') {
      replay.pause();
    }
    if (how === 'guided') {
      world.mode = 'guided';
      replay.modeChanged();
    }
    replay.stop();
    expect((await asked).outcome).toBe('skipped');
    await settle();
    expect(door.view().log.at(-1)).toMatchObject({ outcome: 'skipped', detail });
  });
});
