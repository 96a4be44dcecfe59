/** People behind a firewall that lets no UDP through, without a TURN server: whether all get in by the relay, and how soon. */
import { walledBrowser } from '../../e2e/walled';
import { startServer } from '../../server/startServer';
import type { Opened } from '../bench';
import { launch } from '../browsers';
import { servePages } from '../fanOut/pages';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile } from '../stats';

const JOINS = 40;
/** Milliseconds after which somebody has not got in. */
const LIMIT = 15_000;

export async function walledJoins(opened: Opened, progress: (line: string) => void) {
  const pages = await opened.use(servePages(), (served) => served.stop());
  const server = await opened.use(
    startServer({ config: { port: 0, allowedOrigins: [pages.origin], logLevel: 'silent' } }),
    (running) => running.stop()
  );
  const presenters = await opened.use(launch(), (browser) => browser.close());
  const presenter = await presenters.newPage();
  await presenter.goto(pages.url('recovery-presenter'));
  const code = await presenter.evaluate<string>(`bench.open(${JSON.stringify(server.url)})`);
  const ports = [server.url, pages.origin].map((url) => Number(new URL(url).port));
  const walled = await opened.use(walledBrowser(ports), (its) => its.close());
  const busy = [contention()];
  const took: number[] = [];
  for (let number = 0; number < JOINS; number++) {
    const context = await walled.browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    await page.goto(pages.url('recovery-attendees'));
    const joining = page.evaluate<number>(
      `(async () => { const at = performance.now(); await bench.join(${JSON.stringify(server.url)}, ${JSON.stringify(code)}, 'relay'); return performance.now() - at; })()`
    );
    const late = page.waitForTimeout(LIMIT).then(() => null);
    const ms = await Promise.race([joining, late]);
    if (ms !== null) {
      took.push(ms);
    }
    await context.close();
    await Promise.allSettled([joining, late]);
  }
  busy.push(contention());
  progress(
    `${took.length} of ${JOINS} joined by the relay, p50/p95/slowest ${[50, 95, 100].map((percent) => percentile(took, percent).toFixed(0)).join('/')} ms`
  );
  const label = `UDP blocked, no TURN, ${JOINS} joins`;
  const figures: Figure[] = [
    { name: `${label}, not in by the relay`, value: JOINS - took.length, unit: 'attendees', goal: 0 },
    { name: `${label}, live, p95`, value: percentile(took, 95), unit: 'ms', goal: 2_000 },
    { name: `${label}, live, p50`, value: median(took), unit: 'ms', goal: null },
    { name: 'wall time / CPU time of a probe, UDP blocked', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds: { took, busy } };
}
