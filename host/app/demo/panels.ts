/** What a dashboard shows. Places are in Grafana's grid: 24 columns, rows of 30 pixels. */
interface PanelPlace {
  id: number;
  title: string;
  description?: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export type PanelSpec =
  | (PanelPlace & { kind: 'timeseries'; expr: string })
  | (PanelPlace & { kind: 'stat'; expr: string; unit: string })
  | (PanelPlace & { kind: 'bargauge'; expr: string; unit: string; max: number })
  | (PanelPlace & { kind: 'endpoints' });

const SHOP: readonly PanelSpec[] = [
  {
    id: 1,
    kind: 'stat',
    title: 'Requests',
    expr: 'sum(http_requests_total{instance=~"$instance"})',
    unit: 'reqps',
    x: 0,
    y: 0,
    w: 6,
    h: 4,
  },
  {
    id: 2,
    kind: 'stat',
    title: 'Errors',
    expr: 'avg(http_error_ratio{instance=~"$instance"})',
    unit: 'percentunit',
    x: 6,
    y: 0,
    w: 6,
    h: 4,
  },
  {
    id: 3,
    kind: 'stat',
    title: 'Response time',
    expr: 'avg(http_request_duration_seconds{instance=~"$instance"})',
    unit: 's',
    x: 12,
    y: 0,
    w: 6,
    h: 4,
  },
  {
    id: 4,
    kind: 'stat',
    title: 'Orders',
    expr: 'sum(orders_total{instance=~"$instance"})',
    unit: 'short',
    x: 18,
    y: 0,
    w: 6,
    h: 4,
  },
  {
    id: 5,
    kind: 'timeseries',
    title: 'Requests by instance',
    description: 'Requests served a second, by web server.',
    expr: 'http_requests_total{instance=~"$instance"}',
    x: 0,
    y: 4,
    w: 12,
    h: 9,
  },
  {
    id: 6,
    kind: 'timeseries',
    title: 'Response time by instance',
    expr: 'http_request_duration_seconds{instance=~"$instance"}',
    x: 12,
    y: 4,
    w: 12,
    h: 9,
  },
  { id: 7, kind: 'endpoints', title: 'Slowest endpoints', x: 0, y: 13, w: 14, h: 9 },
  {
    id: 8,
    kind: 'bargauge',
    title: 'CPU now',
    expr: 'node_cpu_usage_ratio{instance=~"$instance"}',
    unit: 'percentunit',
    max: 1,
    x: 14,
    y: 13,
    w: 10,
    h: 9,
  },
  {
    id: 9,
    kind: 'timeseries',
    title: 'Cache hit ratio',
    expr: 'cache_hit_ratio{instance=~"$instance"}',
    x: 0,
    y: 22,
    w: 24,
    h: 8,
  },
  {
    id: 10,
    kind: 'timeseries',
    title: 'Orders a minute',
    expr: 'sum(orders_total{instance=~"$instance"})',
    x: 0,
    y: 30,
    w: 12,
    h: 8,
  },
  {
    id: 11,
    kind: 'timeseries',
    title: 'Error ratio',
    description: 'Share of requests that failed.',
    expr: 'http_error_ratio{instance=~"$instance"}',
    x: 12,
    y: 30,
    w: 12,
    h: 8,
  },
];

const HOSTS: readonly PanelSpec[] = [
  {
    id: 1,
    kind: 'bargauge',
    title: 'CPU now',
    expr: 'node_cpu_usage_ratio{instance=~"$instance"}',
    unit: 'percentunit',
    max: 1,
    x: 0,
    y: 0,
    w: 8,
    h: 8,
  },
  {
    id: 2,
    kind: 'timeseries',
    title: 'CPU usage',
    expr: 'node_cpu_usage_ratio{instance=~"$instance"}',
    x: 8,
    y: 0,
    w: 16,
    h: 8,
  },
  {
    id: 3,
    kind: 'timeseries',
    title: 'Memory used',
    expr: 'node_memory_used_bytes{instance=~"$instance"}',
    x: 0,
    y: 8,
    w: 12,
    h: 8,
  },
  {
    id: 4,
    kind: 'timeseries',
    title: 'Network received',
    expr: 'node_network_receive_bytes{instance=~"$instance"}',
    x: 12,
    y: 8,
    w: 12,
    h: 8,
  },
  { id: 5, kind: 'timeseries', title: 'Load', expr: 'node_load1{instance=~"$instance"}', x: 0, y: 16, w: 24, h: 8 },
];

const BY_DASHBOARD: ReadonlyMap<string, readonly PanelSpec[]> = new Map([
  ['web-shop', SHOP],
  ['hosts', HOSTS],
]);

export interface PanelRowSpec {
  /** Empty for the panels above the first row. */
  title: string;
  panels: readonly PanelSpec[];
}

/** Where a titled row begins, in grid rows from the top. */
const ROW_STARTS: ReadonlyMap<string, ReadonlyArray<{ title: string; y: number }>> = new Map([
  [
    'web-shop',
    [
      { title: 'Behind the pages', y: 13 },
      { title: 'History', y: 22 },
    ],
  ],
]);

/** The rows of the dashboard with this uid, from the top. */
export function rowsOf(uid: string): PanelRowSpec[] {
  const starts = [{ title: '', y: 0 }, ...(ROW_STARTS.get(uid) ?? [])];
  return starts.map(({ title, y }, index) => {
    const end = starts[index + 1]?.y ?? Infinity;
    return { title, panels: (BY_DASHBOARD.get(uid) ?? []).filter((panel) => panel.y >= y && panel.y < end) };
  });
}
