/** Makes the worker that `ticker.worker.ts` is built into. Throws where a page may make none. */
export function makeTicker(): Worker {
  return new Worker(
    // The plugin's bundles are AMD modules, for Grafana's loader; a worker has no loader.
    /* webpackEntryOptions: { library: { type: "var", name: "ticker" } } */
    new URL('./ticker.worker.ts', import.meta.url)
  );
}
