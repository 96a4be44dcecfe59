import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router-dom-v5-compat';
import { rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { resolveRange } from './resolveRange';

const inAddress = (value: RawTimeRange['from']) => (typeof value === 'string' ? value : String(value.valueOf()));

export interface TimeControl {
  range: TimeRange;
  setRange: (range: TimeRange) => void;
  /** Reads a relative range such as `now-1h` again. */
  refresh: () => void;
  /** Refresh interval such as `5s`; empty for none. */
  interval: string;
  setInterval: (interval: string) => void;
  /** Moves the range by half its length; -1 is back. */
  move: (direction: -1 | 1) => void;
  zoomOut: () => void;
}

/** Time range and refresh interval, kept in the address (`from`, `to`, `refresh`) as in Grafana. */
export function useTimeControl(): TimeControl {
  const query = new URLSearchParams(useLocation().search);
  const from = query.get('from');
  const to = query.get('to');
  const interval = query.get('refresh') ?? '';
  const [now, setNow] = useState(() => Date.now());
  const refresh = useCallback(() => setNow(Date.now()), []);
  const range = useMemo(() => resolveRange(from, to, now), [from, to, now]);
  useEffect(() => {
    if (!/^\d+[smhd]$/.test(interval)) {
      return undefined;
    }
    const timer = window.setInterval(refresh, rangeUtil.intervalToMs(interval));
    return () => window.clearInterval(timer);
  }, [interval, refresh]);

  const start = range.from.valueOf();
  const end = range.to.valueOf();
  const half = Math.round((end - start) / 2);
  const setAbsolute = (first: number, last: number) =>
    locationService.partial({ from: String(first), to: String(last) });
  return {
    range,
    setRange: ({ raw }) => {
      refresh();
      locationService.partial({ from: inAddress(raw.from), to: inAddress(raw.to) });
    },
    refresh,
    interval,
    setInterval: (next) => locationService.partial({ refresh: next === '' ? null : next }),
    move: (direction) => setAbsolute(start + direction * half, end + direction * half),
    zoomOut: () => setAbsolute(start - half, end + half),
  };
}
