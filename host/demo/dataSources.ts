/** A data source as the demo Grafana keeps it; secrets are never stored. */
export interface DataSourceRecord {
  id: number;
  uid: string;
  name: string;
  type: string;
  url: string;
  isDefault: boolean;
  jsonData: Record<string, unknown>;
}

export interface DataSourceType {
  id: string;
  name: string;
  description: string;
  category: string;
}

export const DATA_SOURCE_TYPES: readonly DataSourceType[] = [
  {
    id: 'prometheus',
    name: 'Prometheus',
    description: 'Open source time series database & alerting',
    category: 'Time series databases',
  },
  { id: 'loki', name: 'Loki', description: 'Like Prometheus but for logs', category: 'Logging & document databases' },
  {
    id: 'tempo',
    name: 'Tempo',
    description: 'High volume, minimal dependency trace storage',
    category: 'Distributed tracing',
  },
];

/** What a fresh demo Grafana starts with. */
export const FIRST_DATA_SOURCES: readonly DataSourceRecord[] = [
  {
    id: 1,
    uid: 'demo-prometheus',
    name: 'prometheus',
    type: 'prometheus',
    url: 'http://prometheus.demo.example:9090',
    isDefault: true,
    jsonData: {},
  },
  {
    id: 2,
    uid: 'demo-loki',
    name: 'loki',
    type: 'loki',
    url: 'http://loki.demo.example:3100',
    isDefault: false,
    jsonData: {},
  },
];
