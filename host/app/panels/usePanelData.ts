import { useEffect, useMemo, useState } from 'react';
import {
  applyFieldOverrides,
  CoreApp,
  FieldColorModeId,
  rangeUtil,
  ThresholdsMode,
  type DataFrame,
  type DataQuery,
  type DataSourceRef,
  type FieldConfig,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { from, isObservable, lastValueFrom } from 'rxjs';

/** One answered query: the frames as a data source gives them, and the times that they are for. */
export interface Answered {
  frames: DataFrame[];
  range: TimeRange;
}

const COMMON: FieldConfig = {
  color: { mode: FieldColorModeId.PaletteClassic },
  thresholds: { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'green' }] },
};

let requests = 0;

/** Asks a data source; `expr` is the query's text. */
export async function ask(source: DataSourceRef | string | null, expr: string, range: TimeRange): Promise<Answered> {
  const dataSource = await getDataSourceSrv().get(source);
  const target: DataQuery & { expr: string } = { refId: 'A', expr };
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, 400);
  const reply = dataSource.query({
    requestId: `Q${++requests}`,
    app: CoreApp.Dashboard,
    interval,
    intervalMs,
    maxDataPoints: 400,
    range,
    scopedVars: {},
    startTime: Date.now(),
    targets: [target],
    timezone: 'browser',
  });
  const { data } = await (isObservable(reply) ? lastValueFrom(reply) : lastValueFrom(from(reply)));
  return { frames: data, range };
}

/**
 * Frames ready for a visualisation: with colours, units and display processors of the current theme. `defaults` apply
 * where a field says nothing itself; they are put in here because Grafana's registry of field options, which does it
 * otherwise, is not in its packages.
 */
export function useDisplayed(frames: DataFrame[], defaults: FieldConfig): DataFrame[] {
  const theme = useTheme2();
  return useMemo(() => {
    const data = frames.map((frame) => ({
      ...frame,
      fields: frame.fields.map((field) => ({ ...field, config: { ...COMMON, ...defaults, ...field.config } })),
    }));
    return applyFieldOverrides({
      data,
      fieldConfig: { defaults: {}, overrides: [] },
      replaceVariables: (text) => text,
      theme,
      timeZone: 'browser',
    });
  }, [frames, defaults, theme]);
}

/** What the default data source answers to `expr`; null until it has. */
export function usePanelData(expr: string, range: TimeRange): Answered | null {
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => {
    let wanted = true;
    void ask(null, expr, range).then((answer) => wanted && setAnswered(answer));
    return () => {
      wanted = false;
    };
  }, [expr, range]);
  return answered;
}
