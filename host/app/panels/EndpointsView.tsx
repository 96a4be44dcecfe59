import { useMemo } from 'react';
import { FieldType, toDataFrame, type TimeRange } from '@grafana/data';
import { TableNG } from '@grafana/ui/unstable';
import { valueAt } from '../demo/series';
import { useDisplayed } from './usePanelData';

const ENDPOINTS = [
  'GET /',
  'GET /products',
  'GET /products/:id',
  'POST /cart',
  'GET /cart',
  'POST /checkout',
  'POST /login',
  'GET /search',
  'GET /recommendations',
  'POST /payment',
];

const DEFAULTS = { custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false } };

interface EndpointsViewProps {
  range: TimeRange;
  width: number;
  height: number;
}

/** The shop's endpoints at the end of the range, slowest first. */
export function EndpointsView({ range, width, height }: EndpointsViewProps) {
  const end = range.to.valueOf();
  const frames = useMemo(() => {
    const rows = ENDPOINTS.map((endpoint) => ({
      endpoint,
      requests: valueAt('http_requests_total', endpoint, end),
      seconds: valueAt('http_request_duration_seconds', endpoint, end),
      errors: valueAt('http_error_ratio', endpoint, end),
    })).sort((a, b) => b.seconds - a.seconds);
    return [
      toDataFrame({
        fields: [
          { name: 'Endpoint', type: FieldType.string, values: rows.map((row) => row.endpoint), config: DEFAULTS },
          {
            name: 'Requests',
            type: FieldType.number,
            values: rows.map((row) => row.requests),
            config: { ...DEFAULTS, unit: 'reqps', decimals: 0 },
          },
          {
            name: 'Response time',
            type: FieldType.number,
            values: rows.map((row) => row.seconds),
            config: { ...DEFAULTS, unit: 's' },
          },
          {
            name: 'Errors',
            type: FieldType.number,
            values: rows.map((row) => row.errors),
            config: { ...DEFAULTS, unit: 'percentunit', decimals: 1 },
          },
        ],
      }),
    ];
  }, [end]);
  const [frame] = useDisplayed(frames, DEFAULTS);
  return <TableNG data={frame} width={width} height={height} />;
}
