/** How much time is left, in words. Pure; all in milliseconds. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** From here on seconds are shown. */
const SOON = 2 * MINUTE;

export function timeLeft(left: number): string {
  if (left <= 0) {
    return 'Ending';
  }
  if (left < SOON) {
    return `${clock(left)} left`;
  }
  const minutes = Math.ceil(left / MINUTE);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min left` : `${hours} h ${String(minutes - hours * 60).padStart(2, '0')} min left`;
}

export const isSoon = (left: number) => left < SOON;

/** Minutes and seconds. */
export function clock(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function secondsLeft(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / SECOND));
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/** A difference below this is the answer's way and the header's rounding. */
const UNSURE = 2 * SECOND;

/**
 * By how much the server's clock is ahead of this one, from the Date header of an answer that just came; 0 where that cannot be
 * told. Ends are told by the server's clock, and computers are at times minutes apart.
 */
export function clockOffset(dateHeader: string | null, now: number): number {
  const date = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  const offset = date - now;
  return Number.isNaN(date) || Math.abs(offset) < UNSURE ? 0 : offset;
}
