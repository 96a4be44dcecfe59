import { DASHBOARDS } from '../../demo/dashboards';
import { rowsOf } from './panels';

describe('the rows of a dashboard', () => {
  test.each(DASHBOARDS.map(({ uid }) => uid))('%s has each of its panels once, from the top', (uid) => {
    const panels = rowsOf(uid).flatMap((row) => row.panels);
    expect(panels.length).toBeGreaterThan(0);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const tops = rowsOf(uid).map((row) => Math.min(...row.panels.map(({ y }) => y)));
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
  });

  test('a row holds what begins at it and above the next', () => {
    const [above, behind, history] = rowsOf('web-shop');
    expect([above.title, behind.title, history.title]).toEqual(['', 'Behind the pages', 'History']);
    expect(behind.panels.map(({ title }) => title)).toEqual(['Slowest endpoints', 'CPU now']);
    expect(above.panels.map(({ title }) => title)).not.toContain('Cache hit ratio');
    expect(history.panels.map(({ title }) => title)).toContain('Cache hit ratio');
  });

  test('a dashboard that there is not has no panels', () => {
    expect(rowsOf('__proto__').flatMap(({ panels }) => panels)).toEqual([]);
  });
});
