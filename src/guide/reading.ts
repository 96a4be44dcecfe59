/** What reading a guide's blocks carries along: problems, names, counts. Pure. */
import type { z } from 'zod';
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
      return true;
    },
  };
  return reading;
}

export function parse<T extends z.ZodType>(schema: T, json: Json, at: Path, reading: Reading): z.output<T> | null {
  const result = schema.safeParse(json, { error: problemWords });
  if (result.success) {
    return result.data;
  }
  reading.errors.push(...problemsOf(result.error, at));
  return null;
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
