import { GuideTabs, RECOMMENDATIONS } from './GuideTabs';
import type { Guide } from './model';

const guideOf = (id: string): Guide => ({
  id,
  title: `Guide ${id}`,
  source: 'bundled',
  baseUrl: null,
  blocks: [],
  steps: [],
  units: [],
  lessons: [],
});
const loadGuide = async (id: string) => {
  if (id === 'broken') {
    throw new Error('cannot be read');
  }
  return guideOf(id);
};
const ids = (tabs: GuideTabs) => tabs.view().tabs.map(({ id }) => id);

describe('GuideTabs', () => {
  beforeEach(() => sessionStorage.clear());
  const create = () => new GuideTabs({ loadGuide, storage: () => sessionStorage });

  it('opens a guide, looks at it, and tells of each change', async () => {
    const tabs = create();
    const states: string[] = [];
    tabs.subscribe(() =>
      states.push(
        tabs
          .view()
          .tabs.map(({ state }) => state)
          .join()
      )
    );
    const opening = tabs.open('a', 'A');
    expect(tabs.view()).toEqual({ tabs: [{ id: 'a', title: 'A', state: 'loading' }], active: 'a' });
    await opening;
    expect(tabs.view().tabs).toEqual([{ id: 'a', title: 'Guide a', state: 'ready', guide: guideOf('a') }]);
    expect(states).toEqual(['loading', 'ready']);
  });

  it('does not open a guide twice', async () => {
    const tabs = create();
    await tabs.open('a');
    await tabs.open('b');
    await tabs.open('a');
    expect(ids(tabs)).toEqual(['a', 'b']);
    expect(tabs.view().active).toBe('a');
  });

  it('shows a failure and tries again when asked', async () => {
    const tabs = create();
    await tabs.open('broken');
    const failed = { state: 'failed', unknown: false, detail: 'cannot be read' };
    expect(tabs.view().tabs).toEqual([{ id: 'broken', title: 'broken', ...failed }]);
    const again = tabs.open('broken');
    expect(tabs.view().tabs[0].state).toBe('loading');
    await again;
  });

  it('looks at the neighbour of a closed tab, at the recommendations when none is left', async () => {
    const tabs = create();
    await tabs.open('a');
    await tabs.open('b');
    tabs.close('b');
    expect(tabs.view().active).toBe('a');
    tabs.close('a');
    expect(tabs.view()).toEqual({ tabs: [], active: RECOMMENDATIONS });
  });

  it('does not bring a tab back that was closed while its guide was on the way', async () => {
    const tabs = create();
    const opening = tabs.open('a');
    tabs.close('a');
    await opening;
    expect(ids(tabs)).toEqual([]);
  });

  it('keeps the tabs over a reload', async () => {
    const before = create();
    await before.open('a');
    await before.open('b');
    before.activate('a');
    const after = create();
    expect(ids(after)).toEqual(['a', 'b']);
    expect(after.view().active).toBe('a');
  });

  it('starts empty on rubbish in the storage, and works without storage', async () => {
    sessionStorage.setItem('livesessions.guideTabs', '{"tabs":7}');
    expect(create().view()).toEqual({ tabs: [], active: RECOMMENDATIONS });
    const without = new GuideTabs({
      loadGuide,
      storage: () => {
        throw new Error('denied');
      },
    });
    await without.open('a');
    expect(ids(without)).toEqual(['a']);
  });

  it('keeps the reader’s guides when a session names one after the other that are not here', async () => {
    const unknown = new Set<string>();
    const tabs = new GuideTabs({
      loadGuide: (id) => (unknown.has(id) ? Promise.reject(new Error('unknown')) : loadGuide(id)),
      storage: () => sessionStorage,
    });
    await tabs.open('mine');
    await tabs.open('mine too');
    for (let n = 0; n < 40; n++) {
      unknown.add(`no guide ${n}`);
      await tabs.open(`no guide ${n}`);
    }
    expect(ids(tabs)).toHaveLength(12);
    expect(ids(tabs).slice(0, 2)).toEqual(['mine', 'mine too']);
  });

  it.each([RECOMMENDATIONS, '__proto__', 'constructor'])('opens nothing strange for a guide named %s', async (id) => {
    const tabs = create();
    await tabs.open('a');
    await tabs.open(id);
    expect(ids(tabs)).toEqual(id === RECOMMENDATIONS ? ['a'] : ['a', id]);
    expect(tabs.view().active).toBe(id);
  });

  it('bounds how many guides are open, the oldest giving way', async () => {
    const tabs = create();
    for (let count = 0; count < 14; count++) {
      await tabs.open(`g${count}`);
    }
    expect(ids(tabs)).toHaveLength(12);
    expect(ids(tabs)).not.toContain('g0');
    expect(tabs.view().active).toBe('g13');
  });
});
