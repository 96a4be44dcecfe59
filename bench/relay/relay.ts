/** `relay`: what the session server's relay carries, with a room of real sessions, and with sockets that do nothing. */
import { Opened, type Bench } from '../bench';
import { rawCrowd } from './rawCrowd';
import { realRoom } from './realRoom';

export const relay: Bench = {
  name: 'relay',
  limit: 900_000,
  async run(opened, progress) {
    const part = async <T>(run: (its: Opened, progress: (line: string) => void) => Promise<T>): Promise<T> => {
      const its = await opened.use(Promise.resolve(new Opened()), (own) => own.closeAll());
      const result = await run(its, progress);
      await its.closeAll();
      return result;
    };
    const room = await part(realRoom);
    const raw = await part(rawCrowd);
    return {
      bench: 'relay',
      figures: [...room.figures, ...raw.figures],
      rounds: { room: room.rounds, raw: raw.rounds },
    };
  },
};
