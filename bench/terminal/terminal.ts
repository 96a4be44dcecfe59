/** `terminal`: the shared terminal beside WeTTY and a bare pty. */
import { runParts, type Bench } from '../bench';
import { bulk, stalled, typing } from './bulk';
import { echo } from './echo';
import { newcomer } from './newcomer';

export const terminal: Bench = {
  name: 'terminal',
  limit: 300_000,
  async run(opened, progress, part) {
    return {
      bench: 'terminal',
      ...(await runParts(opened, progress, { echo, bulk, stalled, typing, newcomer }, part)),
    };
  },
};
