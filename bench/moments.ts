/** Reads what the probes wrote down. */
import type { Page } from '@playwright/test';

export type Kind = 'clicks' | 'painted' | 'live';

/** The `index`th moment of this kind, as soon as there is one. Rejects when there is none in 10 s. */
export async function moment(page: Page, kind: Kind, index: number): Promise<number> {
  const handle = await page.waitForFunction<unknown>(`moments.${kind}[${index}]`, undefined, { timeout: 10_000 });
  const at = await handle.jsonValue();
  await handle.dispose();
  if (typeof at !== 'number') {
    throw new Error(`${kind} ${index} is no moment`);
  }
  return at;
}
