import { memoryStorage } from '../testing/memoryStorage';
import { DONE_LENGTH, DoneList } from './DoneList';

function setUp(storage = memoryStorage()) {
  let now = 1_000;
  const list = new DoneList({ storage: () => storage, now: () => now++ });
  return { list, storage };
}

describe('SAFE-16: what was done in an attendee’s Grafana', () => {
  it('is listed in order, with words, outcome, reason and time', () => {
    const { list } = setUp();
    list.attend('one');
    list.begin('Click “Run”')('done');
    list.add('Click “Delete”', 'declined');
    list.add('Go to /logout', 'failed', 'a session never opens this page');
    expect(list.lines()).toEqual([
      { at: 1_000, text: 'Click “Run”', outcome: 'done' },
      { at: 1_001, text: 'Click “Delete”', outcome: 'declined' },
      { at: 1_002, text: 'Go to /logout', outcome: 'failed', detail: 'a session never opens this page' },
    ]);
  });

  it('goes on after a reload, where what was cut off by it stands as interrupted', () => {
    const { list, storage } = setUp();
    list.attend('one');
    list.add('Click “Run”', 'done');
    list.begin('Put “up” into “Query”');
    const { list: after } = setUp(storage);
    after.attend('one');
    expect(after.lines().map(({ text, outcome }) => [text, outcome])).toEqual([
      ['Click “Run”', 'done'],
      ['Put “up” into “Query”', 'interrupted'],
    ]);
  });

  it('can be read when no session is on any more, also by a page after a reload', () => {
    const { list, storage } = setUp();
    list.attend('one');
    list.add('Click “Run”', 'done');
    const { list: after } = setUp(storage);
    expect(after.lines().map(({ text }) => text)).toEqual(['Click “Run”']);
    after.attend('two');
    expect(after.lines()).toEqual([]);
  });

  it('begins anew with another session, not with the same one', () => {
    const { list, storage } = setUp();
    list.attend('one');
    list.add('Click “Run”', 'done');
    list.attend('one');
    expect(list.lines()).toHaveLength(1);
    list.attend('two');
    expect(list.lines()).toEqual([]);
    const { list: after } = setUp(storage);
    after.attend('one');
    expect(after.lines()).toEqual([]);
  });

  it('keeps the newest lines, and cleans and cuts each', () => {
    const { list } = setUp();
    list.attend('one');
    for (let n = 0; n <= DONE_LENGTH; n++) {
      list.add(`${n} \u202e${'x'.repeat(3_000)}`, 'done', 'y'.repeat(2_000));
    }
    expect(list.lines()).toHaveLength(DONE_LENGTH);
    expect(list.lines()[0].text).toMatch(/^1 x{2398}$/);
    expect(list.lines()[0].detail).toHaveLength(300);
  });

  it.each(['no JSON', '{"session":"one","lines":[{"at":"x"}]}', '7', 'null'])(
    'takes %s for an empty list',
    (stored) => {
      const storage = memoryStorage();
      storage.setItem('livesessions.doneHere', stored);
      const { list } = setUp(storage);
      list.attend('one');
      expect(list.lines()).toEqual([]);
    }
  );

  it('lives as long as the page where nothing may be stored', () => {
    const list = new DoneList({
      storage: () => {
        throw new Error('denied');
      },
      now: () => 5,
    });
    list.attend('one');
    list.add('Click “Run”', 'done');
    expect(list.lines()).toHaveLength(1);
  });
});
