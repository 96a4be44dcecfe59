/** `show-me`: from the presenter's click on Show Me to the frame painted in the attendee's Grafana. */
import { setTimeout as pause } from 'node:timers/promises';
import { joinSession, openGuide, startSession } from '../e2e/stage';
import type { Bench } from './bench';
import { launch } from './browsers';
import { enter, startGrafana } from './grafana';
import { moment } from './moments';
import { contention } from './noise';
import { clickProbe, highlightProbe } from './probes';
import { median, percentile, spread } from './stats';

const ROUNDS = 5;
const SAMPLES = 20;
/**
 * Milliseconds between two presses: an attendee takes in at most four events a second, and a varying pause keeps the
 * presses from falling on the same moment of the screen's frames every time.
 */
const PAUSE = { least: 400, spread: 150 };

export const showMe: Bench = {
  name: 'show-me',
  limit: 240_000,
  async run(opened, progress) {
    const grafana = await startGrafana(opened);
    const browsers = [await launch(), await launch()];
    for (const browser of browsers) {
      await opened.use(Promise.resolve(browser), (running) => running.close());
    }
    const presenter = await enter(browsers[0], grafana, 'editor', clickProbe('guide-show-me'));
    await openGuide(presenter.page, 'first-steps');
    const { code } = await startSession(presenter.page);
    const attendee = await enter(browsers[1], grafana, 'admin', highlightProbe);
    await joinSession(attendee.page, code, 'Ada');

    const button = presenter.page.getByTestId('guide-show-me').first();
    const rounds: number[][] = [];
    const busy: number[] = [];
    let number = 0;
    const press = async () => {
      await button.click();
      const index = number++;
      return (await moment(attendee.page, 'painted', index)) - (await moment(presenter.page, 'clicks', index));
    };
    // The first loads what is loaded once.
    progress(`first press: ${(await press()).toFixed(1)} ms`);
    for (let round = 1; round <= ROUNDS; round++) {
      busy.push(contention());
      const samples: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample++) {
        await pause(PAUSE.least + Math.random() * PAUSE.spread);
        samples.push(await press());
      }
      rounds.push(samples);
      progress(`round ${round}: p50 ${median(samples).toFixed(1)} ms, p95 ${percentile(samples, 95).toFixed(1)} ms`);
    }
    const all = rounds.flat();
    return {
      bench: 'show-me',
      figures: [
        { name: 'click to painted, p95', value: percentile(all, 95), unit: 'ms', goal: 50 },
        { name: 'click to painted, p50', value: percentile(all, 50), unit: 'ms', goal: null },
        { name: 'p50, slowest round / quickest', value: spread(rounds.map(median)), unit: 'x', goal: null },
        { name: 'samples', value: all.length, unit: 'samples', goal: null },
        { name: 'wall time / CPU time of a probe', value: median(busy), unit: 'x', goal: null },
      ],
      rounds: { busy, rounds },
    };
  },
};
