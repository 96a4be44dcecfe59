/** Attacks that only a real browser can suffer. */
import { createServer, type Server } from 'node:http';
import type { Page } from '@playwright/test';
import { startServer } from '../server/startServer';
import { offer, PeerClient } from '../server/testing/peerClient';
import { attendeeTicket } from '../server/testing/people';
import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import {
  attendeeRow,
  expect,
  joinSession,
  openGuide,
  pressShowMe,
  startSession,
  test,
  type Person,
  type Stage,
} from './stage';

const [openDashboards] = stepsOf('demo-tour');

test('hundreds of offers that are never followed up leave the presenter’s page well, and an honest attendee gets in', async ({
  stage,
}) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const before = await joinedOf(stage, code, 'Before');
  await expect(attendeeRow(presenter.page, 'Before')).toHaveAttribute('data-state', 'present');
  const sdp = await before.page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel('attack');
    const { sdp } = await connection.createOffer();
    connection.close();
    return sdp;
  });

  const sockets: PeerClient[] = [];
  for (let attempt = 0; attempt < 400; attempt++) {
    const attendeeId = Math.floor(attempt / 4)
      .toString(16)
      .padStart(32, '0');
    const ticket = await attendeeTicket(stage.server.url, code, attendeeId);
    const client = await PeerClient.open(stage.server.url, ticket);
    client.send(offer(ticket.presenterPeerId ?? '', 'dc_attack', { sdp: { type: 'offer', sdp } }));
    sockets.push(client);
  }
  await sockets.at(-1)?.settled();
  await joinedOf(stage, code, 'After');
  await expect(attendeeRow(presenter.page, 'Before')).toHaveAttribute('data-state', 'present');
  expect(presenter.errors).toEqual([]);
  sockets.forEach(({ ws }) => ws.terminate());
});

async function joinedOf(stage: Stage, code: string, name: string): Promise<Person> {
  const person = await stage.person();
  await joinSession(person.page, code, name);
  return person;
}

test.describe('a page of another origin in the same browser', () => {
  let evil: Server;
  let origin: string;

  test.beforeAll(async () => {
    evil = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<h1>Win a prize'));
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const address = evil.address();
    origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  });
  test.afterAll(() => new Promise((resolve) => evil.close(resolve)));

  test('reads nothing of the session server, creates nothing there, and gets no socket with a good ticket', async ({
    stage,
  }) => {
    const presenter = await stage.person('editor');
    await openGuide(presenter.page, 'demo-tour');
    const { code } = await startSession(presenter.page);
    const ticket = await attendeeTicket(stage.server.url, code);
    const metric = async () => {
      const text = await (await fetch(`${stage.server.url}/metrics`)).text();
      return text.split('\n').find((line) => line.startsWith('livesessions_sessions '));
    };
    const before = await metric();
    const victim = await presenter.context.newPage();
    await victim.goto(origin);
    const got = await victim.evaluate(
      async ({ url, code, ticket }) => {
        const attempt = (path: string, init?: RequestInit) =>
          fetch(url + path, init).then(
            ({ status, type }) => `${type} ${status}`,
            () => 'refused'
          );
        const body = JSON.stringify({ name: 'Evil', presenterName: 'Eve', presenterKey: 'ab'.repeat(32) });
        const json = { 'Content-Type': 'application/json' };
        const socket = (query: string) =>
          new Promise<string>((resolve) => {
            const ws = new WebSocket(`${url.replace('http', 'ws')}/pathfinder/peerjs?${query}`);
            ws.onopen = () => resolve('open');
            ws.onerror = () => resolve('refused');
          });
        return {
          read: await attempt(`/api/sessions/${code}`),
          health: await attempt('/health'),
          metrics: await attempt('/metrics'),
          ice: await attempt('/api/ice', { headers: { Authorization: `Bearer ${ticket.ticket}` } }),
          create: await attempt('/api/sessions', { method: 'POST', headers: json, body }),
          blindCreate: await attempt('/api/sessions', { method: 'POST', mode: 'no-cors', body }),
          id: await attempt('/pathfinder/pathfinder/id'),
          socket: await socket(
            new URLSearchParams({ key: 'pathfinder', id: ticket.peerId, token: ticket.ticket }).toString()
          ),
        };
      },
      { url: stage.server.url, code, ticket }
    );
    expect(new Set(Object.values(got))).toEqual(new Set(['refused']));
    expect(before).toMatch(/^livesessions_sessions \d+$/);
    expect(await metric()).toBe(before);
  });

  test('cannot show the session server’s pages in a frame', async ({ stage }) => {
    const person = await stage.person();
    await person.page.goto(origin);
    const [blocked] = await Promise.all([
      person.page.waitForEvent('console', (message) =>
        /frame-ancestors|Refused to (frame|display)/.test(message.text())
      ),
      person.page.evaluate((url) => {
        const frame = document.createElement('iframe');
        frame.src = `${url}/health`;
        document.body.append(frame);
      }, stage.server.url),
    ]);
    expect(blocked.text()).toContain(new URL(stage.server.url).host);
  });
});

test.describe('a duplicated tab, with a copy of the other’s session storage,', () => {
  async function duplicate(of: Person): Promise<Page> {
    const kept = await of.page.evaluate(() => Object.entries(sessionStorage));
    const copy = await of.context.newPage();
    await copy.addInitScript((entries) => {
      if (window.opener === null && !sessionStorage.getItem('copied')) {
        sessionStorage.setItem('copied', 'yes');
        entries.forEach(([key, value]) => sessionStorage.setItem(key, value));
      }
    }, kept);
    await copy.goto(of.page.url());
    await expect(copy.getByTestId('live-launcher').or(copy.getByTestId('live-dock'))).toBeVisible();
    return copy;
  }

  test('neither takes the session away from the presenter nor its attendees from the stage', async ({ stage }) => {
    const presenter = await stage.person('editor');
    await openGuide(presenter.page, 'demo-tour');
    const { code } = await startSession(presenter.page);
    const attendee = await joinedOf(stage, code, 'Ada');
    await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');

    const copy = await duplicate(presenter);
    await expect(copy.getByTestId('live-start')).toBeVisible();
    const attendeeCopy = await duplicate(attendee);
    await expect(attendeeCopy.getByTestId('live-start')).toBeVisible();

    await pressShowMe(presenter.page, openDashboards);
    await expectFramed(attendee.page, openDashboards);
    await expect(attendee.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
    await expect(copy.getByTestId('live-end')).toHaveCount(0);
    await expect(attendeeCopy.getByTestId('live-highlight')).toHaveCount(0);
    await presenter.page.reload();
    await expect(presenter.page.getByTestId('live-code')).toBeVisible();
    await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');
  });
});

test('a server that comes back without its secret takes nobody out of a session that is on', async ({ ownStage }) => {
  const stage = await ownStage();
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const attendee = await joinedOf(stage, code, 'Ada');
  await stage.server.stop();
  const forgetful = await startServer({
    config: { ...stage.config, serverSecret: 'another one, as after a lost volume' },
  });
  try {
    await expect(presenter.page.getByText('The session server does not answer')).toBeVisible();
    await expect
      .poll(
        async () =>
          (await (await fetch(`${forgetful.url}/metrics`)).text()).match(
            /refused_calls_total\{reason="unauthorized"\} (\d+)/
          )?.[1]
      )
      .toMatch(/^[3-9]|\d\d/);
    await pressShowMe(presenter.page, openDashboards);
    await expectFramed(attendee.page, openDashboards);
    await expect(attendee.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
  } finally {
    await forgetful.stop();
  }
});
