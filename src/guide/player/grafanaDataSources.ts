/** Data sources for questions of a guide, over @grafana/runtime. */
import {
  CoreApp,
  dateTime,
  LoadingState,
  rangeUtil,
  type DataQueryRequest,
  type DataQueryResponse,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { firstValueFrom, from, isObservable, timeout, type Observable } from 'rxjs';
import { filter } from 'rxjs/operators';
import type { DataCheck } from '../model';
import type { DataCheckResult, DataSources } from './GuideContext';

/** Milliseconds for one look; a data source that takes longer is not there. */
const PATIENCE = 30_000;
/** Rows asked for: one is enough. */
const ROWS = 20;

interface CheckQuery extends DataQuery {
  [field: string]: unknown;
}

/** How each kind of data source is asked, by plugin id (GUIDE_FORMAT, `dataCheckQuery`). */
const QUERIES: Readonly<Record<string, (query: string) => CheckQuery>> = {
  prometheus: (expr) => ({ refId: 'A', expr, range: true, instant: false }),
  loki: (expr) => ({ refId: 'A', expr, queryType: 'range', maxLines: ROWS }),
  tempo: (query) => ({ refId: 'A', query, queryType: 'traceql', limit: ROWS, tableType: 'traces' }),
  'grafana-pyroscope-datasource': (labelSelector) => ({
    ...{ refId: 'A', labelSelector, queryType: 'metrics', groupBy: [] },
    profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
  }),
};

export const grafanaDataSources: DataSources = {
  list: (type) => {
    const wanted = type?.toLowerCase();
    const fits = (id: string) => wanted === undefined || id.toLowerCase() === wanted || shortType(id) === wanted;
    return getDataSourceSrv()
      .getList()
      .filter((one) => !one.meta.builtIn && fits(one.type))
      .map(({ name, type: id }) => ({ name, type: id }));
  },
  async check(name, check) {
    try {
      return await ask(name, check);
    } catch (error) {
      return { kind: 'failed', detail: error instanceof Error ? error.message : String(error) };
    }
  },
};

function shortType(id: string): string {
  return id
    .toLowerCase()
    .replace(/^grafana-/, '')
    .replace(/-datasource$/, '');
}

async function ask(name: string, check: DataCheck): Promise<DataCheckResult> {
  const source = await getDataSourceSrv().get(name);
  const query = QUERIES[source.type];
  if (!query) {
    return { kind: 'failed', detail: `data sources of type ${source.type} cannot be asked here` };
  }
  const range = rangeUtil.convertRawToRange({ from: check.from, to: check.to });
  const request: DataQueryRequest = {
    ...{
      requestId: `livesessions-${name}`,
      interval: '1m',
      intervalMs: 60_000,
      maxDataPoints: 100,
      timezone: 'browser',
    },
    ...{ range, scopedVars: {}, app: CoreApp.Unknown, startTime: dateTime().valueOf() },
    targets: [{ ...query(check.query), datasource: { uid: source.uid, type: source.type } }],
  };
  const answer = await firstValueFrom(
    asObservable(source.query(request)).pipe(
      filter(({ state }) => state !== LoadingState.Loading),
      timeout(PATIENCE)
    )
  );
  if (answer.state === LoadingState.Error || answer.errors?.length) {
    return { kind: 'failed', detail: answer.errors?.[0]?.message ?? 'the query was refused' };
  }
  return { kind: answer.data.some(hasRows) ? 'rows' : 'no-rows' };
}

function asObservable(
  answer: Promise<DataQueryResponse> | Observable<DataQueryResponse>
): Observable<DataQueryResponse> {
  return isObservable(answer) ? answer : from(answer);
}

function hasRows(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && 'length' in frame && Number(frame.length) > 0;
}
