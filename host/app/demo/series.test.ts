import { INSTANCES, seriesFor } from './series';

const HOUR = 3_600_000;

describe('seriesFor', () => {
  test('the same query over the same times has the same values', () => {
    expect(seriesFor('http_requests_total', 0, HOUR, 50)).toEqual(seriesFor('http_requests_total', 0, HOUR, 50));
  });

  test('the value at a time does not depend on the range that was asked for', () => {
    const [wide] = seriesFor('node_load1', 0, 2 * HOUR, 3);
    const [narrow] = seriesFor('node_load1', HOUR, 2 * HOUR, 2);
    expect(wide.values.slice(1)).toEqual(narrow.values);
  });

  test('a metric has a series for each instance, inside its bounds', () => {
    const series = seriesFor('cache_hit_ratio', 0, 24 * HOUR, 400);
    expect(series.map(({ labels }) => labels.instance)).toEqual(INSTANCES);
    for (const { values } of series) {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0.7);
      expect(Math.max(...values)).toBeLessThanOrEqual(0.99);
    }
  });

  test.each([
    ['up{instance="web-2"}', ['web-2']],
    ['up{instance=~"web-1|web-3"}', ['web-1', 'web-3']],
    ['up{instance=~".+"}', INSTANCES],
    ['up{instance="nowhere"}', []],
  ])('%s has the series that its label matcher names', (expression, instances) => {
    expect(seriesFor(expression, 0, HOUR, 2).map(({ labels }) => labels.instance)).toEqual(instances);
  });

  test('an aggregation is the sum of its parts', () => {
    const parts = seriesFor('orders_total', 0, HOUR, 10);
    const [sum] = seriesFor('sum(rate(orders_total[5m]))', 0, HOUR, 10);
    sum.values.forEach((value, index) => {
      expect(value).toBeCloseTo(parts.reduce((total, part) => total + part.values[index], 0));
    });
  });

  test('a metric that the demo does not know has numbers, whatever its name', () => {
    for (const name of ['brand_new_total', '__proto__', 'constructor']) {
      expect(seriesFor(name, 0, HOUR, 2)[0].values.every(Number.isFinite)).toBe(true);
    }
  });

  test.each([
    ['', 0, HOUR, 10],
    ['up', HOUR, 0, 10],
    ['up', 0, HOUR, 1],
  ])('nothing to ask has no answer (%j, %d to %d, %d points)', (expression, from, to, points) => {
    expect(seriesFor(expression, from, to, points)).toEqual([]);
  });
});
