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
  /** Rules of one group are evaluated together. */
  group: string;
  labels: Readonly<Record<string, string>>;
  contactPoint: string;
  summary: string;
}

/** Where notifications can go; the demo sends none. */
export const CONTACT_POINTS = ['grafana-default-email', 'on-call', 'team chat'] as const;

/** An evaluation group and how often it is evaluated. */
export const FIRST_GROUPS: ReadonlyArray<{ name: string; interval: string }> = [
  { name: 'every minute', interval: '1m' },
  { name: 'every five minutes', interval: '5m' },
];

export const FIRST_ALERT_RULES: readonly AlertRule[] = [
  {
    uid: 'demo-errors',
    title: 'Too many failed requests',
    expr: 'avg(http_error_ratio)',
    threshold: 0.05,
    folder: 'Shop',
    pending: '5m',
    group: 'every minute',
    labels: { team: 'shop' },
    contactPoint: 'on-call',
    summary: 'More than 5 % of the requests fail.',
  },
  {
    uid: 'demo-cpu',
    title: 'CPU nearly full',
    expr: 'max(node_cpu_usage_ratio)',
    threshold: 0.9,
    folder: 'Infrastructure',
    pending: '10m',
    group: 'every five minutes',
    labels: {},
    contactPoint: 'grafana-default-email',
    summary: '',
  },
];
