/** What Grafana is provisioned with: settings that the plugin knows, and metrics that a real session server has. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { startServer } from '../server/startServer';
import { PeerClient } from '../server/testing/peerClient';
import { attendeeTicket, Presenter } from '../server/testing/people';
import { call } from '../server/testing/http';
import { parseSettings } from '../src/ui/config/settings';

const ROOT = path.resolve(__dirname, '..');
const FOLDER = path.join(ROOT, 'provisioning');
const read = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');
const pluginId: unknown = JSON.parse(readFileSync(path.join(ROOT, 'src/plugin.json'), 'utf8')).id;

const dataSources = z
  .object({ datasources: z.array(z.object({ uid: z.string(), type: z.string(), url: z.string().optional() })) })
  .parse(parse(read('datasources/datasources.yaml'))).datasources;
const uids = dataSources.map(({ uid }) => uid);

const reference = z.object({ uid: z.string() });
const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      datasource: reference,
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ refId: z.string(), datasource: reference, expr: z.string().optional() })).min(1),
    })
  ),
});
const dashboards = readdirSync(path.join(FOLDER, 'dashboards'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => dashboardSchema.parse(JSON.parse(read(`dashboards/${name}`))));

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            uid: z.string(),
            title: z.string(),
            condition: z.string(),
            annotations: z.object({ summary: z.string() }),
            data: z.array(
              z.object({
                refId: z.string(),
                datasourceUid: z.string(),
                model: z.object({ refId: z.string(), expr: z.string().optional(), expression: z.string().optional() }),
              })
            ),
          })
        ),
      })
    ),
  })
  .parse(parse(read('alerting/session-server.yaml')))
  .groups.flatMap((group) => group.rules);

/** The metric names of a PromQL expression: words that are no function, keyword or label. */
function metricsOf(expr: string): string[] {
  const bare = expr.replace(/\{[^}]*\}|\[[^\]]*\]/g, '').replace(/\b(by|without)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z_][a-z0-9_:]*(?!\w*\s*\()/gi)]
    .map(([word]) => word)
    .filter((word) => !bare.includes(`${word}(`) && !['by', 'without'].includes(word));
}

const expressions = [
  ...dashboards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
  ...rules.flatMap(({ data }) => data.map(({ model }) => model.expr)),
].flatMap((expr) => (expr === undefined ? [] : [expr]));

describe('metrics', () => {
  it('are found in expressions', () => {
    expect(metricsOf('sum by (reason) (rate(livesessions_x_total{job="a"}[5m])) / up > 0.5')).toEqual([
      'livesessions_x_total',
      'up',
    ]);
    expect(expressions.length).toBeGreaterThan(15);
  });

  it('of dashboards and alerts are all in a real server’s /metrics, with their labels', async () => {
    const server = await startServer({ config: { port: 0, logLevel: 'silent' } });
    try {
      // Counters with labels show their name always, and their labels once something has been counted.
      const presenter = await Presenter.create(server.url);
      const stage = await PeerClient.open(server.url, await presenter.start());
      const attendee = await PeerClient.open(server.url, await attendeeTicket(server.url, presenter.code));
      attendee.send('rubbish');
      await attendee.closed;
      await PeerClient.knock(server.url, {});
      await call(`${server.url}/api/sessions/ZZZZZZ`);
      const { text } = await call(`${server.url}/metrics`);
      const exported = new Map(
        text
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#'))
          .map((line): [string, string] => [line.split(/[{ ]/)[0], line])
      );
      // Prometheus itself makes "up" for what it scrapes.
      const missing = expressions.flatMap(metricsOf).filter((name) => name !== 'up' && !exported.has(name));
      expect(missing).toEqual([]);
      for (const expr of expressions) {
        const label = /by \((\w+)\)/.exec(expr)?.[1] ?? /\b(reason|outcome)=/.exec(expr)?.[1];
        if (label !== undefined) {
          expect(exported.get(metricsOf(expr)[0])).toContain(`${label}="`);
        }
      }
      stage.ws.terminate();
    } finally {
      await server.stop();
    }
  });

  it('are scraped under the job that the expressions ask for', () => {
    const { scrape_configs: jobs } = z
      .object({ scrape_configs: z.array(z.object({ job_name: z.string() })) })
      .parse(parse(readFileSync(path.join(ROOT, 'deploy/prometheus.yaml'), 'utf8')));
    expect(jobs.map(({ job_name: name }) => name)).toEqual(['session-server']);
    expressions.forEach((expr) => expect(expr).toContain('job="session-server"'));
  });
});

describe.each(dashboards)('the dashboard $title', ({ panels }) => {
  it('asks data sources that are provisioned', () => {
    const asked = panels.flatMap((panel) => [
      panel.datasource.uid,
      ...panel.targets.map((each) => each.datasource.uid),
    ]);
    expect([...new Set(asked)].filter((uid) => !uids.includes(uid))).toEqual([]);
  });

  it('has panels with ids of their own that lie beside each other', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`)
    );
    expect(new Set(cells).size).toBe(cells.length);
    panels.forEach(({ gridPos: { x, w } }) => expect(x + w).toBeLessThanOrEqual(24));
  });
});

it('alert rules have ids of their own, ask a provisioned data source and end in their condition', () => {
  expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
  for (const { condition, data } of rules) {
    const last = data[data.length - 1];
    expect(last).toMatchObject({ refId: condition, datasourceUid: '__expr__' });
    expect(data.map(({ refId }) => refId)).toContain(last.model.expression);
    expect(uids).toContain(data[0].datasourceUid);
    data.forEach(({ refId, model }) => expect(model.refId).toBe(refId));
  }
});

describe('the plugin', () => {
  const { apps } = z
    .object({
      apps: z.array(
        z.object({
          type: z.string(),
          disabled: z.boolean(),
          jsonData: z.record(z.string(), z.unknown()),
          secureJsonData: z.record(z.string(), z.string()),
        })
      ),
    })
    .parse(parse(read('plugins/live-sessions.yaml')));

  it('is on, with settings that it takes as they are', () => {
    expect(apps).toHaveLength(1);
    const [{ type, disabled, jsonData }] = apps;
    expect([type, disabled]).toEqual([pluginId, false]);
    const filled = Object.entries({ ...jsonData, peerjsKey: 'a-key-from-env' });
    const taken = Object.entries(parseSettings(Object.fromEntries(filled)));
    const ownNames = taken.map(([name]) => name);
    expect(taken).toEqual(expect.arrayContaining(filled.filter(([name]) => ownNames.includes(name))));
    // Read by the plugin's routes in plugin.json alone, where the settings have no field for it.
    expect(
      filled.map(([name]) => name).filter((name) => !ownNames.includes(name) && name !== 'grafanaServerUrl')
    ).toEqual([]);
  });

  it('has its keys from the environment, where the compose file puts them', () => {
    const compose = readFileSync(path.join(ROOT, 'docker-compose.yaml'), 'utf8');
    for (const value of [apps[0].jsonData.peerjsKey, ...Object.values(apps[0].secureJsonData)]) {
      expect(value).toMatch(/^\$LIVE_SESSIONS_[A-Z_]+$/);
      expect(compose).toContain(`${String(value).slice(1)}: \${`);
    }
  });
});
