/** The terminals of live sessions: who opens them, who types, and how they end. Real sockets and shells. */
import pino from 'pino';
import { offersSchema } from '../../../src/protocol/directoryApi';
import { TIMES } from '../../../src/protocol/limits';
import { CLOSE } from '../../../src/protocol/terminalWire';
import { call } from '../../testing/http';
import { attendeeTicket, Presenter, randomHex } from '../../testing/people';
import { until } from '../../testing/until';
import { isAlive } from '../testing/terminalWorld';
import { knock, LiveRoom, liveRooms, somebody } from './testing/liveRoom';

const { world, liveRoom, sharedRoom } = liveRooms();

describe('TERM-14: who shares a terminal', () => {
  test('the page that presents, with its directory token, and nobody else', async () => {
    await world.start();
    const [room, other] = [await liveRoom(), await liveRoom()];
    const path = `${world.url}/api/sessions/${room.presenter.code}/terminal`;
    const body = { pageId: room.presenter.pageId, epoch: 1, start: true, typists: [] };
    const put = (headers: Record<string, string>) => call(path, { method: 'PUT', headers, json: body });
    expect((await put({})).status).toBe(401);
    expect((await put({ authorization: `Bearer ${other.presenter.token}` })).status).toBe(401);
    expect(
      (await put({ authorization: `Bearer ${room.presenter.token}`, origin: 'https://evil.example' })).status
    ).toBe(403);
    expect((await room.call({ pageId: randomHex(8) })).status).toBe(409);
    expect((await room.call({ epoch: 7 })).status).toBe(409);
    expect((await call(path, { method: 'DELETE' })).status).toBe(401);
    // Nothing of that has opened one.
    expect((await room.call({ start: false })).status).toBe(404);
    expect((await room.call()).status).toBe(200);
  });

  test('saying it again gives the same shell and key; calls at once open one', async () => {
    await world.start();
    const room = await liveRoom();
    const [one, other] = await Promise.all([room.say(), room.say()]);
    const again = await room.say({ start: false });
    expect([other.shell, other.key, again.shell, again.key]).toEqual([one.shell, one.key, one.shell, one.key]);
    expect(new Set([one.ticket, other.ticket, again.ticket]).size).toBe(3);
  });

  test('attendees get tickets for it while there is one', async () => {
    const { room } = await sharedRoom();
    const { code } = room.presenter;
    expect((await attendeeTicket(world.url, code)).terminal).not.toBeNull();
    expect((await room.presenter.call('DELETE', '/terminal')).status).toBe(204);
    expect((await attendeeTicket(world.url, code)).terminal).toBeNull();
  });

  test('a server without terminals offers none and opens none', async () => {
    const { url } = await world.start({ terminal: false });
    expect(offersSchema.parse(JSON.parse((await call(`${url}/api/offers`)).text)).terminal).toBe(false);
    const room = await liveRoom();
    expect((await room.call()).status).toBe(404);
    expect(await knock(url, { ticket: 'words.that.are.no.ticket' })).toBe(404);
  });

  test('too many names of typists, and what are no ids, are malformed', async () => {
    await world.start();
    const room = await liveRoom();
    const many = Array.from({ length: 33 }, somebody);
    expect((await room.call({ typists: many })).status).toBe(400);
    expect((await room.call({ typists: ['Grace'] })).status).toBe(400);
    expect((await room.call({ start: false })).status).toBe(404);
  });
});

describe('TERM-17: who types', () => {
  test('who looks on does not, whatever they send', async () => {
    const { room, ada, key } = await sharedRoom();
    const grace = await room.knockAs(somebody(), { view: key, typing: randomHex(32) });
    expect(grace.welcome.access).toBe('read');
    grace.type('echo no-$((1+1))\n');
    grace.say({ type: 'typing', key: randomHex(32) });
    grace.type('echo nor-$((1+1))\n');
    ada.type('echo yes-$((1+1))\n');
    await grace.sees('yes-2');
    expect(grace.text).not.toMatch(/nor?-2/);
    expect(grace.last('access')).toBeUndefined();
  });

  test('the one who was let, on the open socket, with the key of nobody else, until it is taken back', async () => {
    const { room, ada, key } = await sharedRoom();
    const [graceId, alanId] = [somebody(), somebody()];
    const [grace, alan] = [await room.knockAs(graceId, { view: key }), await room.knockAs(alanId, { view: key })];
    const [{ attendeeId, key: typing }] = (await room.say({ typists: [graceId] })).typists;
    expect(attendeeId).toBe(graceId);
    // The grant alone does nothing for who only claims to be Grace.
    const claimed = await room.knockAs(graceId, { view: key });
    expect(claimed.welcome.access).toBe('read');
    alan.say({ type: 'typing', key: typing });
    alan.type('echo alan-$((2+2))\n');
    grace.say({ type: 'typing', key: typing });
    await until(() => grace.last('access')?.access === 'type', 'to be told');
    grace.type('echo grace-$((3*3))\n');
    await ada.sees('grace-9');
    expect(ada.text).not.toContain('alan-4');
    await room.say({ typists: [] });
    await until(() => grace.last('access')?.access === 'read', 'to be told');
    // The key of before is worth nothing, also when typing is given again.
    await room.say({ typists: [graceId] });
    grace.say({ type: 'typing', key: typing });
    grace.type('echo again-$((5+5))\n');
    ada.type('echo last-$((6+6))\n');
    await ada.sees('last-12');
    expect(ada.text).not.toContain('again-10');
  });

  test('a grant survives a reconnect, and what was typed is applied once', async () => {
    const { room, ada, key } = await sharedRoom();
    const graceId = somebody();
    const [{ key: typing }] = (await room.say({ typists: [graceId] })).typists;
    const client = randomHex(16);
    const first = await room.knockAs(graceId, { view: key, typing }, { client });
    first.type('echo once-$((4*4))\n', 1);
    await until(() => first.last('typed')?.input === 1, 'it to be applied');
    first.socket.terminate();
    const second = await room.knockAs(graceId, { view: key, typing }, { client });
    expect([second.welcome.access, second.welcome.input]).toEqual(['type', 1]);
    second.type('echo once-$((4*4))\n', 1);
    second.type('echo then-$((7*7))\n', 2);
    await ada.sees('then-49');
    expect(ada.text.match(/once-16/g)).toHaveLength(1);
  });

  test('the presenter’s window alone sets the size, also while it is away', async () => {
    const { room, ada, key } = await sharedRoom();
    const graceId = somebody();
    const [{ key: typing }] = (await room.say({ typists: [graceId] })).typists;
    const grace = await room.knockAs(graceId, { view: key, typing }, { size: { cols: 40, rows: 10 } });
    grace.say({ type: 'size', cols: 33, rows: 7 });
    grace.type('stty size\n');
    await grace.sees('24 80');
    await ada.leave();
    const alan = await room.knockAs(somebody(), { view: key }, { size: { cols: 20, rows: 5 } });
    grace.type('stty size; echo away\n');
    await grace.sees(/24 80\naway/);
    await room.present({ size: { cols: 60, rows: 20 } });
    await until(() => grace.terminal.cols === 60 && alan.terminal.rows === 20, 'the new size');
  });

  test('the log says who may type and that they did, never what', async () => {
    const lines: string[] = [];
    await world.start({}, { log: pino({ level: 'info' }, { write: (line) => lines.push(line) }) });
    const room = await liveRoom();
    const ada = await room.present();
    const graceId = somebody();
    const { key, typists } = await room.say({ typists: [graceId] });
    const grace = await room.knockAs(graceId, { view: key, typing: typists[0].key });
    grace.type('echo pass-$((40+2))\n');
    await ada.sees('pass-42');
    await room.say({ typists: [] });
    await until(() => lines.some((line) => line.includes('terminal access')), 'the line');
    const about = lines.filter((line) => line.includes(graceId)).map((line): unknown => JSON.parse(line));
    expect(about).toMatchObject([
      { msg: 'terminal joined', access: 'type', session: room.presenter.sessionId },
      { msg: 'terminal typed', bytes: 20 },
      { msg: 'terminal access', access: 'read' },
    ]);
    const all = lines.join('');
    for (const secret of ['pass-', key, typists[0].key]) {
      expect(all).not.toContain(secret);
    }
  });
});

describe('TERM-18: how it ends', () => {
  async function pidOf(client: Awaited<ReturnType<LiveRoom['present']>>): Promise<number> {
    client.type('echo pid-$$-\n');
    await client.sees(/pid-\d+-/);
    return Number(/pid-(\d+)-/.exec(client.text)?.[1]);
  }

  test.each([
    ['with the session', (room: LiveRoom) => room.presenter.end()],
    ['when the presenter shares it no longer', (room: LiveRoom) => room.presenter.call('DELETE', '/terminal')],
  ])('%s, with all that runs in it', async (_when, end) => {
    const { room, ada, key } = await sharedRoom();
    const grace = await room.knockAs(somebody(), { view: key });
    const pid = await pidOf(ada);
    ada.type('sleep 1000 &\n');
    expect((await end(room)).status).toBe(204);
    await until(() => grace.closed !== null && ada.closed !== null, 'the end');
    expect(grace.last('ended')?.why).toBe('closed');
    await until(() => !isAlive(pid), 'the shell to be gone');
  });

  test('not when nobody is connected; when its presenter has been away for ten minutes', async () => {
    const { room, ada } = await sharedRoom();
    const pid = await pidOf(ada);
    await ada.leave();
    expect((await room.say({ start: false })).shell).toBe(ada.welcome.run);
    expect(isAlive(pid)).toBe(true);
    world.clock.advance(TIMES.lease + TIMES.presenterAway + 1000);
    await until(() => !isAlive(pid), 'the shell to be gone');
  });

  test('a new one after the shell was left is another, with other keys', async () => {
    const { room, ada, key } = await sharedRoom();
    const graceId = somebody();
    const [{ key: typing }] = (await room.say({ typists: [graceId] })).typists;
    ada.type('exit\n');
    await until(() => ada.last('ended') !== undefined, 'the end');
    expect((await room.call({ start: false })).status).toBe(404);
    const next = await room.say({ start: true, typists: [graceId] });
    expect(next.shell).not.toBe(ada.welcome.run);
    expect(next.key).not.toBe(key);
    expect(next.typists[0].key).not.toBe(typing);
    const late = await room.knockAs(graceId, { view: key, typing });
    await until(() => late.closed !== null, 'the end');
    expect(late.closed).toBe(CLOSE.key);
  });

  test('with the server', async () => {
    await world.start();
    const room = await liveRoom();
    const ada = await room.present();
    const pid = await pidOf(ada);
    await world.end();
    expect(isAlive(pid)).toBe(false);
  });

  test('a session that has ended opens none', async () => {
    await world.start();
    const presenter = await Presenter.create(world.url);
    const { epoch } = await presenter.start();
    await presenter.end();
    const body = { pageId: presenter.pageId, epoch, start: true, typists: [] };
    expect((await presenter.call('PUT', '/terminal', body)).status).toBe(404);
  });
});
