/** A tampered presenter, a guide that an administrator's place serves, and followers whose pages are the shipped ones. */
import { createServer, type Server } from 'node:http';
import { LOGIN_HEADER } from '../host/people';
import { parseGuide } from '../src/guide/parseGuide';
import { stepRefOf } from '../src/guide/stepRef';
import type { Mode, StepRef } from '../src/protocol/messages';
import { PLUGIN_ID } from '../src/ui/identity';
import { bundleForPage } from './bundle';
import { expect, joinSession, type Person, type Stage } from './stage';

declare global {
  interface Window {
    foulPresenter: typeof import('./fixtures/foulPresenter');
  }
}

export const GUIDE_ID = 'hostile';

interface HostileStep {
  id: string;
  action: string;
  reftarget: string;
  targetvalue?: string;
  doIt?: boolean;
}

const guideOf = (steps: readonly HostileStep[]) => ({
  id: GUIDE_ID,
  title: 'Hostile',
  blocks: steps.map((step) => ({ type: 'interactive', content: 'Look here.', ...step })),
});

export interface FoulRoom {
  stage: Stage;
  presenter: Person;
  code: string;
  say(...events: readonly unknown[]): Promise<void>;
  refOf(step: string): StepRef;
  doIt(...steps: readonly string[]): Promise<void>;
  goTo(...paths: readonly string[]): Promise<void>;
  /** A follower, or another attendee, with the guide's place listed, who is in. */
  follower(name: string, mode?: Mode): Promise<Person>;
  /** Ends the guide's place and takes it off the list. */
  close(): Promise<void>;
}

/** Saves the plugin's settings as an administrator does. */
export async function saveSettings(stage: Stage, change: Record<string, unknown>, enabled = true): Promise<void> {
  const url = `${stage.host.url}/api/plugins/${PLUGIN_ID}/settings`;
  const headers = { 'Content-Type': 'application/json', [LOGIN_HEADER]: 'admin' };
  const { jsonData } = await (await fetch(url, { headers })).json();
  const body = JSON.stringify({ enabled, pinned: true, jsonData: { ...jsonData, ...change } });
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

export async function foulRoom(stage: Stage, steps: readonly HostileStep[]): Promise<FoulRoom> {
  const { server, prefix } = await servePlace(steps);
  await saveSettings(stage, { guidePlaces: prefix });
  const parsed = parseGuide(guideOf(steps), { source: 'listed', baseUrl: prefix });
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.errors));
  }
  const { guide } = parsed;
  const refOf = (id: string) => {
    const step = guide.steps.find((one) => one.id === id);
    if (!step) {
      throw new Error(`no step ${id}`);
    }
    return stepRefOf(guide, step);
  };
  const presenter = await stage.person('editor');
  await presenter.page.addScriptTag({ content: await bundleForPage('fixtures/foulPresenter.ts', 'foulPresenter') });
  const code = await presenter.page.evaluate((url) => window.foulPresenter.present(url), stage.server.url);
  const say = (...events: readonly unknown[]) =>
    presenter.page.evaluate((all) => window.foulPresenter.say(...all), events);
  return {
    stage,
    presenter,
    code,
    refOf,
    say,
    doIt: (...ids) => say(...ids.map((id) => ({ type: 'do_it', step: refOf(id) }))),
    goTo: (...paths) => say(...paths.map((path) => ({ type: 'navigation', to: { kind: 'page', route: { path } } }))),
    async follower(name, mode = 'follow') {
      const person = await stage.person('editor');
      await joinSession(person.page, code, name, mode);
      return person;
    },
    async close() {
      await saveSettings(stage, { guidePlaces: '' });
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function servePlace(steps: readonly HostileStep[]): Promise<{ server: Server; prefix: string }> {
  const files: Record<string, unknown> = {
    '/guides/index.json': [{ id: GUIDE_ID, title: 'Hostile', description: '', file: 'hostile.json' }],
    '/guides/hostile.json': guideOf(steps),
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Content-Type', 'application/json');
    response.statusCode = file ? 200 : 404;
    response.end(JSON.stringify(file ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { server, prefix: `http://127.0.0.1:${port}/guides/` };
}
