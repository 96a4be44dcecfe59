import { useEffect, useState } from 'react';

/** The clock's reading, taken anew every `every` milliseconds while the component is drawn. */
export function useClock(now: () => number, every: number): number {
  const [reading, setReading] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setReading(now()), every);
    return () => clearInterval(timer);
  }, [now, every]);
  return reading;
}

/** A span of time in words, rounded down. */
export function inWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
