/** Which conditions hold now; the world is passed in, and a new word of the format is a new row. */
import { readCondition, sectionName, type ConditionWord, type ReadCondition } from '../guide/conditionWords';
import type { UnmetCondition } from '../guide/requirements';
import type { ConditionsAsked, GuideStanding } from '../guide/StepRunner';
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import { helpHere } from './helpHere';
import type { TargetSource } from './readings';

/** Grafana as far as conditions ask about it. A method that rejects says why in words for the reader. */
export interface GrafanaFacts {
  user(): {
    readonly signedIn: boolean;
    /** `Viewer`, `Editor`, `Admin`, or any other that a Grafana knows. */
    readonly orgRole: string;
    readonly serverAdmin: boolean;
  };
  hasPermission(permission: string): boolean;
  dataSources(): ReadonlyArray<{ readonly uid: string; readonly name: string; readonly type: string }>;
  /** What the data source's own test says. */
  isHealthy(uid: string): Promise<boolean>;
  plugins(): Promise<ReadonlyArray<{ readonly id: string; readonly enabled: boolean }>>;
  /** Titles of dashboards that match these words; of any dashboards for none. */
  dashboardTitles(query: string): Promise<readonly string[]>;
  hasFeature(name: string): boolean;
  environment(): string;
  /** Such as `13.2.2`. */
  version(): string;
}

export interface ConditionWorld {
  /** The page's path without query and sub-path. */
  path(): string;
  exists(source: TargetSource): Promise<boolean>;
  navMenuIsOpen(): boolean;
  /** There is a form, and no form has an error mark or an empty required field. */
  formsAreValid(): boolean;
  readonly grafana: GrafanaFacts;
}

/** Looks again, this far apart in milliseconds (GUIDE_FORMAT, section 9). */
export const RETRIES = { times: 3, wait: 300 } as const;

interface Asked {
  readonly source: TargetSource;
  readonly standing: GuideStanding;
  readonly world: ConditionWorld;
}
type Check = (condition: ReadCondition, asked: Asked) => boolean | Promise<boolean>;

const ROLES = ['viewer', 'editor', 'admin'];

const CHECKS: Readonly<Record<ConditionWord, Check>> = {
  // What has no element, such as a navigation, lacks none.
  'exists-reftarget': (_condition, { source, world }) =>
    source.reftarget === null || source.action === 'navigate' || world.exists(source),
  'on-page': ({ argument }, { world }) => world.path().includes(argument),
  'navmenu-open': (_condition, { world }) => world.navMenuIsOpen(),
  'has-datasource': ({ argument }, { world }) => sourcesNamed(argument, world).length > 0,
  'has-datasources': (_condition, { world }) => world.grafana.dataSources().length > 0,
  async 'datasource-configured'({ argument }, { world }) {
    const healthy = await Promise.all(sourcesNamed(argument, world).map(({ uid }) => world.grafana.isHealthy(uid)));
    return healthy.includes(true);
  },
  'section-completed': ({ argument }, { standing }) => standing.isSectionComplete(sectionName(argument)),
  renderer: ({ argument }) => argument === 'pathfinder',
  'is-admin': (_condition, { world }) => hasRole('admin', world),
  'is-editor': (_condition, { world }) => hasRole('editor', world),
  'is-logged-in': (_condition, { world }) => world.grafana.user().signedIn,
  'has-role': ({ argument }, { world }) => hasRole(argument, world),
  'has-permission': ({ argument }, { world }) => world.grafana.hasPermission(argument),
  'has-plugin': async ({ argument }, { world }) => (await world.grafana.plugins()).some(({ id }) => id === argument),
  'plugin-enabled': async ({ argument }, { world }) =>
    (await world.grafana.plugins()).some(({ id, enabled }) => id === argument && enabled),
  'has-dashboard-named': async ({ argument }, { world }) =>
    (await world.grafana.dashboardTitles(argument)).some((title) => isSame(title, argument)),
  'dashboard-exists': async (_condition, { world }) => (await world.grafana.dashboardTitles('')).length > 0,
  'has-feature': ({ argument }, { world }) => world.grafana.hasFeature(argument),
  'in-environment': ({ argument }, { world }) => isSame(world.grafana.environment(), argument),
  'min-version': ({ argument }, { world }) => isAtLeast(world.grafana.version(), argument),
  'var-': ({ variable, argument }, { standing }) => isAnswer(standing.variable(variable), argument),
  'form-valid': (_condition, { world }) => world.formsAreValid(),
  // There is no sandbox here, and nothing that a guide names is ever run.
  'is-terminal-active': () => false,
  'coda-exit-zero': () => false,
};

/**
 * The conditions that do not hold now, in their order. A word that is not known counts as holding, as the format has it;
 * one that could not be checked does not hold. Never rejects.
 */
export async function unmetConditions(
  { requirements, ...source }: ConditionsAsked,
  standing: GuideStanding,
  world: ConditionWorld
): Promise<UnmetCondition[]> {
  const look = async (condition: string): Promise<UnmetCondition[]> => {
    const read = readCondition(condition);
    const help = helpHere(condition, read, source, world);
    try {
      const holds = read.word === null || (await CHECKS[read.word](read, { source, standing, world }));
      return holds ? [] : [{ condition, ...help }];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [{ condition, text: `${help.text} (It could not be checked: ${why})`, fix: help.fix }];
    }
  };
  return (await Promise.all(requirements.map(look))).flat();
}

/** The same after further looks while something does not hold; the last answer counts, also when the signal stops it. */
export async function unmetAfterRetries(
  asked: ConditionsAsked,
  standing: GuideStanding,
  world: ConditionWorld,
  clock: Clock,
  signal: AbortSignal
): Promise<UnmetCondition[]> {
  let unmet = await unmetConditions(asked, standing, world);
  for (let again = 0; again < RETRIES.times && unmet.length > 0 && !signal.aborted; again++) {
    await wait(clock, RETRIES.wait, signal);
    unmet = await unmetConditions(asked, standing, world);
  }
  return unmet;
}

/** By name, by type, or by the type without what Grafana puts around it; case does not count. */
function sourcesNamed(wanted: string, { grafana }: ConditionWorld) {
  const short = (type: string) => type.replace(/^grafana-/i, '').replace(/-datasource$/i, '');
  return grafana
    .dataSources()
    .filter(({ name, type }) => [name, type, short(type)].some((candidate) => isSame(candidate, wanted)));
}

/** Roles include those below them; one that is not among Grafana's own must be the user's own. */
function hasRole(wanted: string, { grafana }: ConditionWorld): boolean {
  const { signedIn, orgRole, serverAdmin } = grafana.user();
  if (!signedIn) {
    return false;
  }
  const role = wanted.toLowerCase();
  if (role === 'grafana-admin') {
    return serverAdmin;
  }
  const rank = ROLES.indexOf(role);
  return rank < 0 ? isSame(orgRole, wanted) : serverAdmin || ROLES.indexOf(orgRole.toLowerCase()) >= rank;
}

/** Compares the numbers before any suffix. What is no version asks for nothing. */
function isAtLeast(version: string, wanted: string): boolean {
  const numbers = (text: string) => /^\d+(\.\d+)*/.exec(text.trim())?.[0].split('.').map(Number) ?? [];
  const have = numbers(version);
  const want = numbers(wanted);
  const differs = want.findIndex((number, index) => number !== (have[index] ?? 0));
  return differs < 0 || (have[differs] ?? 0) > want[differs];
}

function isAnswer(answer: string | undefined, wanted: string): boolean {
  if (wanted === '*' || wanted === '') {
    return answer !== undefined && answer.trim() !== '';
  }
  // A checkbox that was never touched is off.
  return wanted === 'false' ? (answer ?? 'false') === 'false' || answer === '' : answer === wanted;
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
