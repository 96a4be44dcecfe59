/** The relay as pages meet it: the real client's links through a real server. */
import { LINK_CONTRACT, type LinkPair } from '../src/transport/linkContract';
import type { HubLink, LinkClose, PairLink } from '../src/transport/Link';
import { LinkState } from '../src/transport/linkState';
import { RelayHub } from '../src/transport/RelayHub';
import { dialRelay } from '../src/transport/RelayLink';
import { attendeeTicket, Presenter, randomHex } from './testing/people';
import { World } from './testing/room';

const world = new World();
const clock = { now: () => performance.now(), after: (ms: number, run: () => void) => cancelled(setTimeout(run, ms)) };
const cancelled = (timer: NodeJS.Timeout) => () => clearTimeout(timer);
const open: Array<{ close(): void }> = [];

beforeAll(() => world.start({ relay: true }));
afterEach(() => open.splice(0).forEach((link) => link.close()));
afterAll(() => world.end());

async function until(ready: () => boolean, what: string): Promise<void> {
  const limit = Date.now() + 10_000;
  while (!ready()) {
    if (Date.now() > limit) {
      throw new Error(`still not there: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A session with its presenter at the relay. */
async function room() {
  const presenter = await Presenter.create(world.url);
  const { epoch } = await presenter.start();
  const hub = new RelayHub({ baseUrl: world.url, clock, ticket: () => presenter.relayTicket(epoch) });
  open.push(hub);
  await new Promise<void>((resolve) => hub.onAttached(() => resolve()));
  return { presenter, epoch, hub };
}

async function enter(code: string, attendeeId = randomHex(16)): Promise<PairLink> {
  const { relay } = await attendeeTicket(world.url, code, attendeeId);
  const link = await new Promise<PairLink>((resolve, reject) =>
    dialRelay(world.url, relay ?? '', { open: resolve, failed: reject })
  );
  open.push(link);
  return link;
}

/** A member of the hub as a pair link of its own. */
function memberLink(hub: HubLink, memberId: string): PairLink {
  const state = new LinkState();
  hub.onFrame((from, frame) => from === memberId && state.received(frame));
  hub.onMemberGone((gone, why) => gone === memberId && state.close(why));
  return {
    id: memberId,
    route: hub.route,
    send: (frame) => hub.sendTo(memberId, frame),
    bufferedBytes: () => 0,
    close: () => hub.drop(memberId),
    onFrame: (handler) => state.onFrame(handler),
    onClose: (handler: (why: LinkClose) => void) => state.onClose(handler),
  };
}

const handshake = (...bytes: number[]) => Uint8Array.from([0, ...bytes]);

async function relayedPair(): Promise<LinkPair> {
  const { presenter, hub } = await room();
  const member = new Promise<string>((resolve) => hub.onMember(resolve));
  const near = await enter(presenter.code);
  const far = memberLink(hub, await member);
  return { near, far, until, settle: () => new Promise((resolve) => setTimeout(resolve, 400)) };
}

describe('a link through the relay keeps every promise of a link', () => {
  it.each(LINK_CONTRACT)('$title', async ({ check }) => check(await relayedPair()));
});

it('tells the presenter who comes', async () => {
  const { presenter, hub } = await room();
  const members: string[] = [];
  hub.onMember((memberId) => members.push(memberId));
  const link = await enter(presenter.code);
  link.send(handshake(1));
  await until(() => members.length === 1, 'the member');
  expect(members).toEqual([link.id]);
});
