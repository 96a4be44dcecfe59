/** The shipped actions on a page in a real browser, for everything that needs layout, painting or a real press. */
import { createServer, type Server } from 'node:http';
import { test as base, type Page } from '@playwright/test';
import { build } from 'esbuild';
import type { LocationService } from '../src/actions/location';
import { serveHost, type RunningHost } from '../host/serve';
import type { LiveOnPage, StepSpec } from './fixtures/actionsPage';

export { expect, type Page } from '@playwright/test';
export type { StepSpec };

declare global {
  interface Window {
    live: LiveOnPage;
    /** The demo Grafana's loader of plugins. */
    System: { import(name: '@grafana/runtime'): Promise<{ locationService: LocationService }> };
    held: { count(): Record<string, number> };
  }
}

const STYLE = `
  body { margin: 0; font: 14px sans-serif; }
  header { position: fixed; top: 0; left: 0; right: 0; height: 60px; background: #eee; z-index: 10; }
  main { padding: 80px 20px 2000px; }
  .box { width: 160px; height: 40px; background: #cdf; }
  .scroller { height: 200px; overflow: auto; border: 1px solid; width: 400px; }
  .filler { height: 900px; }`;

/** Counts what is listening, waiting or observing on the page. */
const COUNTER = `(() => {
  const held = { listeners: 0, timers: 0, frames: 0, observers: 0 };
  const known = new Map();
  const keyOf = (type, options) => type + ':' + (typeof options === 'boolean' ? options : !!(options && options.capture));
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    if (handler && (this === window || this instanceof Node)) {
      const own = known.get(this) || new Map(); known.set(this, own);
      const handlers = own.get(keyOf(type, options)) || new Set(); own.set(keyOf(type, options), handlers);
      if (!handlers.has(handler)) { handlers.add(handler); held.listeners++; }
    }
    return add.call(this, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) {
    if (known.get(this)?.get(keyOf(type, options))?.delete(handler)) held.listeners--;
    return remove.call(this, type, handler, options);
  };
  const pair = (start, stop, name, once) => {
    const live = new Set(), [begin, end] = [window[start], window[stop]];
    window[start] = (run, ...rest) => {
      const id = begin((...args) => { if (once && live.delete(id)) held[name]--; run(...args); }, ...rest);
      live.add(id); held[name]++; return id;
    };
    window[stop] = (id) => { if (live.delete(id)) held[name]--; end(id); };
  };
  pair('setTimeout', 'clearTimeout', 'timers', true);
  pair('setInterval', 'clearInterval', 'timers', false);
  pair('requestAnimationFrame', 'cancelAnimationFrame', 'frames', true);
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver']) {
    const active = new WeakSet();
    const Real = window[name];
    window[name] = class extends Real {
      observe(...args) { if (!active.has(this)) { active.add(this); held.observers++; } super.observe(...args); }
      disconnect() { if (active.delete(this)) held.observers--; super.disconnect(); }
    };
  }
  window.held = { count: () => ({ ...held }) };
})();`;

interface BarePage {
  origin: string;
  /** Puts `window.live` on a page. */
  script: string;
}

async function serveBarePage(): Promise<BarePage & { server: Server }> {
  const { outputFiles } = await build({
    entryPoints: ['e2e/fixtures/actionsPage.tsx'],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = outputFiles[0].text;
  const server = createServer((request, response) => {
    const isScript = request.url === '/bundle.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : `<!doctype html><style>${STYLE}</style><body><script src="/bundle.js"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  return { origin, script, server };
}

interface Fixtures {
  /** Goes to a bare page, where everything that listens, waits or observes is counted, and puts this on it. */
  open: (body: string) => Promise<void>;
  /** Goes to a page of the demo Grafana, with the actions on it. */
  openGrafana: (path: string) => Promise<void>;
  /** The same under `/grafana`, for one test. */
  grafanaBelow: (path: string) => Promise<void>;
}

/** One bare page and one demo Grafana a file, each started when it is first needed. */
export const test = base.extend<Fixtures, { bare: BarePage; grafana: RunningHost }>({
  bare: [
    async ({}, use) => {
      const { server, ...bare } = await serveBarePage();
      await use(bare);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    { scope: 'worker' },
  ],
  grafana: [
    async ({}, use) => {
      const host = await serveHost({ port: 0, host: '127.0.0.1', sessionServerUrl: 'http://127.0.0.1:9' });
      await use(host);
      await host.stop();
    },
    { scope: 'worker' },
  ],
  open: async ({ page, bare }, use) => {
    await use(async (body) => {
      await page.addInitScript({ content: COUNTER });
      await page.goto(`${bare.origin}/explore`);
      await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), body);
    });
  },
  openGrafana: async ({ page, bare, grafana }, use) => {
    await use((path) => openWithActions(page, bare, `${grafana.url}${path}`));
  },
  grafanaBelow: async ({ page, bare }, use) => {
    const host = await serveHost({
      port: 0,
      host: '127.0.0.1',
      sessionServerUrl: 'http://127.0.0.1:9',
      appSubUrl: '/grafana',
    });
    await use((path) => openWithActions(page, bare, `${host.url}${path}`));
    await host.stop();
  },
});

async function openWithActions(page: Page, bare: BarePage, url: string): Promise<void> {
  await page.goto(`${url}${url.includes('?') ? '&' : '?'}user=editor`);
  await page.getByTestId('data-testid Nav toolbar').waitFor();
  await page.addScriptTag({ content: bare.script });
  await page.evaluate(async () => {
    const { locationService } = await window.System.import('@grafana/runtime');
    window.live.takeLocation(locationService);
  });
}

export const show = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.show(step), spec);
export const act = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.do(step), spec);
export const highlight = (page: Page) => page.getByTestId('live-highlight');
export const comment = (page: Page) => page.getByTestId('live-highlight-comment');

/** The greatest distance between a side of the frame and the same side of the element, in pixels, two frames from now. */
export async function offBy(page: Page, selector: string): Promise<number> {
  return page.evaluate(async (target) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const [frame, element] = ['[data-testid="live-highlight"]', target].map((one) =>
      document.querySelector(one)?.getBoundingClientRect()
    );
    if (!frame || !element || frame.width === 0) {
      return Infinity;
    }
    const sides = ['left', 'top', 'right', 'bottom'] as const;
    return Math.max(...sides.map((side) => Math.abs(frame[side] - element[side])));
  }, selector);
}

/** A step on the element that the bare pages of these tests call so. */
export const TARGET: StepSpec = { action: 'highlight', reftarget: '#target' };
