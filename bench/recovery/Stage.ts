/** One session with attendees on both routes, each group in a network of its own that can be cut. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { walledBrowser, WIRED_ARGS } from '../../e2e/walled';
import { freePort } from '../../scripts/testing/freePort';
import type { Opened } from '../bench';
import { launch } from '../browsers';
import { makeEvents } from '../fanOut/round';
import { servePages, type ServedPages } from '../fanOut/pages';
import { Program } from '../processes/Program';
import type { ServerCalls } from '../processes/server';
import type { Log } from './log';

export const ROUTES = ['p2p', 'relay'] as const;
export type Route = (typeof ROUTES)[number];

/** Attendees on each route, each in a browser profile of its own: those of one share six connections to a server. */
export const EACH = 5;
/** Between two events, in milliseconds. */
const EVERY = 500;
/** Milliseconds that anything may take to be as it was. */
const LIMIT = 60_000;

interface Group {
  pages: Page[];
  network: { cut(): void; mend(): void };
}

export class Stage {
  /** Ids of the steps that were shown, in order. */
  readonly said: Array<{ stepId: string; at: number }> = [];

  private reloading = false;

  private constructor(
    private server: Program<ServerCalls>,
    private readonly port: number,
    private readonly pages: ServedPages,
    private readonly presenter: Page,
    private readonly groups: Record<Route, Group>,
    /** How long each took to join, one after the other, in milliseconds. */
    readonly joins: Record<Route, number[]>
  ) {}

  static async open(opened: Opened): Promise<Stage> {
    const pages = await opened.use(servePages(), (served) => served.stop());
    const port = await freePort();
    const server = await startServer(port, pages.origin);
    const presenters = await opened.use(launch(WIRED_ARGS), (browser) => browser.close());
    const presenter = await (await presenters.newContext()).newPage();
    await presenter.goto(pages.url('recovery-presenter'));
    const code = await call<string>(presenter, 'open', url(port));
    const joins: Record<Route, number[]> = { p2p: [], relay: [] };
    const group = async (route: Route): Promise<Group> => {
      const ports = [port, Number(new URL(pages.origin).port)];
      const network = await opened.use(walledBrowser(ports, { wired: route === 'p2p' }), (walled) => walled.close());
      const attendees: Page[] = [];
      for (let number = 0; number < EACH; number++) {
        const page = await (await network.browser.newContext()).newPage();
        await page.goto(pages.url('recovery-attendees'));
        const begun = performance.now();
        await call(page, 'join', url(port), code, route);
        joins[route].push(performance.now() - begun);
        attendees.push(page);
      }
      return { pages: attendees, network };
    };
    const groups = { p2p: await group('p2p'), relay: await group('relay') };
    const stage = new Stage(server, port, pages, presenter, groups, joins);
    await opened.use(Promise.resolve(stage), (its) => its.server.kill());
    return stage;
  }

  /** Shows a step every half second while `during` lasts, and one after it. */
  async presentDuring(during: Promise<unknown>): Promise<void> {
    let over = false;
    const ended = during.finally(() => (over = true));
    while (!over) {
      await this.show();
      await Promise.race([ended, pause(EVERY)]);
    }
    await ended;
    await this.show();
  }

  async show(): Promise<void> {
    if (this.reloading) {
      return;
    }
    const [event] = makeEvents(1, this.said.length);
    if ('step' in event) {
      this.said.push({ stepId: event.step.stepId, at: Date.now() });
      await call(this.presenter, 'publish', event);
    }
  }

  cut(): void {
    ROUTES.forEach((route) => this.groups[route].network.cut());
  }

  mend(): void {
    ROUTES.forEach((route) => this.groups[route].network.mend());
  }

  /** At once, as when a machine fails. */
  async killServer(): Promise<void> {
    await this.server.kill();
  }

  async restartServer(): Promise<void> {
    this.server = await startServer(this.port, this.pages.origin);
  }

  /** Resolves, when the session goes on, to the moment when the page was there again. Nothing is shown meanwhile. */
  async reloadPresenter(): Promise<number> {
    this.reloading = true;
    await this.presenter.reload();
    const at = Date.now();
    await call(this.presenter, 'takeUp', url(this.port));
    this.reloading = false;
    return at;
  }

  /** Resolves when everybody is live and has everything that was said; rejects where that does not come about. */
  async whole(): Promise<Record<Route, Log[]>> {
    const until = Date.now() + LIMIT;
    for (;;) {
      const of = (route: Route) => Promise.all(this.groups[route].pages.map((page) => call<Log>(page, 'written')));
      const logs = { p2p: await of('p2p'), relay: await of('relay') };
      const all = ROUTES.flatMap((route) => logs[route]);
      const ready = all.filter(
        ({ stretches, applied }) => stretches.at(-1)?.live && applied.length >= this.said.length
      ).length;
      if (ready === all.length) {
        return logs;
      }
      if (Date.now() > until) {
        const each = all.map(
          ({ stretches, applied }) => `${stretches.at(-1)?.live ? 'live' : 'not live'} with ${applied.length}`
        );
        throw new Error(`not everybody has all ${this.said.length} events: ${each.join(', ')}`);
      }
      await pause(100);
    }
  }
}

const url = (port: number) => `http://127.0.0.1:${port}`;

async function startServer(port: number, origin: string): Promise<Program<ServerCalls>> {
  const server = await Program.start<ServerCalls>('server');
  await server.call('start', { port, relay: 'on', allowedOrigins: [origin], serverSecret: 'the same after a restart' });
  return server;
}

const call = <T>(page: Page, name: string, ...args: unknown[]) =>
  page.evaluate<T>(`bench.${name}(...${JSON.stringify(args)})`);
