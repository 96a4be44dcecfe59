/** What reading a guide's blocks carries along: problems, names, counts. Pure. */
import type { z } from 'zod';
import { readCondition } from './conditionWords';
import { GUIDE_LIMITS } from './guideLimits';
import type { Block, GuideStep } from './model';
import { problemWords } from './problemWords';
import { createNames, type Names } from './stepId';

export type PathPart = string | number;
/** Where in the file, as `blocks.2.reftarget`, and what is wrong there. */
export interface GuideProblem {
  readonly path: string;
  readonly message: string;
}

export type Json = Readonly<Record<string, unknown>>;
export type Path = readonly PathPart[];
/** Null for what is left out: it was malformed, and `reading.errors` says so. */
export type Reader = (block: Json, at: Path, reading: Reading) => Block | null;

export interface Reading {
  readonly errors: GuideProblem[];
  readonly warnings: GuideProblem[];
  readonly steps: GuideStep[];
  readonly units: string[];
  readonly names: Names;
  /** Reads a container's blocks. */
  list(blocks: readonly unknown[], at: Path): Block[];
  /** Where each step and each input stands, by its id. */
  readonly places: Map<string, string>;
  /** False, and an error, when there are too many steps. */
  addStep(step: GuideStep, at: Path): boolean;
}

/** @param readBlock one block of a list */
export function createReading(readBlock: (entry: unknown, at: Path, reading: Reading) => Block | null): Reading {
  let blocks = 0;
  const reading: Reading = {
    errors: [],
    warnings: [],
    steps: [],
    units: [],
    names: createNames(),
    places: new Map(),
    list(list, at) {
      if (depthOf(at) > GUIDE_LIMITS.depth) {
        reading.errors.push(problem(at, `blocks nest more than ${GUIDE_LIMITS.depth} deep`));
        return [];
      }
      blocks += list.length;
      if (blocks > GUIDE_LIMITS.blocks) {
        reading.errors.push(problem(at, `more than ${GUIDE_LIMITS.blocks} blocks`));
        return [];
      }
      return list.flatMap((entry, index) => readBlock(entry, [...at, index], reading) ?? []);
    },
    addStep(step, at) {
      if (reading.steps.length >= GUIDE_LIMITS.steps) {
        reading.errors.push(problem(at, `more than ${GUIDE_LIMITS.steps} steps`));
        return false;
      }
      reading.steps.push(step);
      reading.places.set(step.id, at.join('.'));
      return true;
    },
  };
  return reading;
}

export function parse<T extends z.ZodType>(schema: T, json: Json, at: Path, reading: Reading): z.output<T> | null {
  const result = schema.safeParse(json, { error: problemWords });
  if (result.success) {
    warnOfConditions(result.data, at, reading);
    return result.data;
  }
  reading.errors.push(...problemsOf(result.error, at));
  return null;
}

const CONDITION_FIELDS = ['requirements', 'objectives', 'conditions', 'verify', 'successCriteria'];

/** A word that the format does not know counts as holding, which its author should know. */
function warnOfConditions(block: unknown, at: Path, reading: Reading): void {
  for (const field of CONDITION_FIELDS) {
    const list = isJson(block) ? block[field] : undefined;
    for (const condition of Array.isArray(list) ? list : []) {
      if (typeof condition === 'string' && readCondition(condition).word === null) {
        const message = `${JSON.stringify(condition.slice(0, 60))} is no condition that is known: it counts as holding`;
        reading.warnings.push(problem([...at, field], message));
      }
    }
  }
}

export function problemsOf(error: z.ZodError, at: Path = []): GuideProblem[] {
  return error.issues.map((issue) =>
    problem([...at, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))], issue.message)
  );
}

export function problem(at: Path, message: string): GuideProblem {
  return { path: at.join('.'), message };
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LISTS = new Set<PathPart>(['blocks', 'whenTrue', 'whenFalse']);

/** The root list is depth 0: only containers count. */
function depthOf(at: Path): number {
  return at.filter((part) => LISTS.has(part)).length - 1;
}
