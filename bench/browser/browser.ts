/** `browser`: the shared browser of this machine, beside the screencast of a bare Chromium. */
import { runParts, type Bench } from '../bench';
import { create } from './create';
import { frames } from './frames';
import { latency } from './latency';
import { slow } from './slow';
import { still } from './still';

export const browser: Bench = {
  name: 'browser',
  limit: 300_000,
  async run(opened, progress, part) {
    return {
      bench: 'browser',
      ...(await runParts(opened, progress, { latency, frames, still, slow, create }, part)),
    };
  },
};
