/** What a page's main thread does, from Chromium itself. */
import type { CDPSession, Page } from '@playwright/test';

export interface Work {
  /** Milliseconds of CPU that the main thread's tasks have taken: what other programs take of the machine is not in it. */
  cpu: number;
  /** Milliseconds by the clock that the tasks have taken. */
  wall: number;
}

/** Reads how much there was so far. */
export async function meterWork(page: Page): Promise<() => Promise<Work>> {
  const cpu = await page.context().newCDPSession(page);
  await cpu.send('Performance.enable', { timeDomain: 'threadTicks' });
  const wall = await page.context().newCDPSession(page);
  await wall.send('Performance.enable', { timeDomain: 'timeTicks' });
  return async () => ({ cpu: await taskDuration(cpu), wall: await taskDuration(wall) });
}

async function taskDuration(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const task = metrics.find(({ name }) => name === 'TaskDuration');
  if (!task) {
    throw new Error('Chromium reports no TaskDuration.');
  }
  return task.value * 1000;
}
