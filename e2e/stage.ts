/** What the browser tests stand on: a real session server, the demo Grafana, and people in contexts of their own. */
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { freePort } from '../scripts/testing/freePort';
import { serveHost, type HostOptions, type RunningHost } from '../host/serve';
import type { Provider } from '../server/browser/provider';
import type { ServerConfig } from '../server/config';
import { startServer, type RunningServer } from '../server/startServer';
import { SESSION_ERRORS, type SessionErrorReason } from '../src/session/SessionError';

export { expect };

export interface Servers {
  server: RunningServer;
  host: RunningHost;
  /** What the session server was started with, so that it can be started again as the same one. */
  config: Partial<ServerConfig>;
}

export interface Stage extends Servers {
  /** A person in a browser context of their own; closed with the test. */
  person(role?: 'viewer' | 'editor' | 'admin'): Promise<Person>;
  /** The same page of Grafana's home in another tab of the person's browser. */
  anotherTab(of: Person): Promise<Person>;
}

export interface Person {
  page: Page;
  context: BrowserContext;
  /** Lines of the page's console, and page errors, as they came. */
  console: string[];
  errors: string[];
}

/** What somebody's page has heard of a presenter, in order. */
export const heard = ({ console }: Pick<Person, 'console'>): string[] =>
  console.flatMap((line) => /Received event from presenter: (\w+)/.exec(line)?.[1] ?? []);

/** How a Grafana is served, where it is not the plain one at localhost. */
export type Site = Pick<HostOptions, 'appSubUrl' | 'csp' | 'connectSrc'> & {
  /** The name by which browsers reach Grafana and session server; they have to be told where it is. */
  name?: string;
};

/**
 * A session server and a demo Grafana that uses it, on free ports.
 * @param browserProvider what runs shared browsers, where they are on
 */
export async function openServers(
  given: Partial<ServerConfig> = {},
  site: Site = {},
  browserProvider?: Provider
): Promise<Servers> {
  const { name, ...served } = site;
  const [hostPort, port] = [await freePort(), await freePort()];
  const names = name === undefined ? ['localhost', '127.0.0.1'] : [name];
  const config: Partial<ServerConfig> = {
    port,
    serverSecret: 'the same after a restart, for tests',
    allowedOrigins: names.map((each) => `http://${each}:${hostPort}`),
    allowedHosts: name === undefined ? [] : [name],
    logLevel: 'silent',
    ...given,
  };
  const server = await startServer({ config, browserProvider });
  const host = await serveHost({
    ...served,
    port: hostPort,
    sessionServerUrl: name === undefined ? server.url : `http://${name}:${port}`,
    sessionServerKey: config.apiKey ?? null,
  });
  const { port: givenPort, pathname } = new URL(host.url);
  const url = name === undefined ? host.url : `http://${name}:${givenPort}${pathname.replace(/\/$/, '')}`;
  return { server, host: { ...host, url }, config };
}

export async function closeServers({ server, host }: Servers): Promise<void> {
  await host.stop();
  await server.stop();
}

function listenTo(page: Page): Person {
  const person: Person = { page, context: page.context(), console: [], errors: [] };
  page.on('console', (message) => person.console.push(message.text()));
  page.on('pageerror', (error) => person.errors.push(error.message));
  return person;
}

async function newPerson(browser: Browser, url: string, role: string): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true });
  const person = listenTo(await context.newPage());
  await person.page.goto(`${url}/?user=${role}`);
  return person;
}

function makeStage(browser: Browser, servers: Servers, contexts: BrowserContext[]): Stage {
  return {
    ...servers,
    async person(role = 'viewer') {
      const person = await newPerson(browser, servers.host.url, role);
      contexts.push(person.context);
      return person;
    },
    async anotherTab({ context }) {
      const person = listenTo(await context.newPage());
      await person.page.goto(servers.host.url);
      return person;
    },
  };
}

interface TestFixtures {
  stage: Stage;
  /** Servers of a test's own, which it may stop or set up otherwise. */
  ownStage: (config?: Partial<ServerConfig>, site?: Site) => Promise<Stage>;
  /** On servers that the test has put together itself; they are closed with it. */
  stageOn: (servers: Servers) => Stage;
}

/** One server and one host for a file, a fresh set of people for a test. */
export const test = base.extend<TestFixtures, { servers: Servers }>({
  servers: [
    async ({}, use) => {
      const servers = await openServers();
      await use(servers);
      await closeServers(servers);
    },
    { scope: 'worker' },
  ],
  stage: async ({ browser, servers }, use) => {
    const contexts: BrowserContext[] = [];
    await use(makeStage(browser, servers, contexts));
    await Promise.all(contexts.map((context) => context.close()));
  },
  ownStage: async ({ stageOn }, use) => {
    await use(async (config, site) => stageOn(await openServers(config, site)));
  },
  stageOn: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const opened: Servers[] = [];
    await use((servers) => {
      opened.push(servers);
      return makeStage(browser, servers, contexts);
    });
    await Promise.all(contexts.map((context) => context.close()));
    await Promise.all(opened.map(closeServers));
  },
});

/** Opens the dock and a guide in it. */
export async function openGuide(page: Page, guideId: string): Promise<void> {
  await page.getByTestId('live-launcher').click();
  await page.locator(`[data-testid="guide-open"][data-guide-id="${guideId}"]`).click();
  await expect(page.getByTestId('guide-title')).toBeVisible();
}

/** Starts a session from an open dock; resolves to its code and link. */
export async function startSession(page: Page, name = 'Grafana basics'): Promise<{ code: string; link: string }> {
  await page.getByTestId('live-start').click();
  await page.getByTestId('live-session-name').fill(name);
  await page.getByTestId('live-create').click();
  await expect(page.getByTestId('live-code')).toBeVisible();
  const code = (await page.getByTestId('live-code').textContent())?.replace(/\s/g, '') ?? '';
  const link =
    (await page.getByTestId('live-link').getAttribute('value')) ??
    (await page.getByTestId('live-link').textContent()) ??
    '';
  return { code, link: link.trim() };
}

export interface JoinAnswers {
  code?: string;
  name?: string;
  mode?: 'guided' | 'follow';
}

/** Fills in the join dialog that is open, what is given, and submits it. */
export async function submitJoin(page: Page, { code, name, mode = 'guided' }: JoinAnswers): Promise<void> {
  if (code !== undefined) {
    await page.getByTestId('live-code-input').fill(code);
  }
  if (name !== undefined) {
    await page.getByTestId('live-name-input').fill(name);
  }
  await page.getByTestId(`live-mode-${mode}`).click();
  await page.getByTestId('live-join-submit').click();
}

/** Opens the join dialog on a page whose dock is closed. */
export async function openJoin(page: Page): Promise<void> {
  await page.getByTestId('live-launcher').click();
  await page.getByTestId('live-join').click();
}

/** Joins by code or link from a page whose dock is closed; resolves when the attendee is live. */
export async function joinSession(
  page: Page,
  code: string,
  name: string,
  mode: 'guided' | 'follow' = 'guided'
): Promise<void> {
  await openJoin(page);
  await submitJoin(page, { code, name, mode });
  await expect(page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
}

/** Ends the session for everyone. */
export async function endSession(page: Page): Promise<void> {
  await page.getByTestId('live-end').click();
  await page.getByTestId('live-end-confirm').click();
  await expect(page.getByTestId('live-start')).toBeVisible();
}

/** One attendee's row in the presenter's list. */
export const attendeeRow = (page: Page, name: string) =>
  page.locator(`[data-testid="live-attendee"][data-name="${name}"]`);

export const pressShowMe = (page: Page, step: { id: string }) =>
  page.locator(`[data-testid="guide-step"][data-step-id="${step.id}"]`).getByTestId('guide-show-me').click();

/** The page says what went wrong and what to do about it, in the table's words. */
export async function expectError(page: Page, reason: SessionErrorReason): Promise<void> {
  const { title, remedy } = SESSION_ERRORS[reason];
  const error = page.getByTestId('live-error');
  await expect(error).toHaveAttribute('data-reason', reason);
  await expect(error).toContainText(title);
  await expect(error).toContainText(remedy);
}

/** Answers what following asks: not before the question is armed, the focus meanwhile on the harmless answer. */
export async function answerQuestion(
  page: Page,
  kind: 'consent' | 'danger',
  answer: 'confirm' | 'decline'
): Promise<void> {
  const confirm = page.getByTestId('follow-confirm');
  await expect(confirm).toHaveText(kind === 'danger' ? 'Do it in my Grafana' : 'Agree');
  await expect(page.getByTestId('follow-decline')).toBeFocused();
  if (answer === 'confirm') {
    await expect(confirm).toBeEnabled();
    await confirm.click();
  } else {
    await page.getByTestId('follow-decline').click();
  }
  await expect(confirm).toHaveCount(0);
}
