/** The shared browsers of live sessions: who opens them, who sees them, who drives, and how they end. Real calls and sockets. */
import { joinBrowserResponseSchema, type Control, type JoinBrowserResponse } from '../../../src/protocol/browserApi';
import {
  liveBrowserResponseSchema,
  type LiveBrowserResponse,
  type LiveControl,
} from '../../../src/protocol/directoryApi';
import { TIMES } from '../../../src/protocol/limits';
import { bearerHeader, call, errorOf } from '../../testing/http';
import { attendeeTicket, Presenter, randomHex } from '../../testing/people';
import { until } from '../../testing/until';
import { BROWSER_LIMITS } from '../limits';
import { ProviderFailure } from '../provider';
import { BrowserWorld } from '../testing/BrowserWorld';

const world = new BrowserWorld();
afterEach(() => world.end());

const somebody = () => randomHex(16);
const PRESENTER: LiveControl = { mode: 'one', driver: null };
const to = (driver: string): LiveControl => ({ mode: 'one', driver });

class Room {
  private epoch = 0;

  private constructor(readonly presenter: Presenter) {}

  static async create(): Promise<Room> {
    const room = new Room(await Presenter.create(world.url));
    await room.nextEpoch();
    return room;
  }

  async nextEpoch(): Promise<void> {
    ({ epoch: this.epoch } = await this.presenter.start({ knownEpoch: this.epoch }));
  }

  call(wanted: { start?: boolean; control?: unknown; epoch?: number; pageId?: string } = {}) {
    const { pageId } = this.presenter;
    return this.presenter.call('PUT', '/browser', {
      pageId,
      epoch: this.epoch,
      start: true,
      control: PRESENTER,
      ...wanted,
    });
  }

  async say(wanted: Parameters<Room['call']>[0] = {}): Promise<LiveBrowserResponse> {
    return liveBrowserResponseSchema.parse(JSON.parse((await this.call(wanted)).text));
  }

  async ticketOf(attendeeId: string): Promise<string> {
    return (await attendeeTicket(world.url, this.presenter.code, attendeeId)).browser ?? 'no.ticket.for.none.is.shared';
  }
}

const knock = (json: object, token?: string) => world.post('enter', json, token);
async function enter(json: object, token?: string): Promise<JoinBrowserResponse> {
  return joinBrowserResponseSchema.parse(JSON.parse((await knock(json, token)).text));
}

async function shared() {
  await world.start();
  const room = await Room.create();
  const { ticket, key, browser } = await room.say();
  const ada = await enter({ ticket, name: 'Ada' });
  return { room, key, browser, ada, adas: await world.open(ada) };
}

const controlOf = (browser: string): Control | undefined => world.provider.browsers.get(browser)?.control;
const drives = async (browser: string, driver: string | null) => {
  await until(() => {
    const control = controlOf(browser);
    return control?.mode === 'one' && control.driver === driver;
  }, `${driver} to drive`);
};

describe('BROW-1: who shares a browser', () => {
  test('the page that presents, with its directory token, and nobody else', async () => {
    await world.start();
    const [room, other] = [await Room.create(), await Room.create()];
    const path = `${world.url}/api/sessions/${room.presenter.code}/browser`;
    const json = { pageId: room.presenter.pageId, epoch: 1, start: true, control: PRESENTER };
    const put = (headers: Record<string, string>) => call(path, { method: 'PUT', headers, json });
    expect((await put({})).status).toBe(401);
    expect((await put(bearerHeader(other.presenter.token))).status).toBe(401);
    expect((await put({ ...bearerHeader(room.presenter.token), origin: 'https://evil.example' })).status).toBe(403);
    // Nor the page that runs a provider's code, which is this server's own.
    expect((await put({ ...bearerHeader(room.presenter.token), origin: world.url })).status).toBe(403);
    expect((await room.call({ pageId: randomHex(8) })).status).toBe(409);
    expect((await room.call({ epoch: 7 })).status).toBe(409);
    expect((await room.call({ control: to('Grace') })).status).toBe(400);
    expect((await call(path, { method: 'DELETE' })).status).toBe(401);
    expect((await room.call({ start: false })).status).toBe(404);
    expect(world.provider.launches).toBe(0);
    expect((await room.call()).status).toBe(200);
  });

  test('saying it again gives the same one; calls at once open one', async () => {
    await world.start();
    const room = await Room.create();
    const [one, other] = await Promise.all([room.say(), room.say()]);
    const again = await room.say({ start: false });
    expect([other.browser, other.key, again.browser, again.key]).toEqual([one.browser, one.key, one.browser, one.key]);
    expect(new Set([one.ticket, other.ticket, again.ticket]).size).toBe(3);
    expect(world.provider.launches).toBe(1);
  });

  test('attendees get tickets for it while there is one', async () => {
    const { room } = await shared();
    const { code } = room.presenter;
    expect((await attendeeTicket(world.url, code)).browser).not.toBeNull();
    expect((await room.presenter.call('DELETE', '/browser')).status).toBe(204);
    expect((await attendeeTicket(world.url, code)).browser).toBeNull();
  });

  test('BROW-4: it lasts as long as the session, and is not ended by idling or by an empty room', async () => {
    const { room, adas, ada, browser } = await shared();
    expect(adas.all('session_info')[0]).toMatchObject({ endsWhenIdle: false });
    for (let n = 0; n < 12; n += 1) {
      world.clock.advance(TIMES.lease);
      await room.presenter.lease(1);
    }
    await adas.settled();
    expect(adas.all('warning')).toEqual([]);
    adas.socket.close();
    await adas.ends();
    world.clock.advance(31_000);
    await room.presenter.lease(1);
    await until(() => world.lines.some(({ msg }) => msg === 'shared browser: left'), 'Ada to have left');
    expect(world.provider.browsers.has(browser)).toBe(true);
    // She is back as who she was.
    expect((await enter({ ticket: (await room.say()).ticket }, ada.token)).userId).toBe(ada.userId);
  });

  test('BROW-4: there is an end to it, too', async () => {
    const { adas, room } = await shared();
    for (let hour = 0; hour < BROWSER_LIMITS.liveFor / 3_600_000; hour += 1) {
      world.clock.advance(3_600_000);
      await room.presenter.lease(1);
    }
    expect((await adas.hears('session_terminated')).reason).toBe('time_limit');
  });

  test.each([
    ['unavailable', '503 no-browser'],
    ['failed', '502 browser-failed'],
  ] as const)('a provider that is %s says so', async (kind, wanted) => {
    await world.start();
    const room = await Room.create();
    world.provider.failure = new ProviderFailure(kind, 'It is as the test wants it.');
    expect(errorOf(await room.call())).toBe(wanted);
    world.provider.failure = null;
    expect((await room.call()).status).toBe(200);
  });

  test('a server without browsers has none for sessions', async () => {
    await world.start({ browser: false });
    const room = await Room.create();
    expect(errorOf(await room.call())).toBe('404 not-found');
    expect((await attendeeTicket(world.url, room.presenter.code)).browser).toBeNull();
  });
});

describe('BROW-2: who sees it', () => {
  test('who has a ticket and the key, once for each ticket, and not by a code', async () => {
    const { room, key, ada } = await shared();
    const ticket = await room.ticketOf(somebody());
    const bob = await enter({ ticket, view: key, name: 'Bob' });
    expect(bob).toMatchObject({
      isNewUser: true,
      users: [
        { name: 'Ada', isCreator: true },
        { name: 'Bob', isCreator: false },
      ],
    });
    await world.open(bob);
    expect(errorOf(await knock({ ticket, view: key }))).toBe('401 unauthorized');
    const late = await room.ticketOf(somebody());
    world.clock.advance(TIMES.ticket + 1000);
    expect(errorOf(await knock({ ticket: late, view: key }))).toBe('401 unauthorized');
    // The code of the browser itself lets nobody in, and tells nothing.
    expect(errorOf(await world.post('join', { shareCode: ada.shareCode }))).toBe('404 not-found');
    expect(errorOf(await world.get(ada.shareCode))).toBe('404 not-found');
    expect((await world.get(ada.shareCode, ada.token)).status).toBe(200);
  });

  test("not without the key, nor with another session's, nor by tickets for something else", async () => {
    const { room, key } = await shared();
    const other = await Room.create();
    const { key: others } = await other.say();
    for (const view of [null, others, randomHex(32)]) {
      expect(errorOf(await knock({ ticket: await room.ticketOf(somebody()), view }))).toBe('403 forbidden');
    }
    expect(errorOf(await knock({ ticket: await other.ticketOf(somebody()), view: key }))).toBe('403 forbidden');
    const { ticket, relay } = await attendeeTicket(world.url, room.presenter.code);
    for (const wrong of [ticket, relay ?? '', room.presenter.token, 'words.that.are.no.ticket']) {
      expect(errorOf(await knock({ ticket: wrong, view: key }))).toBe('401 unauthorized');
    }
  });

  test('with a new epoch all attendees are out, and who knows the new key comes again', async () => {
    const { room, key, adas } = await shared();
    const mallory = await enter({ ticket: await room.ticketOf(somebody()), view: key });
    const malloryTab = await world.open(mallory);
    const view = await world.open(mallory, { path: 'view' });
    await room.nextEpoch();
    const { key: next, browser } = await room.say({ start: false });
    expect(next).not.toBe(key);
    expect([await malloryTab.ends(), await view.ends()]).toEqual([4401, 4401]);
    expect(malloryTab.all('removed')).toEqual([]);
    expect(await world.knock({ code: mallory.shareCode, token: mallory.token })).toBe(403);
    expect(errorOf(await knock({ ticket: await room.ticketOf(somebody()), view: key }))).toBe('403 forbidden');
    const grace = await enter({ ticket: await room.ticketOf(somebody()), view: next }, mallory.token);
    expect(grace.token).not.toBe(mallory.token);
    // The presenter is still there, and the browser is the same.
    await adas.settled();
    expect(grace.sessionId).toBe(browser);
  });

  test('many epochs fill nothing up', async () => {
    await world.start();
    const room = await Room.create();
    for (let epoch = 0; epoch < 3; epoch += 1) {
      const { key, ticket } = await room.say();
      await enter({ ticket });
      for (let n = 0; n < 5; n += 1) {
        await enter({ ticket: await room.ticketOf(somebody()), view: key });
      }
      await room.nextEpoch();
    }
    const { ticket } = await room.say();
    expect((await enter({ ticket })).users).toHaveLength(1);
  });
});

describe('BROW-3: who drives', () => {
  test('the presenter; an attendee who was let, by the key that they were told; and nobody by an id alone', async () => {
    const { room, key, browser, ada, adas } = await shared();
    await drives(browser, ada.userId);
    const [graceId, malloryId] = [somebody(), somebody()];
    const grace = await enter({ ticket: await room.ticketOf(graceId), view: key });
    const { driver } = await room.say({ control: to(graceId) });
    expect(driver?.attendeeId).toBe(graceId);
    // Until she shows it the presenter does.
    await drives(browser, ada.userId);
    // Nobody else does by claiming her id, by a wrong key, or by hers with another id.
    await enter({ ticket: await room.ticketOf(graceId), view: key });
    await enter({ ticket: await room.ticketOf(graceId), view: key, driving: randomHex(32) });
    await enter({ ticket: await room.ticketOf(malloryId), view: key, driving: driver?.key });
    await drives(browser, ada.userId);
    const again = await enter({ ticket: await room.ticketOf(graceId), view: key, driving: driver?.key }, grace.token);
    expect(again).toMatchObject({ userId: grace.userId, isNewUser: false });
    await drives(browser, grace.userId);
    expect((await adas.hears('control_changed')).control).toEqual({ mode: 'one', driver: grace.userId });
    // Said again it stays as it is, with the same key.
    expect((await room.say({ control: to(graceId) })).driver).toEqual(driver);
    await drives(browser, grace.userId);
    await room.say({ control: PRESENTER });
    await drives(browser, ada.userId);
    // The key of before is worth nothing, also when it is given again.
    await room.say({ control: to(graceId) });
    await enter({ ticket: await room.ticketOf(graceId), view: key, driving: driver?.key }, grace.token);
    await drives(browser, ada.userId);
  });

  test('everybody, if the presenter says so; attendees say nothing of it, but may give it back', async () => {
    const { room, key, browser, ada } = await shared();
    const graceId = somebody();
    const { driver } = await room.say({ control: to(graceId) });
    const grace = await enter({ ticket: await room.ticketOf(graceId), view: key, driving: driver?.key });
    await drives(browser, grace.userId);
    const control = (token: string, wanted: object) =>
      world.post('control', { shareCode: ada.shareCode, control: wanted }, token);
    expect((await control(grace.token, { mode: 'everyone' })).status).toBe(403);
    expect((await control(ada.token, { mode: 'everyone' })).status).toBe(403);
    expect((await control(grace.token, { mode: 'one', driver: null })).status).toBe(200);
    await drives(browser, null);
    await room.say({ control: { mode: 'everyone' } });
    expect(controlOf(browser)).toEqual({ mode: 'everyone' });
    for (const [path, json] of [
      ['end', { shareCode: ada.shareCode }],
      ['remove', { shareCode: ada.shareCode, userId: ada.userId }],
    ] as const) {
      expect((await world.post(path, json, grace.token)).status).toBe(403);
    }
  });

  test('a presenter who reloads is there again, and drives', async () => {
    const { room, browser, ada, adas } = await shared();
    const { ticket } = await room.say();
    const again = await enter({ ticket, name: 'Ada' });
    expect(again.userId).not.toBe(ada.userId);
    expect(await adas.ends()).toBe(4401);
    await drives(browser, again.userId);
    expect(again.users.filter(({ isCreator }) => isCreator).map(({ id }) => id)).toEqual([again.userId]);
  });

  test('where the driver is gone the presenter drives, and not who comes under their name', async () => {
    const { room, key, browser, ada } = await shared();
    const graceId = somebody();
    const { driver } = await room.say({ control: to(graceId) });
    const grace = await enter({ ticket: await room.ticketOf(graceId), view: key, driving: driver?.key });
    await drives(browser, grace.userId);
    await world.post('leave', { shareCode: grace.shareCode }, grace.token);
    await drives(browser, ada.userId);
    await enter({ ticket: await room.ticketOf(graceId), view: key });
    await drives(browser, ada.userId);
  });
});

describe('BROW-4: how it ends', () => {
  test.each([
    ['with the session', (room: Room) => room.presenter.end()],
    ['when the presenter shares it no longer', (room: Room) => room.presenter.call('DELETE', '/browser')],
  ])('%s, and all are told', async (_when, end) => {
    const { room, key, browser, adas } = await shared();
    const grace = await world.open(await enter({ ticket: await room.ticketOf(somebody()), view: key }));
    expect((await end(room)).status).toBe(204);
    for (const tab of [adas, grace]) {
      expect((await tab.hears('session_terminated')).reason).toBe('creator_ended');
      expect(await tab.ends()).toBe(1000);
    }
    await until(() => !world.provider.browsers.has(browser), 'the end of the browser');
  });

  test('by itself, and another one is another', async () => {
    const { room, browser, adas } = await shared();
    await world.provider.kill(browser);
    expect((await adas.hears('session_terminated')).reason).toBe('provider_error');
    expect((await room.call({ start: false })).status).toBe(404);
    expect((await room.say()).browser).not.toBe(browser);
  });

  test('a session that ends while its browser is being started leaves none behind', async () => {
    await world.start();
    const room = await Room.create();
    let go = () => {};
    world.provider.ready = new Promise((resolve) => (go = resolve));
    const asked = room.call();
    await until(() => world.provider.launches === 1, 'the launch');
    expect((await room.presenter.end()).status).toBe(204);
    go();
    expect(errorOf(await asked)).toBe('404 not-found');
    expect(world.provider.browsers.size).toBe(0);
    // One that is being started is taken back, too.
    const other = await Room.create();
    world.provider.ready = new Promise((resolve) => (go = resolve));
    const again = other.call();
    await until(() => world.provider.launches === 2, 'the launch');
    expect((await other.presenter.call('DELETE', '/browser')).status).toBe(204);
    go();
    await again;
    expect(world.provider.browsers.size).toBe(0);
  });
});
