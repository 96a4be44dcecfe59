/** Waits for what another process or socket does; rejects after 50 s, which a slow machine may need. */
export async function until(ready: () => boolean, what: string): Promise<void> {
  const limit = Date.now() + 50_000;
  while (!ready()) {
    if (Date.now() > limit) {
      throw new Error(`still not there: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
