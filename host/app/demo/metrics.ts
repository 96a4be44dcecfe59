/** What the demo Grafana's data sources hold. */
export interface Metric {
  help: string;
  /** Unit id of @grafana/data. */
  unit: string;
  /** Values lie between the two. */
  low: number;
  high: number;
}

const METRICS: Readonly<Record<string, Metric>> = {
  up: { help: 'Whether the instance answers', unit: 'none', low: 1, high: 1 },
  http_requests_total: { help: 'Requests served', unit: 'reqps', low: 20, high: 420 },
  http_request_duration_seconds: { help: 'Time to answer a request', unit: 's', low: 0.04, high: 0.9 },
  http_error_ratio: { help: 'Share of requests that failed', unit: 'percentunit', low: 0, high: 0.06 },
  orders_total: { help: 'Orders placed', unit: 'short', low: 2, high: 64 },
  cache_hit_ratio: { help: 'Share of reads that the cache served', unit: 'percentunit', low: 0.7, high: 0.99 },
  node_cpu_usage_ratio: { help: 'Share of CPU time in use', unit: 'percentunit', low: 0.05, high: 0.95 },
  node_memory_used_bytes: { help: 'Memory in use', unit: 'bytes', low: 2e9, high: 14e9 },
  node_network_receive_bytes: { help: 'Bytes received from the network', unit: 'Bps', low: 1e5, high: 9e6 },
  node_load1: { help: 'Load over one minute', unit: 'none', low: 0.1, high: 6 },
};

const UNKNOWN: Metric = { help: '', unit: 'none', low: 0, high: 100 };

export const METRIC_NAMES: readonly string[] = Object.keys(METRICS);

/** The metric of this name; names that the demo does not know get values between 0 and 100. */
export function metricNamed(name: string): Metric {
  return Object.hasOwn(METRICS, name) ? METRICS[name] : UNKNOWN;
}
