/** Everything about one guide file that can be known without a Grafana. */
import { compileTarget, type Reading } from '../src/actions/readings';
import { createTokenResolver, type TokenResolver } from '../src/actions/tokens';
import { sectionName, readCondition } from '../src/guide/conditionWords';
import { prefixProblem } from '../src/guide/listedPlaces';
import type { Block, Guide, GuideStep } from '../src/guide/model';
import { boundsProblem, parseGuide } from '../src/guide/parseGuide';
import { compilePattern, patternIn, type AuthoredPattern } from '../src/guide/pattern';
import type { GuideProblem } from '../src/guide/reading';
import { readSnippet, snippetIdsIn, withSnippets } from '../src/guide/snippets';

export interface CheckedGuide {
  /** Null where it could not be read. */
  readonly guide: Guide | null;
  /** Each names the place and says what to do. */
  readonly errors: readonly GuideProblem[];
  readonly warnings: readonly GuideProblem[];
  /** Targets that were compiled. */
  readonly targets: number;
}

/** The newest table of Grafana's test selectors that this build has. */
const NEWEST = '';

/** @param snippet the JSON value of a snippet's file, undefined where there is none */
export async function checkGuide(json: unknown, snippet: (id: string) => unknown): Promise<CheckedGuide> {
  const unfit = boundsProblem(json);
  if (unfit) {
    return broken([{ path: '', message: unfit }]);
  }
  const snippets = snippetIdsIn(json).flatMap((id): Array<[string, readonly unknown[]]> => {
    const blocks = readSnippet(snippet(id), id);
    return blocks ? [[id, blocks]] : [];
  });
  const composed = withSnippets(json, new Map(snippets));
  const parsed = composed === null ? null : parseGuide(composed);
  if (!parsed?.ok) {
    const errors = parsed?.errors ?? [{ path: '', message: 'The guide is too large together with its snippets.' }];
    return broken(errors, parsed?.warnings);
  }
  const { guide, places, warnings } = parsed;
  const resolve = createTokenResolver(NEWEST);
  const at = (id: string, field: string) => [places.get(id), field].join('.');
  const errors: GuideProblem[] = [];
  const complain = (path: string, message: string | null) => message !== null && errors.push({ path, message });

  if (guide.blocks.length === 0 && warnings.length > 0) {
    complain('blocks', 'holds no block of a type that is known, so that there is nothing to read or do');
  }
  for (const step of guide.steps) {
    complain(at(step.id, 'reftarget'), await targetProblem(step, resolve));
    complain(at(step.id, 'scrollContainer'), await containerProblem(step, resolve));
    if (step.validateInput) {
      complain(at(step.id, 'targetvalue'), await patternProblem(patternIn(step.targetvalue ?? '')));
    }
    complain(at(step.id, 'openGuide'), openGuideProblem(step));
  }
  for (const block of allBlocks(guide.blocks)) {
    if (block.kind === 'input' && block.pattern !== null) {
      complain(at(block.id, 'pattern'), await patternProblem({ source: block.pattern, flags: '' }));
    }
  }
  const targets = guide.steps.filter(hasTarget).length;
  return { guide, errors, warnings: [...warnings, ...missingSections(guide, places)], targets };
}

function broken(errors: readonly GuideProblem[], warnings: readonly GuideProblem[] = []): CheckedGuide {
  return { guide: null, errors, warnings, targets: 0 };
}

function hasTarget({ action, reftarget }: GuideStep): boolean {
  return reftarget !== null && action !== 'navigate';
}

async function targetProblem(step: GuideStep, resolve: TokenResolver): Promise<string | null> {
  if (step.reftarget === null) {
    return null;
  }
  return step.action === 'navigate' ? addressProblem(step.reftarget) : selectorProblem(step, resolve);
}

function containerProblem({ scrollContainer }: GuideStep, resolve: TokenResolver): Promise<string | null> | null {
  return scrollContainer === null
    ? null
    : selectorProblem({ action: 'highlight', reftarget: scrollContainer, targetstate: null }, resolve);
}

async function selectorProblem(
  source: Pick<GuideStep, 'action' | 'reftarget' | 'targetstate'>,
  resolve: TokenResolver
): Promise<string | null> {
  const compiled = compileTarget(source);
  if (!compiled.ok) {
    return `cannot be read at character ${compiled.problem.at + 1}: ${compiled.problem.message}`;
  }
  for (const { path, argument } of compiled.readings.flatMap(namesOf)) {
    if ((await resolve(path, argument)) === null) {
      return `names ${path}, which is not in Grafana’s table of test selectors`;
    }
  }
  return null;
}

function namesOf(reading: Reading) {
  return reading.kind === 'selector' ? reading.program.names : [];
}

function addressProblem(address: string): string | null {
  return /^\/(?![/\\])|^https?:\/\/[^/\\]/i.test(address)
    ? null
    : 'must be a path of Grafana that begins with one /, or a web address';
}

function openGuideProblem({ openGuide, action }: GuideStep): string | null {
  if (openGuide === null) {
    return null;
  }
  if (action !== 'navigate') {
    return 'is for the action navigate alone';
  }
  const isKnown = /^bundled:[a-z0-9-]+$/.test(openGuide) || isWebAddress(openGuide);
  return isKnown ? null : 'must be bundled: and a guide’s id, or an https address';
}

function isWebAddress(address: string): boolean {
  return /^https?:/i.test(address) && URL.canParse(address) && prefixProblem(new URL('.', address).href) === null;
}

async function patternProblem(pattern: AuthoredPattern | null): Promise<string | null> {
  return pattern === null || (await compilePattern(pattern)) !== null
    ? null
    : 'is no pattern that can be matched in linear time: leave out look-around, back references and large repeats';
}

function missingSections(guide: Guide, places: ReadonlyMap<string, string>): GuideProblem[] {
  const known = new Set(
    allBlocks(guide.blocks).flatMap((block) => (block.kind === 'section' && block.id ? [sectionName(block.id)] : []))
  );
  return guide.steps.flatMap((step) =>
    step.requirements.flatMap((condition) => {
      const { word, argument } = readCondition(condition);
      return word === 'section-completed' && !known.has(sectionName(argument))
        ? [{ path: `${places.get(step.id)}.requirements`, message: `there is no section ${argument} in this guide` }]
        : [];
    })
  );
}

/** In reading order, containers before what they hold. */
export function allBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'section':
      case 'group':
      case 'collapsible':
        return [block, ...allBlocks(block.blocks)];
      case 'conditional':
        return [block, ...allBlocks(block.whenTrue.blocks), ...allBlocks(block.whenFalse.blocks)];
      default:
        return [block];
    }
  });
}
