/** Pictures where the machine is full. */
import { PassThrough } from 'node:stream';
import { Cdp } from './cdp';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { Pictures } from './Pictures';

test('where nothing can be started that films, stills go on, and it is not tried for ever', () => {
  const session = new Cdp(new PassThrough(), new PassThrough()).session('page');
  let [now, tried, shown] = [0, 0, 0];
  const pictures = new Pictures({
    size: { width: 640, height: 480 },
    now: () => now,
    film: {
      start: () => {
        tried += 1;
        throw new Error('no file is left');
      },
      movesWithin: 1000,
    },
    onFrame: () => (shown += 1),
    onVideoEnd: () => {},
  });
  pictures.want({ stills: true, video: true });
  pictures.show(session);
  for (let number = 1; number <= 100; number += 1) {
    now += 40;
    session.emit('Page.screencastFrame', { data: '', sessionId: number });
  }
  pictures.close();
  expect([shown, tried]).toEqual([100, LIMITS.film.failures]);
});
