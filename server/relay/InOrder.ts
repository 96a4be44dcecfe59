/** Tasks one after the other, each when the one before is done, and no more of them than a bound. */

export class InOrder {
  private last: Promise<void> = Promise.resolve();
  private waitingBytes = 0;

  /**
   * @param bound bytes that tasks may hold while they wait
   * @param failed of a task that threw; those after it go on
   */
  constructor(
    private readonly bound: number,
    private readonly failed: (error: unknown) => void
  ) {}

  /** False, and the task is not run, where too much waits already. */
  run(bytes: number, task: () => void | Promise<void>): boolean {
    if (this.waitingBytes + bytes > this.bound) {
      return false;
    }
    this.waitingBytes += bytes;
    this.last = this.last
      .then(task)
      .catch(this.failed)
      .finally(() => {
        this.waitingBytes -= bytes;
      });
    return true;
  }
}
