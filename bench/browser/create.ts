/** The press of the button that starts a browser, until its picture is there. */
import { setTimeout as pause } from 'node:timers/promises';
import { Opened } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median } from '../stats';
import { PageViewer } from './PageViewer';
import { Stage } from './Stage';

/** Fewer than one address may start within a minute. */
const TIMES = 4;
const BETWEEN = 300;

export async function create(opened: Opened, progress: (line: string) => void) {
  const stage = await Stage.start(opened);
  const viewers = await opened.use(launch(), (each) => each.close());
  const busy: number[] = [];
  const rounds: Array<{ picture: number; page: number }> = [];
  for (let number = 0; number < TIMES; number++) {
    busy.push(contention());
    const visit = new Opened();
    const viewer = await PageViewer.atDoor(visit, viewers, `${stage.url}/shared-session`);
    const { page } = viewer;
    await page.getByTestId('browser-name').fill('Ada');
    await page.getByTestId('browser-start-url').fill(stage.site.url('/still'));
    await page.getByTestId('browser-create').click();
    await viewer.until('viewer.firstPage');
    rounds.push({ picture: await viewer.read('firstPicture'), page: await viewer.read('firstPage') });
    const code = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const token: unknown = await page.evaluate(`sessionStorage.getItem('browser-token:${code}')`);
    await stage.leave({ code, token: String(token) }, 'end');
    await visit.closeAll();
    await pause(BETWEEN);
  }
  const pictures = rounds.map(({ picture }) => picture / 1000);
  const pages = rounds.map((round) => round.page / 1000);
  progress(
    `first picture ${pictures.map((each) => each.toFixed(2)).join(', ')} s; of its page ${pages.map((each) => each.toFixed(2)).join(', ')} s`
  );
  const figures: Figure[] = [
    { name: 'create to first frame, p50', value: median(pictures), unit: 's', goal: 2 },
    { name: 'create to first frame, slowest', value: Math.max(...pictures), unit: 's', goal: 2 },
    { name: 'create to the first frame of the wanted page, p50', value: median(pages), unit: 's', goal: null },
    { name: 'wall time / CPU time of a probe, create', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds };
}
