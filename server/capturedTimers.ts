/**
 * The `peer` package starts two endless chains of timers and has no way to stop them, so a server in a test or a script
 * would keep its process alive. Everything runs synchronously there: the timers that it sets while `run` is running, and
 * those that their callbacks set, are kept here and end with `close`.
 */
export class CapturedTimers {
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  run<T>(body: () => T): T {
    const real = globalThis.setTimeout;
    globalThis.setTimeout = new Proxy(real, {
      apply: (_target, _self, [callback, delay, ...args]: Parameters<typeof setTimeout>) => {
        const timer = real(() => {
          this.timers.delete(timer);
          this.run(() => callback(...args));
        }, delay);
        this.timers.add(timer);
        if (this.closed) {
          this.close();
        }
        return timer;
      },
    });
    try {
      return body();
    } finally {
      globalThis.setTimeout = real;
    }
  }

  close(): void {
    this.closed = true;
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }
}
