import { explainCondition } from '../guide/requirements';
import { unmetConditions } from './conditions';

const source = { action: 'highlight', reftarget: '#a' } as const;
const world = (given: { path?: string; exists?: boolean; menu?: boolean } = {}) => ({
  path: () => given.path ?? '/explore',
  exists: async () => given.exists ?? false,
  navMenuIsOpen: () => given.menu ?? false,
});

describe('unmetConditions', () => {
  it.each([
    ['on-page:/explore', { path: '/explore' }, { path: '/dashboards' }],
    ['on-page:/d/', { path: '/d/abc' }, { path: '/' }],
    ['exists-reftarget', { exists: true }, { exists: false }],
    ['navmenu-open', { menu: true }, { menu: false }],
  ])('%s holds or does not', async (condition, holding, failing) => {
    expect(await unmetConditions([condition], source, world(holding))).toEqual([]);
    expect(await unmetConditions([condition], source, world(failing))).toEqual([condition]);
  });

  it('names all that do not hold, and lets an unknown word pass', async () => {
    const all = ['exists-reftarget', 'phase-of-moon:full', 'on-page:/x', 'on-page:/explore'];
    expect(await unmetConditions(all, source, world())).toEqual(['exists-reftarget', 'on-page:/x']);
  });

  it('answers which renderer this is', async () => {
    expect(await unmetConditions(['renderer:pathfinder', 'renderer:website'], source, world())).toEqual([
      'renderer:website',
    ]);
  });
});

describe('explainCondition', () => {
  it('says in words what is lacking, also for a word that it does not know', () => {
    expect(explainCondition('on-page:/explore')).toBe('Go to the page /explore first.');
    expect(explainCondition('navmenu-open')).toBe('Open the main menu first.');
    expect(explainCondition('exists-reftarget')).toMatch(/not on this page/);
    expect(explainCondition('has-feature:x')).toBe('This needs: has-feature:x.');
  });
});
