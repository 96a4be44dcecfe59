import { resolveRange } from './resolveRange';

const NOW = Date.UTC(2026, 0, 15, 12, 30);
const HOUR = 3_600_000;

const ends = (from: string | null, to: string | null) => {
  const range = resolveRange(from, to, NOW);
  return [range.from.valueOf(), range.to.valueOf()];
};

describe('resolveRange', () => {
  test('relative times count from the given now', () => {
    expect(ends('now-6h', 'now-1h')).toEqual([NOW - 6 * HOUR, NOW - HOUR]);
  });

  test('numbers are milliseconds', () => {
    expect(ends('1700000000000', '1700000600000')).toEqual([1_700_000_000_000, 1_700_000_600_000]);
  });

  test.each([
    [null, null],
    ['yesterday', 'tomorrow'],
    ['now-', '<script>'],
    ['1e999', '-5'],
  ])('%s to %s is the last hour', (from, to) => {
    expect(ends(from, to)).toEqual([NOW - HOUR, NOW]);
  });

  test('keeps what was asked for, so that a refresh moves on', () => {
    expect(resolveRange('now-5m', 'now', NOW).raw).toEqual({ from: 'now-5m', to: 'now' });
  });
});
