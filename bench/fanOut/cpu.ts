/** The CPU time of a page's main thread, from Chromium itself. */
import type { Page } from '@playwright/test';

export interface CpuMeter {
  /** Milliseconds of CPU that the main thread's tasks have taken so far. */
  read(): Promise<number>;
}

export async function meterCpu(page: Page): Promise<CpuMeter> {
  const cdp = await page.context().newCDPSession(page);
  // Thread time, not the clock's: what other programs take of the machine does not count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    async read() {
      const { metrics } = await cdp.send('Performance.getMetrics');
      const task = metrics.find(({ name }) => name === 'TaskDuration');
      if (!task) {
        throw new Error('Chromium reports no TaskDuration.');
      }
      return task.value * 1000;
    },
  };
}
