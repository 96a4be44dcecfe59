import { CONDITION_WORDS } from '../guide/conditionWords';
import { comesWithStep, explainCondition } from '../guide/requirements';
import { NOTHING_DONE, type GuideStanding } from '../guide/StepRunner';
import { BARE_GRAFANA } from '../testing/bareGrafana';
import type { Clock } from './clock';
import { RETRIES, unmetAfterRetries, unmetConditions, type ConditionWorld, type GrafanaFacts } from './conditions';
import { formsAreValid } from './conditionsForms';

const source = { action: 'highlight', reftarget: '#a' } as const;

type Given = Partial<Omit<ConditionWorld, 'grafana'>> & { grafana?: Partial<GrafanaFacts> };
const world = ({ grafana, ...given }: Given = {}): ConditionWorld => ({
  path: () => '/explore',
  exists: async () => false,
  navMenuIsOpen: () => false,
  formsAreValid: () => false,
  ...given,
  grafana: { ...BARE_GRAFANA, ...grafana },
});
const standing = (given: Partial<GuideStanding>): GuideStanding => ({ ...NOTHING_DONE, ...given });
const unmet = async (requirements: readonly string[], given: Given = {}, guide: GuideStanding = NOTHING_DONE) =>
  (await unmetConditions({ requirements, ...source }, guide, world(given))).map(({ condition }) => condition);

const user = (orgRole: string, extra: { signedIn?: boolean; serverAdmin?: boolean } = {}): Given => ({
  grafana: { user: () => ({ signedIn: true, serverAdmin: false, ...extra, orgRole }) },
});
const sources = (healthy: string[] = []): Given => ({
  grafana: {
    dataSources: () => [
      { uid: 'p', name: 'My Metrics', type: 'prometheus' },
      { uid: 't', name: 'Sample', type: 'grafana-testdata-datasource' },
    ],
    isHealthy: async (uid) => healthy.includes(uid),
  },
});
const plugins: Given = {
  grafana: {
    plugins: async () => [
      { id: 'a-app', enabled: true },
      { id: 'b-app', enabled: false },
    ],
  },
};
const dashboards: Given = { grafana: { dashboardTitles: async () => ['Node overview', 'Node overview 2'] } };
const answers = (given: Record<string, string>) =>
  standing({ variable: (name) => new Map(Object.entries(given)).get(name) });

interface Row {
  word: (typeof CONDITION_WORDS)[number];
  condition: string;
  holds?: Array<[Given, GuideStanding?]>;
  fails: Array<[Given, GuideStanding?]>;
}

const ROWS: Row[] = [
  { word: 'exists-reftarget', condition: 'exists-reftarget', holds: [[{ exists: async () => true }]], fails: [[{}]] },
  {
    word: 'on-page',
    condition: 'on-page:/d/',
    holds: [[{ path: () => '/d/abc' }], [{ path: () => '/x/d/y' }]],
    fails: [[{ path: () => '/dashboards' }]],
  },
  { word: 'navmenu-open', condition: 'navmenu-open', holds: [[{ navMenuIsOpen: () => true }]], fails: [[{}]] },
  { word: 'has-datasource', condition: 'has-datasource:my metrics', holds: [[sources()]], fails: [[{}]] },
  { word: 'has-datasource', condition: 'has-datasource:Prometheus', holds: [[sources()]], fails: [[{}]] },
  { word: 'has-datasource', condition: 'has-datasource:testdata', holds: [[sources()]], fails: [[{}]] },
  { word: 'has-datasource', condition: 'has-datasource:loki', fails: [[sources()]] },
  { word: 'has-datasources', condition: 'has-datasources', holds: [[sources()]], fails: [[{}]] },
  {
    word: 'datasource-configured',
    condition: 'datasource-configured:prometheus',
    holds: [[sources(['p'])]],
    fails: [[sources(['t'])], [{}]],
  },
  {
    word: 'section-completed',
    condition: 'section-completed:section-setup',
    holds: [[{}, standing({ isSectionComplete: (name) => name === 'setup' })]],
    fails: [[{}]],
  },
  { word: 'renderer', condition: 'renderer:pathfinder', holds: [[{}]], fails: [] },
  { word: 'renderer', condition: 'renderer:website', fails: [[{}]] },
  {
    word: 'is-admin',
    condition: 'is-admin',
    holds: [[user('Admin')], [user('Viewer', { serverAdmin: true })]],
    fails: [[user('Editor')], [user('Admin', { signedIn: false })]],
  },
  { word: 'is-editor', condition: 'is-editor', holds: [[user('Editor')], [user('Admin')]], fails: [[user('Viewer')]] },
  {
    word: 'is-logged-in',
    condition: 'is-logged-in',
    holds: [[user('None')]],
    fails: [[user('', { signedIn: false })]],
  },
  {
    word: 'has-role',
    condition: 'has-role:viewer',
    holds: [[user('Viewer')], [user('Admin')]],
    fails: [[user('None')]],
  },
  {
    word: 'has-role',
    condition: 'has-role:Grafana-Admin',
    holds: [[user('Viewer', { serverAdmin: true })]],
    fails: [[user('Admin')]],
  },
  { word: 'has-role', condition: 'has-role:none', holds: [[user('None')]], fails: [[user('Admin')]] },
  {
    word: 'has-permission',
    condition: 'has-permission:datasources:create',
    holds: [[{ grafana: { hasPermission: (permission) => permission === 'datasources:create' } }]],
    fails: [[{}]],
  },
  { word: 'has-plugin', condition: 'has-plugin:b-app', holds: [[plugins]], fails: [[{}]] },
  { word: 'plugin-enabled', condition: 'plugin-enabled:a-app', holds: [[plugins]], fails: [[{}]] },
  { word: 'plugin-enabled', condition: 'plugin-enabled:b-app', fails: [[plugins]] },
  {
    word: 'has-dashboard-named',
    condition: 'has-dashboard-named:node OVERVIEW',
    holds: [[dashboards]],
    fails: [[{ grafana: { dashboardTitles: async () => ['Node overview 2'] } }]],
  },
  { word: 'dashboard-exists', condition: 'dashboard-exists', holds: [[dashboards]], fails: [[{}]] },
  {
    word: 'has-feature',
    condition: 'has-feature:x',
    holds: [[{ grafana: { hasFeature: (name) => name === 'x' } }]],
    fails: [[{}]],
  },
  {
    word: 'in-environment',
    condition: 'in-environment:Production',
    holds: [[{}]],
    fails: [[{ grafana: { environment: () => 'development' } }]],
  },
  {
    word: 'min-version',
    condition: 'min-version:13.2.0',
    holds: [[{}], [{ grafana: { version: () => '13.2.0-pre' } }], [{ grafana: { version: () => '14.0' } }]],
    fails: [[{ grafana: { version: () => '13.1.9' } }], [{ grafana: { version: () => '12.10.10' } }]],
  },
  { word: 'min-version', condition: 'min-version:13.10', fails: [[{}]] },
  {
    word: 'var-',
    condition: 'var-name:prod',
    holds: [[{}, answers({ name: 'prod' })]],
    fails: [[{}], [{}, answers({ name: 'Prod' })], [{}, answers({ other: 'prod' })]],
  },
  {
    word: 'var-',
    condition: 'var-name:*',
    holds: [[{}, answers({ name: 'x' })]],
    fails: [[{}], [{}, answers({ name: ' ' })]],
  },
  {
    word: 'var-',
    condition: 'var-on:true',
    holds: [[{}, answers({ on: 'true' })]],
    fails: [[{}], [{}, answers({ on: 'false' })]],
  },
  {
    word: 'var-',
    condition: 'var-on:false',
    holds: [[{}], [{}, answers({ on: 'false' })]],
    fails: [[{}, answers({ on: 'true' })]],
  },
  { word: 'form-valid', condition: 'form-valid', holds: [[{ formsAreValid: () => true }]], fails: [[{}]] },
  { word: 'is-terminal-active', condition: 'is-terminal-active', fails: [[{}]] },
  { word: 'coda-exit-zero', condition: 'coda-exit-zero:rm -rf /', fails: [[{}]] },
];

describe('each word of the vocabulary', () => {
  it('has a row here', () => {
    expect(CONDITION_WORDS.filter((word) => !ROWS.some((row) => row.word === word))).toEqual([]);
  });

  it.each(ROWS)('$condition holds or does not', async ({ condition, holds = [], fails }) => {
    for (const [given, guide] of holds) {
      expect(await unmet([condition], given, guide)).toEqual([]);
    }
    for (const [given, guide] of fails) {
      expect(await unmet([condition], given, guide)).toEqual([condition]);
    }
  });

  it.each(ROWS)('$condition is explained in a sentence', ({ condition }) => {
    expect(explainCondition(condition).text).toMatch(/^[A-Z].{10,}\.$/);
    expect(explainCondition(condition).text).not.toContain(`: ${condition}.`);
  });
});

describe('unmetConditions', () => {
  it('names all that do not hold in their order, and lets an unknown word pass', async () => {
    const all = ['exists-reftarget', 'phase-of-moon:full', 'var-', 'constructor', 'on-page:/x', 'on-page:/explore'];
    expect(await unmet(all)).toEqual(['exists-reftarget', 'on-page:/x']);
  });

  it('does not look for the element of what has none', async () => {
    const asked = (action: 'noop' | 'navigate', reftarget: string | null) =>
      unmetConditions({ requirements: ['exists-reftarget'], action, reftarget }, NOTHING_DONE, world());
    expect(await asked('noop', null)).toEqual([]);
    expect(await asked('navigate', '/explore')).toEqual([]);
  });

  it('takes what could not be checked for unmet and says why', async () => {
    const failing: Given = {
      grafana: {
        plugins: async () => {
          throw new Error('Grafana answered 403');
        },
        dataSources: () => {
          throw new Error('no service');
        },
      },
    };
    const asked = { requirements: ['has-plugin:x', 'has-datasources', 'on-page:/explore'], ...source };
    const texts = (await unmetConditions(asked, NOTHING_DONE, world(failing))).map(({ text }) => text);
    expect(texts).toEqual([expect.stringContaining('Grafana answered 403'), expect.stringContaining('no service')]);
  });
});

describe('what lies in the main menu', () => {
  const inMenu = { action: 'highlight', reftarget: '{grafana:components.NavMenu.item}[href="/explore"]' } as const;
  const lacking = (navMenuIsOpen: boolean) =>
    unmetConditions(
      { requirements: ['exists-reftarget'], ...inMenu },
      NOTHING_DONE,
      world({ exists: async () => false, navMenuIsOpen: () => navMenuIsOpen })
    );

  it('is not missed while the menu is closed: it comes with the menu', async () => {
    expect(await lacking(false)).toMatchObject([{ condition: 'exists-reftarget', fix: { kind: 'open-menu' } }]);
    expect(comesWithStep((await lacking(false))[0])).toBe(true);
  });

  it('is missed in an open one, and the reader’s role may be why', async () => {
    expect(await lacking(true)).toMatchObject([
      { fix: { kind: 'reveal-target' }, afterFix: expect.stringContaining('Your role here, Viewer, may not have it') },
    ]);
    expect(comesWithStep((await lacking(true))[0])).toBe(false);
  });
});

describe('what may be for lack of rights', () => {
  const help = (requirement: string, given: Given = {}) =>
    unmetConditions({ requirements: [requirement], ...source }, NOTHING_DONE, world(given));

  it.each(['is-admin', 'is-editor', 'has-role:Editor', 'has-permission:datasources:write'])(
    '%s is said with the reader’s own role',
    async (requirement) =>
      expect(await help(requirement)).toMatchObject([{ text: expect.stringContaining('Your role here is Viewer.') }])
  );

  it('is not said to an administrator, who has all rights', async () => {
    const [lacking] = await help('exists-reftarget', user('Admin'));
    expect(lacking.afterFix).toContain('This Grafana may not have it.');
    expect(lacking.afterFix).not.toContain('role');
  });
});

describe('unmetAfterRetries', () => {
  /** Time that passes at once, counted. */
  const fakeClock = () => {
    const waits: number[] = [];
    const clock: Clock = {
      now: () => 0,
      after(ms, run) {
        waits.push(ms);
        queueMicrotask(run);
        return () => undefined;
      },
    };
    return { clock, waits };
  };
  const existsAtLook = (wanted: number) => {
    let looks = 0;
    return world({ exists: async () => ++looks >= wanted });
  };
  const asked = { requirements: ['exists-reftarget'], ...source };

  it.each([
    [1, 0, 0],
    [2, 1, 0],
    [4, 3, 0],
    [5, 3, 1],
  ])('an element that comes with look %i is waited for %i times', async (wanted, waited, unmetThen) => {
    const { clock, waits } = fakeClock();
    const signal = new AbortController().signal;
    expect(await unmetAfterRetries(asked, NOTHING_DONE, existsAtLook(wanted), clock, signal)).toHaveLength(unmetThen);
    expect(waits).toEqual(Array(waited).fill(RETRIES.wait));
  });

  it('stops with the signal', async () => {
    const { clock, waits } = fakeClock();
    const answer = await unmetAfterRetries(asked, NOTHING_DONE, existsAtLook(9), clock, AbortSignal.abort());
    expect([answer.length, waits.length]).toEqual([1, 0]);
  });
});

describe('explainCondition', () => {
  it.each([
    ['on-page:/explore', { kind: 'navigate', path: '/explore' }],
    ['on-page:explore', null],
    // Pages only with an id behind them: nobody can be taken to all data sources' settings.
    ['on-page:/connections/datasources/edit', null],
    ['on-page:/connections/datasources/edit/', null],
    ['on-page:/d/', null],
    ['on-page:/d/web-shop', { kind: 'navigate', path: '/d/web-shop' }],
    ['on-page:/connections/datasources', { kind: 'navigate', path: '/connections/datasources' }],
    ['on-page://evil.example', null],
    ['on-page:javascript:alert(1)', null],
    ['navmenu-open', { kind: 'open-menu' }],
    ['exists-reftarget', { kind: 'reveal-target' }],
    ['section-completed:setup', { kind: 'go-to-section', id: 'setup' }],
    ['var-name:*', { kind: 'go-to-input', variable: 'name' }],
    ['is-admin', null],
  ])('offers for %s the fix %j', (condition, fix) => {
    expect(explainCondition(condition).fix).toEqual(fix);
  });

  it('sends who is not on the page of something to the steps before', () => {
    expect(explainCondition('on-page:/connections/datasources/edit').text).toContain(
      'Do the steps before this one first'
    );
  });

  it('says something about a word that it does not know', () => {
    expect(explainCondition('phase-of-moon:full')).toEqual({ text: 'This needs: phase-of-moon:full.', fix: null });
  });
});

describe('formsAreValid', () => {
  it.each([
    [false, 'no form', '<input required>'],
    [true, 'a form without required fields', '<form><input></form>'],
    [true, 'a filled one', '<form><input required value="x"><textarea aria-required="true">y</textarea></form>'],
    [false, 'an empty required field', '<form><input required value=" "></form>'],
    [false, 'an unticked box that must be ticked', '<form><input type="checkbox" required></form>'],
    [false, 'an error mark', '<form><input aria-invalid="true" value="x"></form>'],
    [false, 'an error text', '<form><input value="x"><div role="alert">Wrong</div></form>'],
    [false, 'a second form with an error', '<form><input></form><form><input required></form>'],
    [true, 'an error in our own dock alone', '<form></form><div data-live-own><form><input required></form></div>'],
    [false, 'our own form alone', '<div data-live-own><form></form></div>'],
  ])('%s for %s', (expected, _what, html) => {
    document.body.innerHTML = html;
    expect(formsAreValid(document)).toBe(expected);
  });
});
