/** Windows in which the dock is too low for two parts that scroll by themselves: there it scrolls as a whole. */
export const LITTLE_ROOM = '@media (max-width: 768px), (max-height: 560px)';
