/** What a page's main thread does, from Chromium itself. */
import type { Browser, CDPSession, Page } from '@playwright/test';

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

/** What earlier work left behind is not to be cleared away in what is measured. */
export async function collectGarbage(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
}

/** Reads how many bytes of JavaScript's heap are in use once what can be collected is. */
export async function meterHeap(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page);
  return async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    return usedSize;
  };
}

/** Reads how many milliseconds of CPU each kind of a browser's processes has taken so far: `renderer`, `browser`, ... */
export async function meterProcesses(browser: Browser): Promise<() => Promise<Record<string, number>>> {
  const cdp = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    const taken: Record<string, number> = {};
    for (const { type, cpuTime } of processInfo) {
      taken[type] = (taken[type] ?? 0) + cpuTime * 1000;
    }
    return taken;
  };
}
