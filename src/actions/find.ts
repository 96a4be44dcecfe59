/** Finds a step's target on this page: the one finder of presenter and attendee, of showing and doing. */
import { TooMuchWorkError } from './budget';
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import type { CompileOptions } from './dialect';
import { searchByScrolling } from './lazyScroll';
import { matchReading, type BoundReading } from './match';
import { isOwn } from './own';
import { compileTarget, type Reading, type TargetSource } from './readings';
import { namedCss, type TokenResolver } from './tokens';

/** Waits before each further try, in milliseconds; a page that is still loading needs them (GUIDE_FORMAT, section 7). */
export const RETRY_WAITS = [200, 600, 1800] as const;

/** The targets of a guide are authored for another Grafana than this: what may be overlooked when nothing fits exactly. */
const LENIENCES: readonly CompileOptions[] = [{ childAsDescendant: true }, { stableTestIds: true }];
/** The number of the first retry at which that is tried. */
const LENIENT_FROM = 2;

export type Found =
  | {
      readonly kind: 'found';
      readonly element: Element;
      /** All matches; the first visible one is taken. */
      readonly found: number;
      /** The same look-up once more, at once. */
      again(): Element | null;
    }
  | {
      readonly kind: 'missing';
      readonly found: number;
      readonly detail: string;
      /** Looking again cannot help: the target is not readable, or too costly. */
      readonly final?: boolean;
    }
  | { readonly kind: 'stopped' };

export interface FindDeps {
  readonly root: ParentNode;
  readonly clock: Clock;
  readonly resolveToken: TokenResolver;
  readonly isRendered: (element: Element) => boolean;
}

/** Looks once, with leniences where nothing fits exactly. A step without a target is never found. Never rejects. */
export async function findNow(source: TargetSource, deps: FindDeps): Promise<Found> {
  const exact = await look(source, deps, {});
  // What is there but hidden is the one that is meant.
  const mayBeAnother = mayComeYet(exact) && exact.found === 0;
  return mayBeAnother ? ((await lookLeniently(source, deps)) ?? exact) : exact;
}

/**
 * Looks, and looks again after each of `RETRY_WAITS` while there is nothing: from the second retry with leniences, and by
 * scrolling where the step says so.
 */
export async function findTarget(source: TargetSource, deps: FindDeps, signal: AbortSignal): Promise<Found> {
  let last = await look(source, deps, {});
  if (source.lazyRender && mayComeYet(last) && !signal.aborted) {
    last = await searchByScrolling(source.scrollContainer ?? null, () => look(source, deps, {}), deps, signal);
  }
  for (const [index, ms] of RETRY_WAITS.entries()) {
    if (signal.aborted || !mayComeYet(last)) {
      break;
    }
    await wait(deps.clock, ms, signal);
    last = signal.aborted ? last : await retry(source, deps, index + 1);
  }
  return signal.aborted ? { kind: 'stopped' } : last;
}

async function retry(source: TargetSource, deps: FindDeps, number: number): Promise<Found> {
  return number < LENIENT_FROM ? look(source, deps, {}) : findNow(source, deps);
}

async function lookLeniently(source: TargetSource, deps: FindDeps): Promise<Found | null> {
  for (const options of LENIENCES) {
    const lenient = await look(source, deps, options);
    if (lenient.kind === 'found') {
      return lenient;
    }
  }
  return null;
}

function mayComeYet(found: Found): found is Extract<Found, { kind: 'missing' }> {
  return found.kind === 'missing' && found.final !== true;
}

async function look(source: TargetSource, deps: FindDeps, options: CompileOptions): Promise<Found> {
  try {
    const bound = await bind(source, deps, options);
    if (typeof bound === 'string') {
      return { kind: 'missing', found: 0, detail: bound, final: true };
    }
    return lookFor(bound, deps, options);
  } catch (error) {
    const costly = error instanceof TooMuchWorkError ? error : null;
    const detail = costly?.message ?? 'the step’s target cannot be read';
    return { kind: 'missing', found: 0, detail, final: costly?.byClock !== true };
  }
}

/** The readings with their names looked up, or why there are none. */
async function bind(
  source: TargetSource,
  deps: FindDeps,
  options: CompileOptions
): Promise<readonly BoundReading[] | string> {
  const compiled = compileTarget(source, options);
  if (!compiled.ok) {
    return `the step’s target cannot be read: it ${compiled.problem.message}`;
  }
  const bound = await Promise.all(compiled.readings.map((reading) => bindReading(reading, deps, options)));
  const unknown = bound.find((one) => typeof one === 'string');
  return typeof unknown === 'string' ? unknown : bound.filter((one) => typeof one !== 'string');
}

async function bindReading(
  reading: Reading,
  { resolveToken }: FindDeps,
  { stableTestIds = false }: CompileOptions
): Promise<BoundReading | string> {
  const wanted = reading.kind === 'selector' ? reading.program.names : [];
  const names = await Promise.all(wanted.map(({ path, argument }) => resolveToken(path, argument)));
  const unknown = names.indexOf(null);
  if (unknown !== -1) {
    return `this Grafana has no element named ${wanted[unknown].path}`;
  }
  return { reading, names: names.map((name) => namedCss(name ?? '', stableTestIds)) };
}

function lookFor(readings: readonly BoundReading[], deps: FindDeps, options: CompileOptions): Found {
  const match = () => {
    for (const reading of readings) {
      const matches = matchReading(reading, deps.root, deps.clock.now);
      if (matches.length > 0) {
        return matches;
      }
    }
    return [];
  };
  // A part of a test id may name several things: only where it names one is that the one meant.
  const unambiguous = options.stableTestIds === true;
  const pick = (matches: readonly Element[]) => {
    const visible = matches.filter(deps.isRendered);
    return unambiguous && visible.length > 1 ? null : (visible[0] ?? null);
  };
  const matches = match();
  const element = pick(matches);
  if (element) {
    return { kind: 'found', element, found: matches.length, again: () => lookAgain(() => pick(match())) };
  }
  const detail = matches.length > 0 ? 'the element is there but hidden' : 'the element is not on this page';
  return { kind: 'missing', found: matches.length, detail };
}

/** The page may have become ours, or too large, since. */
function lookAgain(look: () => Element | null): Element | null {
  try {
    const now = look();
    return now && !isOwn(now) ? now : null;
  } catch (error) {
    if (error instanceof TooMuchWorkError) {
      return null;
    }
    throw error;
  }
}
