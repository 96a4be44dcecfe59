/** Order statistics of samples. Pure. */

/** The nearest-rank percentile (0 < `percent` <= 100). Throws on no samples: a figure of nothing is no figure. */
export function percentile(samples: readonly number[], percent: number): number {
  if (samples.length === 0) {
    throw new RangeError('no samples');
  }
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** The middle one; the mean of the middle two of an even number. */
export function median(samples: readonly number[]): number {
  const upper = percentile(samples, 50);
  if (samples.length % 2 === 1) {
    return upper;
  }
  return (upper + [...samples].sort((a, b) => a - b)[samples.length / 2]) / 2;
}

/** How far apart rounds of the same thing lie: the largest over the smallest. */
export function spread(samples: readonly number[]): number {
  return Math.max(...samples) / Math.min(...samples);
}
