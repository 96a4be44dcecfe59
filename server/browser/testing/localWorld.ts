/** Real browsers for a test file, one at a time, with pages that look at them over real sockets. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import pino from 'pino';
import { createLocalProvider, type LocalProviderOptions } from '../local/LocalProvider';
import type { Launch, ProvidedBrowser, Provider, ProviderFailure } from '../provider';
import { localOptions, testFilmTools } from './localProvider';
import { startSite, type Site } from './site';
import { View } from './view';

export const DRIVER = { id: 'd'.repeat(16), name: 'Dora', isCreator: true };
export const LOOKER = { id: 'a'.repeat(16), name: 'Amir', isCreator: false };
type Person = typeof DRIVER;

export interface LocalWorld {
  site: Site;
  provider: Provider;
  browser: ProvidedBrowser;
  /** Who drove, once for each time. */
  active: string[];
  gone: ProviderFailure[];
  lines: unknown[];
  options(more?: Partial<LocalProviderOptions>): LocalProviderOptions;
  launch(path?: string, more?: Partial<Launch>): Promise<ProvidedBrowser>;
  view(person?: Person, browser?: ProvidedBrowser): Promise<View>;
  /** Ends the browser that is there, and all pages that look at it. */
  end(): Promise<void>;
}

/** Sets up and tears down around a file's tests; a browser is started by `launch` and is ended after each test. */
export function localWorld(more: Partial<LocalProviderOptions> = {}, options = { endAfterEach: true }): LocalWorld {
  let server: Server;
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const views: View[] = [];
  const attached = new Map<string, { person: Person; browser: ProvidedBrowser }>();
  const browsers: ProvidedBrowser[] = [];
  const world = {
    active: [] as string[],
    gone: [] as ProviderFailure[],
    lines: [] as unknown[],
    options: (others: Partial<LocalProviderOptions> = {}) =>
      localOptions({
        log: pino({ level: 'info', base: undefined }, { write: (line) => world.lines.push(JSON.parse(line)) }),
        privateHosts: [world.site.host],
        // All that is promised of a browser must hold for one on a screen, too.
        filmTools: process.env.BROWSER_TEST_VIDEO === 'on' ? testFilmTools() : null,
        ...more,
        ...others,
      }),
    launch: async (path = '/', others: Partial<Launch> = {}) => {
      world.browser = await world.provider.launch({
        sessionId: randomBytes(16).toString('hex'),
        startUrl: world.site.url(path),
        expiresAt: Date.now() + 3_600_000,
        onActivity: (userId) => world.active.push(userId),
        onGone: (error) => world.gone.push(error),
        ...others,
      });
      browsers.push(world.browser);
      await world.browser.setControl({ mode: 'one', driver: DRIVER.id });
      return world.browser;
    },
    view: async (person: Person = DRIVER, browser: ProvidedBrowser = world.browser) => {
      const key = randomBytes(8).toString('hex');
      attached.set(key, { person, browser });
      const view = await View.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/${key}`);
      views.push(view);
      return view;
    },
    end: async () => {
      views.splice(0).forEach((view) => view.close());
      await Promise.all(browsers.splice(0).map((browser) => browser.end()));
      world.active.length = 0;
      world.gone.length = 0;
    },
  } as LocalWorld;

  beforeAll(async () => {
    world.site = await startSite();
    server = createServer();
    server.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (opened) => {
        const found = attached.get((request.url ?? '').slice(1));
        found?.browser.attach(found.person, opened);
      })
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    world.provider = createLocalProvider(world.options());
  });
  if (options.endAfterEach) {
    afterEach(() => world.end());
  }
  afterAll(async () => {
    await world.end();
    await world.provider.close();
    await world.site.close();
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return world;
}
