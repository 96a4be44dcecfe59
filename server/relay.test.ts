/** The relay as pages meet it: the real client's links through a real server. */
import { connect, createServer, type Socket as TcpSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { concatBytes } from '../src/protocol/bytes';
import { NONCE_BYTES, SIGNATURE_BYTES, TAG_BYTES } from '../src/protocol/crypto';
import { encodeHeader, parseFrame } from '../src/protocol/envelope';
import { RELAY_PATH } from '../src/protocol/relayApi';
import { LINK_CONTRACT, type LinkPair } from '../src/transport/linkContract';
import type { HubLink, LinkClose, PairLink } from '../src/transport/Link';
import { LinkState } from '../src/transport/linkState';
import { RelayHub } from '../src/transport/RelayHub';
import { dialRelay } from '../src/transport/RelayLink';
import { attendeeTicket, Presenter } from './testing/people';
import { World } from './testing/room';
import { RELAY_LIMITS } from './serverLimits';

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

async function enter(code: string, url = world.url): Promise<PairLink> {
  const { relay } = await attendeeTicket(world.url, code);
  const link = await new Promise<PairLink>((resolve, reject) =>
    dialRelay(url, relay ?? '', { open: resolve, failed: reject })
  );
  open.push(link);
  return link;
}

/** As `enter`, by a wire that a test can cut and that then is there again. */
async function enterBreakable(code: string): Promise<{ link: PairLink; cut(): void }> {
  const wires = new Set<TcpSocket>();
  const proxy = createServer((near) => {
    const far = connect(world.port, '127.0.0.1');
    [near, far].forEach((wire) => wires.add(wire.on('error', () => wire.destroy())));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    wires.forEach((wire) => wire.destroy());
    wires.clear();
  };
  open.push({
    close() {
      cut();
      proxy.close();
    },
  });
  return { link: await enter(code, `http://127.0.0.1:${port}`), cut };
}

/** A socket of a client of somebody's own making. */
function knock(auth: object, headers: Record<string, string> = {}): Socket {
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

/** A frame as a presenter sends it to everyone; only its header means anything here. */
const stage = (session: string, epoch: number, seq: number) =>
  concatBytes(
    encodeHeader({ class: 'stage', session, epoch, seq, author: '0'.repeat(16), at: 0 }),
    new Uint8Array(NONCE_BYTES + TAG_BYTES + SIGNATURE_BYTES)
  );
const seqOf = (frame: Uint8Array) => {
  const parsed = parseFrame(frame);
  return parsed.kind === 'envelope' ? parsed.envelope.header.seq : null;
};

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

it('DIR-13: gives presenter and attendee tickets, and tells the presenter who comes', async () => {
  const { presenter, hub } = await room();
  const members: string[] = [];
  hub.onMember((memberId) => members.push(memberId));
  const link = await enter(presenter.code);
  link.send(handshake(1));
  await until(() => members.length === 1, 'the member');
  expect(members).toEqual([link.id]);
});

it('RELAY-3, RELAY-4: keeps the place of an attendee that is cut off, says again what it missed, and tells the presenter meanwhile', async () => {
  const { presenter, hub } = await room();
  const states: string[] = [];
  hub.onMemberState((_memberId, state) => states.push(state));
  const gone: string[] = [];
  hub.onMemberGone((memberId) => gone.push(memberId));
  const { link, cut } = await enterBreakable(presenter.code);
  const frames: Uint8Array[] = [];
  link.onFrame((frame) => frames.push(frame));
  hub.broadcast(stage(presenter.sessionId, 1, 1));
  await until(() => frames.length === 1, 'the first event');
  cut();
  await until(() => states.includes('away'), 'that the attendee is away');
  hub.broadcast(stage(presenter.sessionId, 1, 2));
  hub.broadcast(stage(presenter.sessionId, 1, 3));
  await until(() => states.at(-1) === 'here', 'that the attendee is back');
  expect(await link.after?.({ epoch: 1, seq: 1 })).toBe(true);
  await until(() => frames.length === 3, 'what was missed');
  expect(frames.map(seqOf)).toEqual([1, 2, 3]);
  expect(await link.after?.({ epoch: 2, seq: 1 })).toBe(false);
  expect(gone).toEqual([]);
});

it('RELAY-5: tells a presenter that comes back the newest event that it has kept, and holds what attendees said meanwhile', async () => {
  const { presenter, epoch, hub } = await room();
  const link = await enter(presenter.code);
  const kept: unknown[] = [];
  const said: Uint8Array[] = [];
  hub.broadcast(stage(presenter.sessionId, epoch, 7));
  const frames: Uint8Array[] = [];
  link.onFrame((frame) => frames.push(frame));
  await until(() => frames.length === 1, 'the event');
  hub.close();
  await until(() => !hub.connected, 'the end of the wire');
  link.send(handshake(4));
  await link.after?.({ epoch, seq: 7 });
  const again = new RelayHub({ baseUrl: world.url, clock, ticket: () => presenter.relayTicket(epoch) });
  open.push(again);
  again.onFrame((_memberId, frame) => said.push(frame));
  again.onAttached((position) => kept.push(position));
  await until(() => kept.length === 1 && said.length === 1, 'the room as it was');
  expect(kept).toEqual([{ epoch, seq: 7 }]);
});

it('RELAY-5: makes those of an earlier page of the presenter come anew', async () => {
  const { presenter } = await room();
  const link = await enter(presenter.code);
  const closes: string[] = [];
  link.onClose((why) => closes.push(why));
  const reloaded = presenter.at(world.url);
  const { epoch } = await reloaded.start({ takeOver: true });
  open.push(new RelayHub({ baseUrl: world.url, clock, ticket: () => reloaded.relayTicket(epoch) }));
  await until(() => closes.length === 1, 'the close');
  expect(closes).toEqual(['remote']);
});

describe('attacks', () => {
  const refusal = (auth: object, headers: Record<string, string> = {}) =>
    new Promise<string>((resolve) => {
      const socket = knock(auth, headers);
      socket.on('connect_error', (error) => resolve(error.message));
      socket.on('connect', () => resolve('came in'));
    });

  it('RELAY-1: says that the presenter is not there, where a newcomer would wait for nothing', async () => {
    const { presenter, hub } = await room();
    hub.close();
    await until(() => !hub.connected, 'the end of the wire');
    const { relay } = await attendeeTicket(world.url, presenter.code);
    expect(await refusal({ ticket: relay })).toBe('absent');
  });

  it('RELAY-1: lets nobody in without a ticket, with a signalling ticket, or twice with one', async () => {
    const { presenter } = await room();
    const { ticket, relay } = await attendeeTicket(world.url, presenter.code);
    expect(await refusal({})).toBe('ticket');
    expect(await refusal({ ticket })).toBe('ticket');
    expect(await refusal({ ticket: relay })).toBe('came in');
    expect(await refusal({ ticket: relay })).toBe('ticket');
    expect(
      await refusal({ resume: { session: presenter.sessionId, memberId: 'm-12345678', secret: '0'.repeat(32) } })
    ).toBe('gone');
  });

  it('lets no page of another origin in', async () => {
    const { presenter } = await room();
    const { relay } = await attendeeTicket(world.url, presenter.code);
    expect(await refusal({ ticket: relay }, { origin: 'https://attacker.example' })).not.toBe('came in');
  });

  it('gives a place to nobody who only knows its name', async () => {
    const { presenter } = await room();
    const link = await enter(presenter.code);
    const stolen = { session: presenter.sessionId, memberId: link.id, secret: '0'.repeat(32) };
    expect(await refusal({ resume: stolen })).toBe('gone');
  });

  it('RELAY-2: an attendee speaks to the presenter alone, whatever it calls', async () => {
    const { presenter, hub } = await room();
    const said: Uint8Array[] = [];
    hub.onFrame((_memberId, frame) => said.push(frame));
    const known = new Promise((resolve) => hub.onMember(resolve));
    const victim = await enter(presenter.code);
    await known;
    const heard: Uint8Array[] = [];
    victim.onFrame((frame) => heard.push(frame));
    const { relay } = await attendeeTicket(world.url, presenter.code);
    const attacker = knock({ ticket: relay });
    await new Promise<void>((resolve) => attacker.on('taken', () => resolve()));
    attacker.emit('all', stage(presenter.sessionId, 1, 1));
    attacker.emit('to', victim.id, handshake(1));
    attacker.emit('drop', victim.id);
    attacker.emit('frame', handshake(2));
    await until(() => said.length === 1, 'the frame to the presenter');
    hub.sendTo(victim.id, handshake(3));
    await until(() => heard.length > 0, 'the frame to the victim');
    expect(heard.map((frame) => [...frame])).toEqual([[...handshake(3)]]);
  });

  it('RELAY-2: a presenter says nothing to another session, and no rubbish to its own', async () => {
    const { presenter, hub } = await room();
    const other = await room();
    const heard: Uint8Array[] = [];
    const bystander = await enter(other.presenter.code);
    bystander.onFrame((frame) => heard.push(frame));
    const attached = new Promise<void>((resolve) => hub.onAttached(() => resolve()));
    hub.broadcast(stage(other.presenter.sessionId, 1, 1));
    await attached;
    const own = await enter(presenter.code);
    own.onFrame((frame) => heard.push(frame));
    const attachedAgain = new Promise<void>((resolve) => hub.onAttached(() => resolve()));
    hub.broadcast(handshake(1, 2, 3));
    await attachedAgain;
    expect(heard).toEqual([]);
  });

  it('RELAY-6: cuts off who sends more than anybody can say', async () => {
    const { presenter, hub } = await room();
    const link = await enter(presenter.code);
    const gone: string[] = [];
    hub.onMemberGone((memberId) => gone.push(memberId));
    let said = 0;
    hub.onFrame(() => said++);
    for (let number = 0; number < 3000; number++) {
      link.send(handshake(number & 0xff));
    }
    await until(() => gone.length === 1, 'the end of the flooder');
    expect(said).toBeLessThanOrEqual(RELAY_LIMITS.messages.attendee.burst);
  });

  it('RELAY-6: cuts off who does not read what it is sent, before that costs memory', async () => {
    const { presenter, epoch, hub } = await room();
    const { relay } = await attendeeTicket(world.url, presenter.code);
    const deaf = new WebSocket(`${world.url.replace('http', 'ws')}${RELAY_PATH}/?EIO=4&transport=websocket`);
    const taken = new Promise<void>((resolve) =>
      deaf.on('message', (data) => {
        const text = String(data);
        if (text.startsWith('0')) {
          deaf.send(`40${JSON.stringify({ ticket: relay })}`);
        } else if (text.includes('taken')) {
          resolve();
        }
      })
    );
    open.push({ close: () => deaf.terminate() });
    await taken;
    deaf.pause();
    const states: string[] = [];
    hub.onMemberState((_memberId, state) => states.push(state));
    const frame = concatBytes(stage(presenter.sessionId, epoch, 1), new Uint8Array(50_000));
    // The kernel's buffers on both sides take some megabytes first.
    const limit = Date.now() + 20_000;
    while (!states.includes('away') && Date.now() < limit) {
      hub.broadcast(frame);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(states).toContain('away');
    expect(await world.metric('livesessions_refused_sockets_total{reason="slow"}')).toBe(1);
  });

  it.each([
    ['frame', [{}]],
    ['frame', ['text']],
    ['after', ['rubbish', 'no function']],
    ['after', [{ epoch: -1, seq: 1 }, () => {}]],
    ['leave', ['no function']],
    ['unknown', [1, 2, 3]],
  ])('survives rubbish: %s %j', async (event, args) => {
    const { presenter, hub } = await room();
    const { relay } = await attendeeTicket(world.url, presenter.code);
    const attacker = knock({ ticket: relay });
    await new Promise<void>((resolve) => attacker.on('taken', () => resolve()));
    attacker.emit(event, ...args);
    const said: Uint8Array[] = [];
    hub.onFrame((_memberId, frame) => said.push(frame));
    (await enter(presenter.code)).send(handshake(9));
    await until(() => said.length === 1, 'that everybody else goes on');
  });
});
