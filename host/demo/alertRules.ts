/** An alert rule of the demo Grafana; it is kept and listed, never evaluated. */
export interface AlertRule {
  uid: string;
  title: string;
  expr: string;
  /** The rule fires above this value. */
  threshold: number;
  folder: string;
  /** How long the condition must hold, such as `5m`. */
  pending: string;
}

export const FIRST_ALERT_RULES: readonly AlertRule[] = [
  {
    uid: 'demo-errors',
    title: 'Too many failed requests',
    expr: 'avg(http_error_ratio)',
    threshold: 0.05,
    folder: 'Shop',
    pending: '5m',
  },
  {
    uid: 'demo-cpu',
    title: 'CPU nearly full',
    expr: 'max(node_cpu_usage_ratio)',
    threshold: 0.9,
    folder: 'Infrastructure',
    pending: '10m',
  },
];
