/** `join`: from the click that submits the code to the banner of a live connection, a fresh browser profile each time. */
import { openGuide, startSession } from '../e2e/stage';
import type { Bench } from './bench';
import { launch } from './browsers';
import { enter, startGrafana } from './grafana';
import { moment } from './moments';
import { contention } from './noise';
import { clickProbe, liveProbe } from './probes';
import { median, percentile, spread } from './stats';

const ROUNDS = 5;
const SAMPLES = 4;

export const join: Bench = {
  name: 'join',
  limit: 360_000,
  async run(opened, progress) {
    const grafana = await startGrafana(opened);
    const presenters = await opened.use(launch(), (browser) => browser.close());
    const attendees = await opened.use(launch(), (browser) => browser.close());
    const presenter = await enter(presenters, grafana, 'editor', '');
    await openGuide(presenter.page, 'first-steps');
    const { code } = await startSession(presenter.page);

    const rounds: number[][] = [];
    const busy: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      busy.push(contention());
      const samples: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample++) {
        const { page, context } = await enter(attendees, grafana, 'viewer', clickProbe('live-join-submit') + liveProbe);
        await page.getByTestId('live-launcher').click();
        await page.getByTestId('live-join').click();
        await page.getByTestId('live-code-input').fill(code);
        await page.getByTestId('live-name-input').fill(`Attendee ${rounds.length}.${sample}`);
        await page.getByTestId('live-mode-guided').click();
        await page.getByTestId('live-join-submit').click();
        samples.push((await moment(page, 'live', 0)) - (await moment(page, 'clicks', 0)));
        await context.close();
      }
      rounds.push(samples);
      progress(`round ${round}: ${samples.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    }
    const all = rounds.flat();
    return {
      bench: 'join',
      figures: [
        { name: 'code submitted to live, p95', value: percentile(all, 95), unit: 'ms', goal: 1000 },
        { name: 'code submitted to live, p50', value: percentile(all, 50), unit: 'ms', goal: null },
        { name: 'p50, slowest round / quickest', value: spread(rounds.map(median)), unit: 'x', goal: null },
        { name: 'samples', value: all.length, unit: 'samples', goal: null },
        { name: 'wall time / CPU time of a probe', value: median(busy), unit: 'x', goal: null },
      ],
      rounds: { busy, rounds },
    };
  },
};
