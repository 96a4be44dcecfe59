/** BROW-2: who was in a live session's browser and may see it no more, and tries to come back with what they kept. Real calls and sockets. */
import { joinBrowserResponseSchema, type JoinBrowserResponse } from '../../../src/protocol/browserApi';
import { liveBrowserResponseSchema, type LiveBrowserResponse } from '../../../src/protocol/directoryApi';
import { errorOf } from '../../testing/http';
import { attendeeTicket, Presenter, randomHex } from '../../testing/people';
import { BrowserWorld } from '../testing/BrowserWorld';

const world = new BrowserWorld();
afterEach(() => world.end());

async function shared() {
  await world.start();
  const presenter = await Presenter.create(world.url);
  let epoch = 0;
  const nextEpoch = async (): Promise<LiveBrowserResponse> => {
    ({ epoch } = await presenter.start({ knownEpoch: epoch }));
    const { pageId } = presenter;
    const control = { mode: 'one', driver: null };
    const answer = await presenter.call('PUT', '/browser', { pageId, epoch, start: true, control });
    return liveBrowserResponseSchema.parse(JSON.parse(answer.text));
  };
  const { ticket, key } = await nextEpoch();
  const ada = await enter({ ticket, name: 'Ada' });
  const attend = async (view: string, token?: string) => {
    const { browser } = await attendeeTicket(world.url, presenter.code, randomHex(16));
    return enter({ ticket: browser, view, name: 'Eve' }, token);
  };
  return { nextEpoch, attend, key, ada };
}

async function enter(json: object, token?: string): Promise<JoinBrowserResponse> {
  return joinBrowserResponseSchema.parse(JSON.parse((await world.post('enter', json, token)).text));
}

test.each([
  [
    'has left',
    async ({ shareCode, token }: JoinBrowserResponse) => void (await world.post('leave', { shareCode }, token)),
  ],
  [
    'has been silent for long enough to have left',
    async () => {
      world.clock.advance(31_000);
      await new Promise((resolve) => setTimeout(resolve, 600));
    },
  ],
])('who %s before the key changed does not come back with the token of before', async (_how, goes) => {
  const { nextEpoch, attend, key, ada } = await shared();
  const eve = await attend(key);
  const { shareCode, token } = eve;
  await goes(eve);
  const { key: next } = await nextEpoch();
  expect(errorOf(await world.post('join', { shareCode }, token))).toBe('404 not-found');
  expect(await world.knock({ code: shareCode, token })).toBe(401);
  expect(await world.knock({ code: shareCode, token, path: 'view' })).toBe(401);
  expect(errorOf(await world.get(shareCode, token))).toBe('404 not-found');
  // With the new key they are somebody new, as everybody is who was there.
  const again = await attend(next, token);
  expect(again).toMatchObject({ isNewUser: true });
  expect(again.userId).not.toBe(eve.userId);
  // The presenter's page is the same as before.
  await world.open(ada);
});
