/** Generated time series: smooth, repeatable, independent of when they are asked for. */
export interface Series {
  name: string;
  labels: Record<string, string>;
  /** Milliseconds since 1970. */
  times: number[];
  values: number[];
}

const DAY = 24 * 60 * 60 * 1000;
const INSTANCES = ['web-1', 'web-2', 'web-3'];

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

/** The value of `key` at `time` (milliseconds since 1970), between 0 and 1. */
export function levelAt(key: string, time: number): number {
  const seed = hash(key);
  const daily = Math.sin((2 * Math.PI * time) / DAY + (seed % 7));
  const wave = Math.sin((2 * Math.PI * time) / (DAY / 40) + (seed % 11));
  const step = 20_000;
  const index = Math.floor(time / step);
  const share = (time % step) / step;
  const jitter = noise(seed, index) * (1 - share) + noise(seed, index + 1) * share;
  return Math.min(1, Math.max(0, 0.5 + 0.2 * daily + 0.12 * wave + 0.25 * (jitter - 0.5)));
}

const metricOf = (expression: string) => /[a-zA-Z_:][\w:]*(?=[{[\s)]|$)/.exec(expression)?.[0] ?? 'value';

const wantedInstances = (expression: string) => {
  const equal = /instance\s*=\s*"([^"]*)"/.exec(expression)?.[1];
  return equal === undefined ? INSTANCES : INSTANCES.filter((instance) => instance === equal);
};

/**
 * The series that answer `expression` (PromQL, read loosely) between `from` and `to`, milliseconds since 1970.
 * An empty expression has no answer; an aggregation such as `sum(...)` has one series.
 */
export function seriesFor(expression: string, from: number, to: number, points: number): Series[] {
  const text = expression.trim();
  if (text === '' || points < 2 || to <= from) {
    return [];
  }
  const metric = metricOf(text);
  const times = Array.from({ length: points }, (_, index) => Math.round(from + ((to - from) * index) / (points - 1)));
  const make = (name: string, labels: Record<string, string>): Series => ({
    name,
    labels,
    times,
    values: times.map((time) => (metric === 'up' ? 1 : Number((levelAt(name, time) * 100).toFixed(2)))),
  });
  return /^(sum|avg|min|max|count)\b(?!.*\bby\b)/.test(text)
    ? [make(text, {})]
    : wantedInstances(text).map((instance) =>
        make(`${metric}{instance="${instance}"}`, { __name__: metric, instance, job: 'shop' })
      );
}
