/** `hidden`: a presenter's tab is behind another one for ten minutes, with the browser's own slowing down; everybody is relayed. */
import { setTimeout as pause } from 'node:timers/promises';
import { stepsOf } from '../e2e/guideSteps';
import { hideableBrowser, watchTicks } from '../e2e/hideable';
import { openGuide, pressShowMe, startSession } from '../e2e/stage';
import type { Bench } from './bench';
import { startGrafana } from './grafana';
import { contention } from './noise';
import type { AttendeesCalls } from './processes/attendees';
import { Program } from './processes/Program';

const ATTENDEES = 20;
const MINUTE = 60_000;
const HIDDEN_FOR = 10 * MINUTE;
/** Browsers slow a hidden page down after five minutes. */
const SLOWED_AFTER = 5 * MINUTE;
/** Milliseconds between two steps that a script shows in the hidden page. */
const EVERY = 20_000;
/** Milliseconds in which what was said is with everybody. */
const SETTLE = 5_000;
const [STEP] = stepsOf('demo-tour');

export const hidden: Bench = {
  name: 'hidden',
  limit: HIDDEN_FOR + 5 * MINUTE,
  byNameOnly: true,
  async run(opened, progress) {
    const busy = [contention()];
    const grafana = await startGrafana(opened, { relay: 'only' });
    const chrome = await opened.use(hideableBrowser(), (its) => its.close());
    const page = await chrome.context.newPage();
    const leases: number[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'PUT' && response.url().endsWith('/lease')) {
        leases.push(response.ok() ? Date.now() : Number.NaN);
      }
    });
    await page.goto(`${grafana.url}/?user=editor`);
    await openGuide(page, 'demo-tour');
    const { code } = await startSession(page);
    const attendees = await opened.use(Program.start<AttendeesCalls>('attendees'), (program) => program.kill());
    await attendees.call(
      'join',
      grafana.sessionServer,
      Array.from({ length: ATTENDEES }, () => code),
      5
    );
    const ticks = await watchTicks(page);
    await pressShowMe(page, STEP);
    let said = 1;

    await chrome.hide(page);
    const hiddenAt = Date.now();
    const button = page.locator(`[data-testid="guide-step"][data-step-id="${STEP.id}"]`).getByTestId('guide-show-me');
    while (Date.now() < hiddenAt + HIDDEN_FOR) {
      await pause(EVERY);
      await button.dispatchEvent('click');
      said += 1;
      if (said % 6 === 1) {
        progress(
          `${Math.round((Date.now() - hiddenAt) / 1000)} s, ${await attendees.call('live')} of ${ATTENDEES} live`
        );
      }
    }
    const state = await page.evaluate('document.visibilityState');
    const { at, frozen } = await ticks.jsonValue();
    const slowed = at.filter((tick) => tick > hiddenAt + SLOWED_AFTER && tick < hiddenAt + HIDDEN_FOR).length;
    if (state !== 'hidden' || frozen) {
      throw new Error(`the page was ${state}${frozen ? ' and frozen' : ''}`);
    }
    progress(`its own interval of 200 ms ticked ${slowed} times in the last five minutes`);

    const returned = Date.now();
    await chrome.show(page);
    await pressShowMe(page, STEP);
    said += 1;
    await pause(SETTLE);
    const stand = await attendees.call('stand');
    const applied = await attendees.call('applied');
    const stretches = await attendees.call('stretches');
    busy.push(contention());
    const gaps = leases.slice(1).map((lease, index) => lease - leases[index]);
    return {
      bench: 'hidden',
      figures: [
        {
          name: `presenter hidden for ten minutes, of ${ATTENDEES} relayed those who were not live throughout`,
          value: stretches.filter((list) => list.length !== 2 || !list[1].live).length,
          unit: 'attendees',
          goal: 0,
        },
        {
          name: `those who did not apply the ${said} events once and in order`,
          value: applied.filter((list) => !counts(list, said)).length,
          unit: 'attendees',
          goal: 0,
        },
        { name: 'longest pause between two renewals of the lease', value: Math.max(...gaps), unit: 'ms', goal: 15_000 },
        {
          name: "from turning back to a step's being with everybody",
          value: Math.max(...stand.map(({ since }) => since)) - returned,
          unit: 'ms',
          goal: 2_000,
        },
        {
          name: "ticks of the page's own interval of 200 ms in the last five minutes",
          value: slowed,
          unit: 'events',
          goal: 6,
        },
        { name: 'wall time / CPU time of a probe', value: Math.max(...busy), unit: 'x', goal: null },
      ],
      rounds: { stretches, gaps, said, busy },
    };
  },
};

/** Whether these are 1, 2, ... `newest` of one epoch. */
const counts = (list: readonly string[], newest: number) =>
  list.length === newest && list.every((of, index) => of.split('.')[1] === String(index + 1));
