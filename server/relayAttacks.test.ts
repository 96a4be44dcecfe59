/** What attackers try on the relay, and clients that do not do as they should. */
import { WebSocket } from 'ws';
import { concatBytes } from '../src/protocol/bytes';
import { RELAY_PATH } from '../src/protocol/relayApi';
import { frameText } from './relay/fromClients';
import { RELAY_LIMITS } from './serverLimits';
import { attendeeTicket, Presenter } from './testing/people';
import { world, room, enter, knock, stage, handshake, open } from './testing/relay';
import { until } from './testing/until';

describe('attacks on the relay', () => {
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

  it('JOIN-6: who was removed does not get its place back, even with its own secret', async () => {
    const { presenter, hub } = await room();
    const { relay } = await attendeeTicket(world.url, presenter.code);
    const member = new Promise<string>((resolve) => hub.onMember(resolve));
    const socket = knock({ ticket: relay });
    const place = await new Promise((resolve) => socket.on('taken', resolve));
    const out = new Promise((resolve) => socket.on('disconnect', resolve));
    hub.drop(await member);
    await out;
    expect(await refusal({ resume: place })).toBe('gone');
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
    attacker.emit('all', frameText(stage(presenter.sessionId, 1, 1)));
    attacker.emit('to', victim.id, frameText(handshake(1)));
    attacker.emit('drop', victim.id);
    attacker.emit('frame', frameText(handshake(2)));
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

  it('RELAY-2: a snapshot is kept and not sent, an event is sent and not kept as one; who mixes them is cut off', async () => {
    for (const attack of ['snapshot to all', 'event as snapshot', 'foreign snapshot'] as const) {
      const { presenter, hub } = await room();
      const link = await enter(presenter.code);
      const heard: Uint8Array[] = [];
      link.onFrame((frame) => heard.push(frame));
      const attachedAgain = new Promise<void>((resolve) => hub.onAttached(() => resolve()));
      if (attack === 'snapshot to all') {
        hub.broadcast(stage(presenter.sessionId, 1, 5, 'snapshot'));
      } else if (attack === 'event as snapshot') {
        hub.keep(stage(presenter.sessionId, 1, 5));
      } else {
        hub.keep(stage('00'.repeat(16), 1, 5, 'snapshot'));
      }
      await attachedAgain;
      expect([attack, await link.after?.({ epoch: 1, seq: 1 }), heard]).toEqual([attack, false, []]);
    }
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
    ['frame', ['no base64']],
    ['frame', ['AAE']],
    ['frame', ['AA=A']],
    ['frame', [Buffer.from([0, 1])]],
    ['frame', [null]],
    ['frame', []],
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

  it.each([
    ['all', [null]],
    ['all', []],
    ['all', ['A===']],
    ['all', [Buffer.from([1, 1])]],
    ['keep', [null]],
    ['to', ['m-00000000', null]],
    ['to', [null, null]],
    ['drop', [null]],
    ['leave', [null]],
  ])('survives rubbish of a presenter: %s %j', async (event, args) => {
    const { presenter, hub } = await room();
    const foul = await Presenter.create(world.url);
    const { epoch } = await foul.start();
    const attacker = knock({ ticket: await foul.relayTicket(epoch) });
    await new Promise<void>((resolve) => attacker.on('attached', () => resolve()));
    attacker.emit(event, ...args);
    const said: Uint8Array[] = [];
    hub.onFrame((_memberId, frame) => said.push(frame));
    (await enter(presenter.code)).send(handshake(9));
    await until(() => said.length === 1, 'that everybody else goes on');
  });
});
