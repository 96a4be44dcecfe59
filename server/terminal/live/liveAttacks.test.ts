/** Who must not see the terminal of a live session does not, nor who was removed. Real sockets and shells. */
import { TIMES } from '../../../src/protocol/limits';
import { CLOSE } from '../../../src/protocol/terminalWire';
import { call } from '../../testing/http';
import { attendeeTicket, randomHex } from '../../testing/people';
import { until } from '../../testing/until';
import { knock, liveRooms, somebody } from './testing/liveRoom';

const { world, liveRoom, sharedRoom } = liveRooms();

describe('TERM-15: who sees it', () => {
  test('a socket opens with a terminal ticket alone, and once', async () => {
    const { room, key } = await sharedRoom();
    const { code } = room.presenter;
    const tickets = await attendeeTicket(world.url, code);
    expect(await knock(world.url, { view: key })).toBe(401);
    expect(await knock(world.url, { ticket: 'words.that.are.no.ticket', view: key })).toBe(401);
    expect(await knock(world.url, { ticket: tickets.ticket, view: key })).toBe(401);
    expect(await knock(world.url, { ticket: tickets.relay ?? '', view: key })).toBe(401);
    expect(await knock(world.url, { ticket: room.presenter.token, view: key })).toBe(401);
    const ticket = await room.ticketOf(somebody());
    const first = await knock(world.url, { ticket, view: key });
    expect(typeof first).toBe('object');
    expect(await knock(world.url, { ticket, view: key })).toBe(401);
    const old = await room.ticketOf(somebody());
    world.clock.advance(TIMES.ticket + 1000);
    expect(await knock(world.url, { ticket: old, view: key })).toBe(401);
    if (typeof first === 'object') {
      first.socket.terminate();
    }
  });

  test('not without the key, nor with a guessed one, nor with another session’s', async () => {
    const { room, ada, key } = await sharedRoom();
    const other = await liveRoom();
    await other.present();
    const { key: others } = await other.say();
    ada.type('echo secret-$((40+2))\n');
    await ada.sees('secret-42');
    for (const view of [undefined, randomHex(32), others, '0'.repeat(64)]) {
      const stranger = await room.knockAs(somebody(), { view });
      await until(() => stranger.closed !== null, 'the end');
      expect([stranger.closed, stranger.bytes, stranger.said]).toEqual([CLOSE.key, 0, []]);
    }
    // A ticket of the other session leads to that one.
    const lost = await other.knockAs(somebody(), { view: key });
    await until(() => lost.closed !== null, 'the end');
    expect([lost.closed, lost.bytes]).toEqual([CLOSE.key, 0]);
    // What is no key at all is no upgrade.
    expect(await knock(world.url, { ticket: await room.ticketOf(somebody()), view: 'short' })).toBe(401);
    const grace = await room.knockAs(somebody(), { view: key });
    await grace.sees('secret-42');
    expect(grace.welcome.access).toBe('read');
  });

  test('not from pages of other origins, nor under another host’s name', async () => {
    const { room, key } = await sharedRoom();
    const entry = async () => ({ ticket: await room.ticketOf(somebody()), view: key });
    const evil = { origin: 'https://evil.example' };
    expect(await knock(world.url, await entry(), { headers: evil })).toBe(403);
    expect(await knock(world.url, await entry(), { headers: { host: 'rebound.example' } })).toBe(403);
    const own = await knock(world.url, await entry(), { headers: { origin: 'http://localhost:3000' } });
    expect(typeof own).toBe('object');
    if (typeof own === 'object') {
      own.socket.terminate();
    }
  });

  test('what nobody says here, and too much at once, ends the socket', async () => {
    const { room, key, ada } = await sharedRoom();
    const said = async (text: string) => {
      const client = await room.knockAs(somebody(), { view: key });
      client.socket.send(text);
      await until(() => client.closed !== null, 'the end');
      return client.closed;
    };
    expect(await said('{"type":"take-size"}')).toBe(CLOSE.malformed);
    expect(await said('{"type":"read-link"}')).toBe(CLOSE.malformed);
    expect(await said('{"type":"typing","key":"1"}')).toBe(CLOSE.malformed);
    expect(await said('no JSON')).toBe(CLOSE.malformed);
    expect(await said('x'.repeat(65 * 1024))).toBe(1009);
    ada.type('echo still-$((1+1))\n');
    await ada.sees('still-2');
  });

  test('the terminal’s own endpoint knows nothing of it, and the other way round', async () => {
    const { key } = await sharedRoom();
    const { status } = await call(`${world.url}/socket?session=room`, {
      headers: {
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-protocol': `live-terminal.v1, key.${key}`,
      },
    });
    expect(status).toBe(404);
  });
});

describe('TERM-16: who is removed', () => {
  test('is out with the new epoch, under every id they claimed, and does not come back with what they know', async () => {
    const { room, ada, key } = await sharedRoom();
    const mallory = somebody();
    const eyes = [await room.knockAs(mallory, { view: key }), await room.knockAs(somebody(), { view: key })];
    const grace = await room.knockAs(somebody(), { view: key });
    await room.enter();
    // A call that still names the epoch before is a page's that presents no longer.
    expect((await room.call({ epoch: 1 })).status).toBe(409);
    const { key: next } = await room.say();
    expect(next).not.toBe(key);
    await until(() => [...eyes, grace].every(({ closed }) => closed === CLOSE.key), 'all to be out');
    const before = eyes.map(({ bytes }) => bytes);
    ada.type('echo after-$((40+2))\n');
    await ada.sees('after-42');
    expect(eyes.map(({ bytes }) => bytes)).toEqual(before);
    const back = await room.knockAs(mallory, { view: key });
    await until(() => back.closed !== null, 'the end');
    expect([back.closed, back.bytes]).toEqual([CLOSE.key, 0]);
    // Whoever was told the new key goes on where they were.
    const again = await room.knockAs(somebody(), { view: next });
    await again.sees('after-42');
    expect(ada.closed).toBeNull();
  });

  test('types no more from the moment on that the presenter says so', async () => {
    const { room, ada, key } = await sharedRoom();
    const mallory = somebody();
    const [{ key: typing }] = (await room.say({ typists: [mallory] })).typists;
    const hand = await room.knockAs(mallory, { view: key, typing });
    expect(hand.welcome.access).toBe('type');
    await room.say({ typists: [] });
    hand.type('echo no-$((1+1))\n');
    await until(() => hand.last('access')?.access === 'read', 'to be told');
    ada.type('echo yes-$((1+1))\n');
    await ada.sees('yes-2');
    expect(ada.text).not.toContain('no-2');
  });
});
