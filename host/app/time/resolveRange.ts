import { dateMath, dateTime, type RawTimeRange, type TimeRange } from '@grafana/data';

const DEFAULT = { from: 'now-1h', to: 'now' } as const;

function read(text: string | null, fallback: string): RawTimeRange['from'] {
  if (text !== null && /^now([-+/]\w+)*$/.test(text)) {
    return text;
  }
  return text !== null && /^\d{10,14}$/.test(text) ? dateTime(Number(text)) : fallback;
}

/**
 * The time range that an address names.
 * @param from `now`, `now-6h`, `now/d` or milliseconds since 1970; anything else counts as the last hour's.
 * @param now milliseconds since 1970 that relative times are taken from.
 */
export function resolveRange(from: string | null, to: string | null, now: number): TimeRange {
  const raw: RawTimeRange = { from: read(from, DEFAULT.from), to: read(to, DEFAULT.to) };
  const at = (value: RawTimeRange['from'], roundUp: boolean) =>
    (typeof value === 'string' ? dateMath.toDateTime(value, { roundUp, now: dateTime(now) }) : value) ?? dateTime(now);
  return { from: at(raw.from, false), to: at(raw.to, true), raw };
}
