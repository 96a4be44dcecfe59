import { z } from 'zod';

const pane = z.object({
  datasource: z.string().max(200).optional(),
  queries: z
    .array(z.object({ expr: z.string().max(10_000).default('') }))
    .max(20)
    .default([]),
});

const panes = z.record(z.string(), pane);

export interface ExploreStart {
  dataSource: string | null;
  expr: string;
}

/** The data source and query that an address of Explore asks for (`panes`, as in Grafana); rubbish asks for none. */
export function readExploreAddress(search: string): ExploreStart {
  const nothing: ExploreStart = { dataSource: null, expr: '' };
  const text = new URLSearchParams(search).get('panes');
  if (text === null) {
    return nothing;
  }
  try {
    const [first] = Object.values(panes.parse(JSON.parse(text)));
    return first ? { dataSource: first.datasource ?? null, expr: first.queries[0]?.expr ?? '' } : nothing;
  } catch {
    return nothing;
  }
}

/** The in-app path of Explore with `expr` in its editor. */
export function explorePath(expr: string): string {
  const value = { left: { queries: [{ refId: 'A', expr }], range: { from: 'now-1h', to: 'now' } } };
  return `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(value))}`;
}
