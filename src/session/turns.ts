/** Work that is done one after the other, because each depends on what the one before has changed. */

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** What fails rejects for its own caller, and the next one goes on. */
export function takeTurns(): InTurn {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = tail.then(work);
    tail = turn.catch(() => {});
    return turn;
  };
}
