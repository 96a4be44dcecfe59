import { METRIC_NAMES, metricNamed, type Metric } from './metrics';

/** A generated time series: smooth, repeatable, the same whenever it is asked for. */
export interface Series {
  name: string;
  labels: Record<string, string>;
  metric: Metric;
  /** Milliseconds since 1970. */
  times: number[];
  values: number[];
}

export const INSTANCES: readonly string[] = ['web-1', 'web-2', 'web-3'];

const DAY = 24 * 60 * 60 * 1000;
/** Milliseconds between two values of the noise. */
const GRAIN = 45_000;

function hash(text: string): number {
  let value = 2166136261;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  return value >>> 0;
}

/** A number in [0, 1) that depends on nothing but `seed` and `index`. */
function noise(seed: number, index: number): number {
  let value = Math.imul(seed ^ Math.imul(index | 0, 0x9e3779b1), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}

function levelAt(seed: number, time: number): number {
  const daily = Math.sin((2 * Math.PI * time) / DAY + (seed % 7));
  const wave = Math.sin((2 * Math.PI * time) / (DAY / 40) + (seed % 11));
  const index = Math.floor(time / GRAIN);
  const share = (time % GRAIN) / GRAIN;
  const jitter = noise(seed, index) * (1 - share) + noise(seed, index + 1) * share;
  return Math.min(1, Math.max(0, 0.5 + 0.2 * daily + 0.12 * wave + 0.14 * (jitter - 0.5)));
}

/** The value of one instance's metric at `time`, milliseconds since 1970. */
export function valueAt(metric: string, instance: string, time: number): number {
  const { low, high } = metricNamed(metric);
  return low + (high - low) * levelAt(hash(`${metric} ${instance}`), time);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const AGGREGATIONS: ReadonlyMap<string, (values: number[]) => number> = new Map(
  Object.entries({
    sum: (values: number[]) => mean(values) * values.length,
    avg: mean,
    min: (values: number[]) => Math.min(...values),
    max: (values: number[]) => Math.max(...values),
    count: (values: number[]) => values.length,
  })
);

const metricIn = (expression: string) =>
  METRIC_NAMES.find((name) => new RegExp(`\\b${name}\\b`).test(expression)) ??
  /^[a-zA-Z_:][\w:]*/.exec(expression)?.[0] ??
  'value';

function instancesIn(expression: string): readonly string[] {
  const [, operator, value] = /instance\s*(=~|=)\s*"([^"]*)"/.exec(expression) ?? [];
  if (operator === undefined) {
    return INSTANCES;
  }
  const wanted = operator === '=' ? [value] : value.split('|');
  return wanted.some((name) => name === '.*' || name === '.+')
    ? INSTANCES
    : INSTANCES.filter((instance) => wanted.includes(instance));
}

/**
 * The series that answer `expression` (PromQL, read loosely) between `from` and `to`, milliseconds since 1970.
 * An empty expression has no answer; an aggregation such as `sum(...)` without `by` has one series.
 */
export function seriesFor(expression: string, from: number, to: number, points: number): Series[] {
  const text = expression.trim();
  if (text === '' || points < 2 || to <= from) {
    return [];
  }
  const name = metricIn(text);
  const metric = metricNamed(name);
  const instances = instancesIn(text);
  const times = Array.from({ length: points }, (_, index) => Math.round(from + ((to - from) * index) / (points - 1)));
  const aggregate = AGGREGATIONS.get(/^(\w+)\b(?!.*\bby\b)/.exec(text)?.[1] ?? '');
  if (instances.length === 0) {
    return [];
  }
  if (aggregate) {
    const values = times.map((time) => aggregate(instances.map((instance) => valueAt(name, instance, time))));
    return [{ name: text, labels: {}, metric, times, values }];
  }
  return instances.map((instance) => ({
    name: `${name}{instance="${instance}", job="shop"}`,
    labels: { __name__: name, instance, job: 'shop' },
    metric,
    times,
    values: times.map((time) => valueAt(name, instance, time)),
  }));
}
