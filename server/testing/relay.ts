/** A server with a relay for a test file, and pages at it by the real client's links. */
import { io, type Socket } from 'socket.io-client';
import { RELAY_PATH } from '../../src/protocol/relayApi';
import type { LinkPair } from '../../src/transport/linkContract';
import type { HubLink, LinkClose, PairLink } from '../../src/transport/Link';
import { LinkState } from '../../src/transport/linkState';
import { RelayHub } from '../../src/transport/RelayHub';
import { dialRelay } from '../../src/transport/RelayLink';
import { breakableWire } from './breakableWire';
import { attendeeTicket, Presenter } from './people';
import { World } from './room';
import { until } from './until';

export const world = new World();
const clock = { now: () => performance.now(), after: (ms: number, run: () => void) => cancelled(setTimeout(run, ms)) };
const cancelled = (timer: NodeJS.Timeout) => () => clearTimeout(timer);
/** Ended after each test. */
export const open: Array<{ close(): void }> = [];

beforeAll(() => world.start({ relay: 'on' }));
afterEach(() => open.splice(0).forEach((link) => link.close()));
afterAll(() => world.end());

/** A presenter's end of the relay, ended after the test; the same load of its page where no other is said. */
export function hubOf(presenter: Presenter, epoch: number, load = presenter.pageId): RelayHub {
  const hub = new RelayHub({
    baseUrl: world.url,
    clock,
    random: Math.random,
    load,
    ticket: () => presenter.relayTicket(epoch),
  });
  open.push(hub);
  return hub;
}

/** A session with its presenter at the relay. */
export async function room() {
  const presenter = await Presenter.create(world.url);
  const { epoch } = await presenter.start();
  const hub = hubOf(presenter, epoch);
  hub.onAttached(() => hub.proceed());
  await new Promise<void>((resolve) => hub.onAttached(() => resolve()));
  return { presenter, epoch, hub };
}

export async function enter(code: string, url = world.url): Promise<PairLink> {
  const { relay } = await attendeeTicket(world.url, code);
  const link = await new Promise<PairLink>((resolve, reject) =>
    dialRelay({ baseUrl: url, clock, random: Math.random, answered: () => () => {} }, relay ?? '', {
      open: resolve,
      failed: reject,
    })
  );
  open.push(link);
  return link;
}

/** As `enter`, by a wire that a test can cut and that then is there again. */
export async function enterBreakable(code: string): Promise<{ link: PairLink; cut(): void }> {
  const wire = await breakableWire(world.port);
  open.push(wire);
  const cut = () => {
    wire.cut();
    wire.mend();
  };
  return { link: await enter(code, wire.url), cut };
}

/** A socket of a client of somebody's own making. */
export function knock(auth: object, headers: Record<string, string> = {}): Socket {
  const socket = io(world.url, {
    path: RELAY_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders: headers,
  });
  open.push({ close: () => socket.disconnect() });
  return socket;
}

export { seqOf, stage } from './relayFrames';

/** A member of the hub as a pair link of its own. */
export function memberLink(hub: HubLink, memberId: string): PairLink {
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

export const handshake = (...bytes: number[]) => Uint8Array.from([0, ...bytes]);

export async function relayedPair(): Promise<LinkPair> {
  const { presenter, hub } = await room();
  const member = new Promise<string>((resolve) => hub.onMember(resolve));
  const near = await enter(presenter.code);
  const far = memberLink(hub, await member);
  return { near, far, until, settle: () => new Promise((resolve) => setTimeout(resolve, 400)) };
}
