import { BARE_GRAFANA } from '../testing/bareGrafana';
import { pageClock } from './clock';
import { createRunner } from './runner';
import { PageForTests } from './pageForTests';
import { restedLooks } from './restedLooks';

describe('many conditions with costly targets', () => {
  it('do not keep the page from its own work', async () => {
    document.body.innerHTML = '<i>x</i>'.repeat(400);
    const { unmet } = createRunner(new PageForTests(), BARE_GRAFANA);
    const costly = Array.from({ length: 60 }, () => 'i').join(' ~ ');
    let longest = 0;
    let last = performance.now();
    const beat = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    const beats = setInterval(beat, 1);
    const all = Array.from({ length: 6 }, async (_, index) => {
      const reftarget = `${costly} ~ #none-${index}`;
      const lacking = await unmet({ action: 'highlight', reftarget, requirements: ['exists-reftarget'] });
      return lacking.length;
    });
    const before = performance.now();
    expect(await Promise.all(all)).toEqual(Array(6).fill(1));
    clearInterval(beats);
    beat();
    const took = performance.now() - before;
    expect(longest).toBeLessThan(took / 3);
  }, 30_000);
});

describe('restedLooks', () => {
  it('lets quick looks run without a rest, in their order', async () => {
    const looked: number[] = [];
    const look = restedLooks(async (source: number) => looked.push(source) > 0, {
      now: () => 0,
      after: () => {
        throw new Error('rests');
      },
    });
    expect(await Promise.all([look(1), look(2), look(3)])).toEqual([true, true, true]);
    expect(looked).toEqual([1, 2, 3]);
  });

  it('remembers a costly look until the page has had its rest', async () => {
    jest.useFakeTimers();
    try {
      const looked: number[] = [];
      const look = restedLooks(async (ms: number) => {
        jest.advanceTimersByTime(ms);
        return looked.push(ms) > 0;
      }, pageClock);
      await look(200);
      await jest.advanceTimersByTimeAsync(250);
      void look(0);
      await jest.advanceTimersByTimeAsync(500);
      expect(looked).toEqual([200]);
      await jest.advanceTimersByTimeAsync(100);
      expect(looked).toEqual([200, 0]);
      await look(10);
      expect(looked).toEqual([200, 0, 10]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('goes on behind a look that fails', async () => {
    const look = restedLooks(
      (source: number) => (source === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(true)),
      pageClock
    );
    const [one, two] = await Promise.allSettled([look(1), look(2)]);
    expect([one.status, two.status]).toEqual(['rejected', 'fulfilled']);
  });
});
