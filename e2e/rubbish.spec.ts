/** Rubbish to every socket. After each attack the honest attendee gets the next Show Me, and newcomers get in. */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { attendeeTicketResponseSchema } from '../src/protocol/directoryApi';
import { bundleForPage } from './bundle';
import { attackNames } from './fixtures/attackNames';
import { banner, expectUnnoticed, roomOn } from './honestRoom';
import { attendeeRow, expect, joinSession, test, type Stage } from './stage';

declare global {
  interface Window {
    foul: typeof import('./fixtures/attacker');
    channels: RTCDataChannel[];
  }
}

/** The close code; 1006 when the server broke it off or refused the upgrade. */
function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('error', () => socket.terminate());
    socket.on('close', resolve);
  });
}

const opened = (socket: WebSocket) => new Promise((resolve) => socket.on('open', resolve));

async function ticketFor(stage: Stage, code: string) {
  const answer = await fetch(`${stage.server.url}/api/sessions/${code}/tickets`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ attendeeId: randomBytes(16).toString('hex') }),
  });
  return attendeeTicketResponseSchema.parse(await answer.json());
}

const socketAddress = (stage: Stage, query: Record<string, string>) =>
  `${stage.server.url.replace('http', 'ws')}/pathfinder/peerjs?${new URLSearchParams({ key: 'pathfinder', ...query })}`;

test('rubbish over HTTP is refused and changes nothing', async ({ ownStage }) => {
  const stage = await ownStage();
  const room = await roomOn(stage);
  const url = (path: string) => stage.server.url + path;
  const json = { 'Content-Type': 'application/json' };
  const requests: Array<[string, RequestInit]> = [
    ['/api/sessions', { method: 'POST', headers: json, body: '{"name":' }],
    ['/api/sessions', { method: 'POST', headers: json, body: randomBytes(4096) }],
    ['/api/sessions', { method: 'POST', headers: json, body: `"${'x'.repeat(10_000_000)}"` }],
    ['/api/sessions', { method: 'POST', body: '{}' }],
    [`/api/sessions/${room.code}`, { method: 'DELETE' }],
    [`/api/sessions/${room.code}`, { method: 'DELETE', headers: { Authorization: 'Bearer nonsense' } }],
    [`/api/sessions/${room.code}/start`, { method: 'POST', headers: json, body: '{"takeOver":true}' }],
    [`/api/sessions/${room.code}/tickets`, { method: 'POST', headers: json, body: '{"attendeeId":"__proto__"}' }],
    ['/api/sessions/%00%ff', {}],
    [`/api/sessions/${'A'.repeat(5000)}`, {}],
    ['/api/ice', { headers: { Authorization: `Bearer ${'x'.repeat(7000)}` } }],
    ['/pathfinder/pathfinder/id', { method: 'POST', body: 'x' }],
    ['/pathfinder/nokey/id', {}],
    ['/../../etc/passwd', {}],
    ['/nothing', { method: 'PUT', body: randomBytes(100) }],
  ];
  for (const [path, init] of requests) {
    // The body of ten megabytes is cut off while it is still sent.
    const status = await fetch(url(path), init).then(
      (response) => response.status,
      () => 'cut off' as const
    );
    expect(status === 'cut off' || (status >= 400 && status < 500), `${init.method ?? 'GET'} ${path}: ${status}`).toBe(
      true
    );
  }
  expect((await fetch(url('/health'))).status).toBe(200);
  await expectUnnoticed(room);
});

test('rubbish on signalling sockets is refused, with a ticket and without', async ({ ownStage }) => {
  const stage = await ownStage();
  const room = await roomOn(stage);

  await test.step('without a ticket nothing opens', async () => {
    const queries: Array<Record<string, string>> = [
      {},
      { id: 'me', token: 'x' },
      { id: 'a'.repeat(3000), token: 'x'.repeat(3000) },
      { id: '../..', token: '\u0000' },
    ];
    for (const query of queries) {
      expect([1006, 1008]).toContain(await closed(new WebSocket(socketAddress(stage, query))));
    }
  });
  await test.step('a ticket opens one socket, for one id', async () => {
    const { peerId, ticket, presenterPeerId } = await ticketFor(stage, room.code);
    const asPresenter = new WebSocket(socketAddress(stage, { id: presenterPeerId ?? '', token: ticket }));
    expect(await closed(asPresenter)).toBe(1008);
    const again = await ticketFor(stage, room.code);
    const first = new WebSocket(socketAddress(stage, { id: again.peerId, token: again.ticket }));
    await opened(first);
    expect(await closed(new WebSocket(socketAddress(stage, { id: again.peerId, token: again.ticket })))).toBe(1008);
    expect(peerId).not.toBe(again.peerId);
    first.close();
  });
  const frames: Array<[string, string | Buffer]> = [
    ['no JSON', '{"type":'],
    ['bytes', randomBytes(500)],
    ['nesting', '['.repeat(30_000)],
    ['ten megabytes', 'x'.repeat(10_000_000)],
    ['an unknown type', '{"type":"SHUTDOWN"}'],
    ['an offer of another serialization', '{"type":"OFFER","dst":"presenter","payload":{"serialization":"binary"}}'],
    ['a prototype', '{"__proto__":{"type":"HEARTBEAT"}}'],
  ];
  for (const [name, frame] of frames) {
    await test.step(name, async () => {
      const { peerId, ticket } = await ticketFor(stage, room.code);
      const socket = new WebSocket(socketAddress(stage, { id: peerId, token: ticket }));
      const end = closed(socket);
      await opened(socket);
      const times = frame.length > 100_000 ? 1 : 200;
      for (let count = 0; count < times && socket.readyState === WebSocket.OPEN; count++) {
        socket.send(frame);
      }
      expect([1006, 1008, 1009]).toContain(await end);
    });
  }
  await expectUnnoticed(room);
  const newcomer = await stage.person('viewer');
  await joinSession(newcomer.page, room.code, 'Newcomer');
  await expectUnnoticed(room, 2);
});

test('rubbish on data channels reaches nobody', async ({ ownStage }) => {
  const stage = await ownStage();
  const room = await roomOn(stage);
  const attacker = await stage.person('viewer');
  await attacker.page.addScriptTag({ content: await bundleForPage('fixtures/attacker.ts', 'foul') });

  for (const name of attackNames) {
    await test.step(name, async () => {
      const outcome = await attacker.page.evaluate(
        ([attack, server, code]) => window.foul.attack(attack, server, code),
        [name, stage.server.url, room.code] as const
      );
      expect(outcome.sent).toBeGreaterThan(0);
      // A hello alone is what every attendee begins with; its link ends with the presenter's deadline.
      expect(outcome.refused).toBe(name !== 'a hello and nothing more');
      await expectUnnoticed(room);
      await expect(room.presenter.page.getByTestId('live-attendee')).toHaveCount(1);
    });
  }
});

test('an attendee who is in and then sends rubbish only loses the own link', async ({ stage }) => {
  const room = await roomOn(stage);
  const foul = await stage.person('viewer');
  await foul.context.addInitScript(() => {
    window.channels = [];
    const { createDataChannel } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createDataChannel = function (...given) {
      const channel = createDataChannel.apply(this, given);
      window.channels.push(channel);
      return channel;
    };
  });
  await foul.page.reload();
  await joinSession(foul.page, room.code, 'Foul');
  for (const size of [1, 100, 61_440, 200_000]) {
    await test.step(`${size} random bytes`, async () => {
      await foul.page.evaluate((length) => {
        const channel = window.channels.findLast(({ readyState }) => readyState === 'open');
        const bytes = new Uint8Array(length);
        for (let from = 0; from < length; from += 65_536) {
          crypto.getRandomValues(bytes.subarray(from, from + 65_536));
        }
        const ended = new Promise((resolve) => channel?.addEventListener('close', resolve));
        channel?.send(bytes);
        return ended;
      }, size);
      // The page's honest part comes back by itself.
      await expect(banner(foul)).toHaveAttribute('data-state', 'live');
      await expect(attendeeRow(room.presenter.page, 'Foul')).toHaveAttribute('data-state', 'present');
      await expectUnnoticed(room, 2);
    });
  }
});
