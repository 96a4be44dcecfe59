/** Takes back what was begun. */
export type Undo = () => void;
