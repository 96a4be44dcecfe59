import { DOCK_WIDTH, DockStore, type DockStorage } from './dockStore';

function memory(): DockStorage {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe('the dock', () => {
  test('is closed at first, of usual width, without a dialog', () => {
    const store = memory();
    expect(new DockStore(() => store).view()).toEqual({
      open: false,
      place: 'sidebar',
      width: DOCK_WIDTH.usual,
      dialog: { kind: 'none' },
      inSession: false,
      asks: false,
      hiddenCode: null,
      takesFocus: false,
    });
  });

  test('is after a reload as it was before, save for dialog and focus', () => {
    const store = memory();
    const before = new DockStore(() => store);
    before.open(true);
    before.moveTo('floating');
    before.setWidth(500);
    before.setInSession(true);
    before.hideCode('7K3M9Q');
    before.showDialog({ kind: 'join', invitation: '7K3M9Q' });
    expect(new DockStore(() => store).view()).toEqual({
      open: true,
      place: 'floating',
      width: 500,
      dialog: { kind: 'none' },
      inSession: true,
      asks: false,
      hiddenCode: '7K3M9Q',
      takesFocus: false,
    });
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a width that is no number', '{"open":true,"place":"sidebar","width":"wide","inSession":false,"hiddenCode":null}'],
    [
      'a width out of bounds',
      `{"open":true,"place":"sidebar","width":${DOCK_WIDTH.max + 1},"inSession":false,"hiddenCode":null}`,
    ],
    ['a place that there is not', '{"open":true,"place":"moon","width":400,"inSession":false,"hiddenCode":null}'],
    ['a code that is no text', '{"open":true,"place":"sidebar","width":400,"inSession":false,"hiddenCode":7}'],
    ['a missing field', '{"open":true,"place":"sidebar","width":400}'],
  ])('starts afresh when storage holds %s', (_, stored) => {
    const store = new DockStore(() => ({ getItem: () => stored, setItem: () => undefined }));
    expect(store.view().open).toBe(false);
    expect(store.view().width).toBe(DOCK_WIDTH.usual);
  });

  test('opens where it is moved to', () => {
    const store = new DockStore(memory);
    store.moveTo('floating');
    expect(store.view()).toMatchObject({ open: true, place: 'floating' });
    store.moveTo('sidebar');
    expect(store.view()).toMatchObject({ open: true, place: 'sidebar' });
  });

  test('works where the browser forbids storage', () => {
    const store = new DockStore(() => {
      throw new Error('forbidden');
    });
    store.open();
    expect(store.view().open).toBe(true);
  });

  test('keeps its width within bounds', () => {
    const store = new DockStore(memory);
    store.setWidth(10_000);
    expect(store.view().width).toBe(DOCK_WIDTH.max);
    store.setWidth(1);
    expect(store.view().width).toBe(DOCK_WIDTH.min);
  });

  test('opens with a dialog, and tells its listeners until they leave', () => {
    const store = new DockStore(memory);
    const heard = jest.fn();
    const leave = store.subscribe(heard);
    store.showDialog({ kind: 'start' });
    expect(store.view()).toMatchObject({ open: true, dialog: { kind: 'start' } });
    expect(heard).toHaveBeenCalledTimes(1);
    leave();
    store.closeDialog();
    expect(store.view().dialog).toEqual({ kind: 'none' });
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
