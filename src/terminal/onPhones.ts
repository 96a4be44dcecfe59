/** Where there is no keyboard with Esc, Tab and Ctrl; the terminal's own page has the same in its styles. */
export const ON_PHONES = '@media (pointer: coarse), (max-width: 640px)';
