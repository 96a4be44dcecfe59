/**
 * What the dock takes of a window at most: in one below Grafana's `xl`, where its menu may stand beside the page, no more
 * than a third, and never less than a guide's pictures need.
 */
export const NARROW_DOCK = 'max(320px, 32vw)';
/** Windows in which the dock is too low for two parts that scroll by themselves: there it scrolls as a whole. */
export const LITTLE_ROOM = '@media (max-width: 768px), (max-height: 560px)';
