/** Signalling with real sockets: what works, and every hole that the `peer` package has by itself. */
import { TIMES } from '../src/protocol/limits';
import { SIGNALLING_LIMITS } from './serverLimits';
import { startServer, type RunningServer } from './startServer';
import { FakeClock } from './testing/fakeClock';
import { call } from './testing/http';
import { answer, candidate, offer, PeerClient, SDP } from './testing/peerClient';
import { attendeeTicket, Presenter, randomHex } from './testing/people';

let server: RunningServer;
let clock: FakeClock;
const clients: PeerClient[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  server = await startServer({ config: { port: 0, logLevel: 'silent' }, clock });
});

afterEach(async () => {
  clients.splice(0).forEach((client) => client.ws.terminate());
  await server.stop();
});

async function open(entry: { peerId: string; ticket: string }): Promise<PeerClient> {
  const client = await PeerClient.open(server.url, entry);
  clients.push(client);
  return client;
}

/** A socket that the server opens only to say why not. */
async function knock(id: string, token: string, key?: string): Promise<PeerClient> {
  const client = await PeerClient.knock(server.url, { id, token, key });
  if (typeof client === 'number') {
    throw new Error(`refused with ${client}`);
  }
  return client;
}

async function room() {
  const presenter = await Presenter.create(server.url);
  const started = await presenter.start();
  const stage = await open(started);
  return { presenter, started, stage };
}

async function attendeeOf(code: string, attendeeId?: string) {
  return open(await attendeeTicket(server.url, code, attendeeId));
}

async function metric(line: string): Promise<number> {
  const { text } = await call(`${server.url}/metrics`);
  return Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 0
  );
}

describe('with tickets', () => {
  it('carries offer, candidates and answer between an attendee and the presenter of its session', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send(offer(stage.id));
    attendee.send(candidate(stage.id));
    const offered = await stage.next('OFFER');
    expect(offered).toEqual({ ...offer(stage.id), src: attendee.id });
    expect(await stage.next('CANDIDATE')).toEqual({ ...candidate(stage.id), src: attendee.id });
    stage.send(answer(attendee.id));
    stage.send(candidate(attendee.id));
    expect(await attendee.next('ANSWER')).toEqual({ ...answer(attendee.id), src: stage.id });
    expect(await attendee.next('CANDIDATE')).toMatchObject({ src: stage.id });
  });

  it('lets 200 attendees behind one address in, although wrong codes and bad sockets came from there', async () => {
    const { presenter, stage } = await room();
    await call(`${server.url}/api/sessions/ZZZZZZ`);
    await PeerClient.knock(server.url, {});
    const tickets = await Promise.all(Array.from({ length: 200 }, () => attendeeTicket(server.url, presenter.code)));
    const attendees = await Promise.all(tickets.map(open));
    expect(tickets.filter((ticket) => ticket.route === 'direct')).toHaveLength(150);
    for (const [index, attendee] of attendees.entries()) {
      attendee.send(offer(stage.id, `dc_${index}`));
    }
    await Promise.all(attendees.map((attendee) => attendee.settled()));
    await stage.settled();
    expect(stage.ofType('OFFER')).toHaveLength(150);
    expect(await metric('livesessions_signalling_sockets')).toBe(201);
  });

  it('answers a heartbeat by keeping the socket open', async () => {
    const { stage } = await room();
    stage.send({ type: 'HEARTBEAT' });
    await stage.settled();
    expect(stage.ws.readyState).toBe(stage.ws.OPEN);
  });

  it('passes LEAVE on between two that have an offer between them, and to nobody else', async () => {
    const { presenter, stage } = await room();
    const [one, other] = [await attendeeOf(presenter.code), await attendeeOf(presenter.code)];
    one.send(offer(stage.id));
    await stage.next('OFFER');
    stage.send({ type: 'LEAVE', dst: other.id });
    stage.send({ type: 'LEAVE', dst: one.id });
    expect(await one.next('LEAVE')).toMatchObject({ src: stage.id });
    await other.settled();
    expect(other.ofType('LEAVE')).toEqual([]);
  });

  it('closes the socket of a page whose session another page took over', async () => {
    const { presenter, stage } = await room();
    await presenter.start({ pageId: randomHex(8), takeOver: true, knownEpoch: 1 });
    expect(await stage.closed).toBe(1008);
  });

  it('closes all sockets of a session that ends, and of no other', async () => {
    const [ending, staying] = [await room(), await room()];
    const attendee = await attendeeOf(ending.presenter.code);
    await ending.presenter.end();
    expect(await Promise.all([ending.stage.closed, attendee.closed])).toEqual([1008, 1008]);
    await staying.stage.settled();
  });

  it('closes the oldest of more overlapping attempts than an attendee may have', async () => {
    const { presenter } = await room();
    const attendeeId = randomHex(16);
    const attempts: PeerClient[] = [];
    for (let index = 0; index <= SIGNALLING_LIMITS.socketsPerAttendee; index += 1) {
      attempts.push(await attendeeOf(presenter.code, attendeeId));
    }
    expect(await attempts[0].closed).toBe(1008);
    await Promise.all(attempts.slice(1).map((attempt) => attempt.settled()));
  });
});

describe('holes of the peer package', () => {
  it('a malformed frame closes its own socket and neither the process nor another one', async () => {
    const { presenter, stage } = await room();
    for (const rubbish of ['{', 'null', '[]', '"OFFER"', '{"type":"NOPE"}', '{"type":"OFFER","dst":{}}', '\u0000']) {
      const attendee = await attendeeOf(presenter.code);
      attendee.send(rubbish);
      expect(await attendee.closed).toBe(1008);
    }
    const binary = await attendeeOf(presenter.code);
    binary.ws.send(Buffer.from(JSON.stringify({ type: 'HEARTBEAT' })));
    expect(await binary.closed).toBe(1008);
    await stage.settled();
  });

  it('the same id and ticket again is told so while the old socket is half open, and the old one stays', async () => {
    const presenter = await Presenter.create(server.url);
    const started = await presenter.start();
    const stage = await open(started);
    stage.ws.pause();
    const again = await knock(started.peerId, started.ticket);
    expect(await again.next('ERROR')).toMatchObject({ payload: { msg: 'Invalid ticket' } });
    expect(await again.closed).toBe(1008);
    stage.ws.resume();
    await stage.settled();
  });

  it('an id that was released cannot be taken with its old ticket or with one for another id', async () => {
    const { presenter, started, stage } = await room();
    stage.close();
    await stage.closed;
    const other = await attendeeTicket(server.url, presenter.code);
    for (const ticket of [started.ticket, other.ticket]) {
      expect(await (await knock(started.peerId, ticket)).next('ERROR')).toMatchObject({
        payload: { msg: 'Invalid ticket' },
      });
    }
  });

  it('an unused ticket of before a restart opens nothing after it', async () => {
    const serverSecret = randomHex(32);
    const before = await startServer({ config: { port: 0, logLevel: 'silent', serverSecret }, clock });
    const presenter = await Presenter.create(before.url);
    const { epoch, peerId, ticket } = await presenter.start();
    await before.stop();
    const after = await startServer({ config: { port: 0, logLevel: 'silent', serverSecret }, clock });
    try {
      await presenter.at(after.url).lease(epoch);
      const client = await PeerClient.knock(after.url, { id: peerId, token: ticket });
      expect(client).toBeInstanceOf(PeerClient);
      expect(client instanceof PeerClient && (await client.next('ERROR'))).toMatchObject({
        payload: { msg: 'Invalid ticket' },
      });
    } finally {
      await after.stop();
    }
  });

  it('an offer to nobody is answered at once and kept nowhere', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    const late = await presenter.peer(1);
    attendee.send(offer(stage.id));
    attendee.send(offer(late.peerId, 'dc_two'));
    await attendee.settled();
    expect(attendee.ofType('EXPIRE')).toEqual([
      { type: 'EXPIRE', src: stage.id },
      { type: 'EXPIRE', src: late.peerId },
    ]);
    const lateStage = await open(late);
    await lateStage.settled();
    expect(lateStage.frames.map((frame) => frame.type)).toEqual(['OPEN']);
  });

  it('frames to peers that left are dropped and not handed to them when they come back', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send(offer(stage.id));
    await stage.next('OFFER');
    attendee.close();
    await attendee.closed;
    stage.send(answer(attendee.id));
    stage.send(candidate(attendee.id));
    await stage.settled();
    expect(await metric('livesessions_refused_frames_total{reason="no-offer"}')).toBe(2);
    expect(stage.frames.map((frame) => frame.type)).toEqual(['OPEN', 'OFFER']);
  });

  it('a 5 MB offer reaches nobody and ends only its own socket', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send(offer(stage.id, 'dc_big', { sdp: { type: 'offer', sdp: 'x'.repeat(5_000_000) } }));
    expect(await attendee.closed).toBe(1009);
    await stage.settled();
    expect(stage.ofType('OFFER')).toEqual([]);
  });

  it.each([
    [SIGNALLING_LIMITS.sdpLength, 1],
    [SIGNALLING_LIMITS.sdpLength + 1, 0],
  ])('an offer with a description of %i characters goes through %i times', async (length, times) => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send(offer(stage.id, 'dc_one', { sdp: { type: 'offer', sdp: 'x'.repeat(length) } }));
    await (times === 1 ? attendee.settled() : attendee.closed);
    await stage.settled();
    expect(stage.ofType('OFFER')).toHaveLength(times);
  });

  it('1000 sockets of one address without a ticket are refused and leave room for the others', async () => {
    const { presenter } = await room();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => PeerClient.knock(server.url, {})));
    expect(new Set(answers)).toEqual(new Set([401]));
    await attendeeOf(presenter.code);
    expect(await metric('livesessions_signalling_sockets')).toBe(2);
  });

  it('sockets with forged tickets are told why only so often, and valid tickets still pass', async () => {
    const { presenter } = await room();
    const forged = { id: 'a-0000-0000', token: 'forged' };
    const answers: Array<PeerClient | number> = [];
    for (let index = 0; index < SIGNALLING_LIMITS.explainedRefusalsPerMinute + 5; index += 1) {
      const client = await PeerClient.knock(server.url, forged);
      answers.push(client);
      await (client instanceof PeerClient && client.closed);
    }
    expect(answers.filter((each) => each === 401)).toHaveLength(5);
    await attendeeOf(presenter.code);
  });

  it('another key gets no id over HTTP, the right one does, and nobody gets a list of peers', async () => {
    await room();
    expect((await call(`${server.url}/pathfinder/peerjs/id`)).status).toBe(401);
    expect((await call(`${server.url}/pathfinder/peerjs/peers`)).status).toBe(401);
    expect((await call(`${server.url}/pathfinder/pathfinder/peers`)).status).toBe(401);
    expect((await call(`${server.url}/pathfinder/pathfinder/id`)).status).toBe(200);
  });

  it('another key on a socket is told as such, with a ticket or without, and does not use the ticket up', async () => {
    const presenter = await Presenter.create(server.url);
    const started = await presenter.start();
    const refused = await knock(started.peerId, started.ticket, 'peerjs');
    expect(await refused.next('ERROR')).toMatchObject({ payload: { msg: 'Invalid key provided' } });
    expect(await refused.closed).toBe(1008);
    await open(started);
  });

  it.each(['binary', 'json', 'toString', '__proto__', 'constructor'])(
    'an offer with serialization %s does not reach the presenter',
    async (serialization) => {
      const { presenter, stage } = await room();
      const attendee = await attendeeOf(presenter.code);
      attendee.send(offer(stage.id, 'dc_one', { serialization }));
      expect(await attendee.closed).toBe(1008);
      await stage.settled();
      expect(stage.ofType('OFFER')).toEqual([]);
    }
  );

  it('a media offer and an offer with metadata do not reach the presenter', async () => {
    const { presenter, stage } = await room();
    for (const over of [{ type: 'media' }, { metadata: { admin: true } }]) {
      const attendee = await attendeeOf(presenter.code);
      attendee.send(offer(stage.id, 'dc_one', over));
      expect(await attendee.closed).toBe(1008);
    }
    await stage.settled();
    expect(stage.ofType('OFFER')).toEqual([]);
  });

  it('a candidate without an offer of the same connection between the same two reaches nobody', async () => {
    const { presenter, stage } = await room();
    const [one, other] = [await attendeeOf(presenter.code), await attendeeOf(presenter.code)];
    one.send(candidate(stage.id, 'dc_stray'));
    one.send(offer(stage.id, 'dc_one'));
    one.send(candidate(stage.id, 'dc_two'));
    other.send(candidate(stage.id, 'dc_one'));
    await Promise.all([one.settled(), other.settled()]);
    stage.send(candidate(other.id, 'dc_one'));
    stage.send(candidate(one.id, 'dc_two'));
    await stage.settled();
    await Promise.all([one.settled(), other.settled()]);
    expect([stage, one, other].flatMap((client) => client.ofType('CANDIDATE'))).toEqual([]);
  });

  it('passes at most 100 candidates each way for one offer', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send(offer(stage.id));
    await stage.next('OFFER');
    for (let index = 0; index <= SIGNALLING_LIMITS.candidatesPerOffer; index += 1) {
      stage.send(candidate(attendee.id));
    }
    await stage.settled();
    await attendee.settled();
    expect(attendee.ofType('CANDIDATE')).toHaveLength(100);
  });
});

describe('attacks across people', () => {
  it('an attendee reaches neither another session nor another attendee', async () => {
    const [own, foreign] = [await room(), await room()];
    const attendee = await attendeeOf(own.presenter.code);
    const neighbour = await attendeeOf(own.presenter.code);
    attendee.send(offer(foreign.stage.id, 'dc_one'));
    attendee.send(offer(neighbour.id, 'dc_two'));
    attendee.send(answer(neighbour.id, 'dc_two'));
    attendee.send(candidate(foreign.stage.id, 'dc_one'));
    attendee.send({ type: 'LEAVE', dst: foreign.stage.id });
    await attendee.settled();
    await Promise.all([foreign.stage.settled(), neighbour.settled()]);
    expect([...foreign.stage.frames, ...neighbour.frames].map((frame) => frame.type)).toEqual(['OPEN', 'OPEN']);
    expect(attendee.ofType('EXPIRE')).toHaveLength(2);
  });

  it('a presenter cannot reach attendees of another session, nor offer to its own', async () => {
    const [own, foreign] = [await room(), await room()];
    const [mine, theirs] = [await attendeeOf(own.presenter.code), await attendeeOf(foreign.presenter.code)];
    theirs.send(offer(foreign.stage.id));
    await foreign.stage.next('OFFER');
    own.stage.send(answer(theirs.id));
    own.stage.send(candidate(theirs.id));
    own.stage.send({ type: 'LEAVE', dst: theirs.id });
    own.stage.send(offer(mine.id));
    await own.stage.settled();
    await Promise.all([mine.settled(), theirs.settled()]);
    expect([...mine.frames, ...theirs.frames].map((frame) => frame.type)).toEqual(['OPEN', 'OPEN']);
  });

  it('a sender cannot pretend to be somebody else', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send({ ...offer(stage.id), src: 'p-somebody' });
    expect(await attendee.closed).toBe(1008);
    await stage.settled();
    expect(stage.ofType('OFFER')).toEqual([]);
  });

  it('an attendee whose ticket says relay cannot offer, and hears it at once', async () => {
    const { presenter, stage } = await room();
    await presenter.lease(1, { freeSlots: 0 });
    const entry = await attendeeTicket(server.url, presenter.code);
    expect(entry.route).toBe('relay');
    const attendee = await open(entry);
    attendee.send(offer(stage.id));
    expect(await attendee.next('EXPIRE')).toEqual({ type: 'EXPIRE', src: stage.id });
    await stage.settled();
    expect(stage.ofType('OFFER')).toEqual([]);
  });

  it('an offer after the first four of one socket closes it', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    for (let index = 0; index <= SIGNALLING_LIMITS.offersPerSocket; index += 1) {
      attendee.send(offer(stage.id, `dc_${index}`));
    }
    expect(await attendee.closed).toBe(1008);
    await stage.settled();
    expect(stage.ofType('OFFER')).toHaveLength(SIGNALLING_LIMITS.offersPerSocket);
  });

  it('an attendee that floods is cut off after 60 frames; one that keeps to 20 a second is not', async () => {
    const { presenter, stage } = await room();
    const [flooding, steady] = [await attendeeOf(presenter.code), await attendeeOf(presenter.code)];
    for (let index = 0; index < 60; index += 1) {
      flooding.send({ type: 'HEARTBEAT' });
      steady.send({ type: 'HEARTBEAT' });
    }
    await Promise.all([flooding.settled(), steady.settled()]);
    flooding.send({ type: 'HEARTBEAT' });
    expect(await flooding.closed).toBe(1008);
    clock.advance(1000);
    for (let index = 0; index < 20; index += 1) {
      steady.send({ type: 'HEARTBEAT' });
    }
    await steady.settled();
    await stage.settled();
  });

  it('a presenter that does not read is dropped before it costs more than a bounded piece of memory', async () => {
    const { presenter, stage } = await room();
    stage.ws.pause();
    const sdp = { type: 'offer', sdp: 'x'.repeat(SIGNALLING_LIMITS.sdpLength) };
    let sent = 0;
    while ((await metric('livesessions_refused_sockets_total{reason="slow"}')) === 0) {
      await presenter.lease(1);
      const attendee = await attendeeOf(presenter.code);
      for (let index = 0; index < SIGNALLING_LIMITS.offersPerSocket; index += 1) {
        attendee.send(offer(stage.id, `dc_${index}`, { sdp }));
        sent += sdp.sdp.length;
      }
      await attendee.settled();
      attendee.close();
      await attendee.closed;
      expect(sent).toBeLessThan(40 * SIGNALLING_LIMITS.bufferedBytes.presenter);
    }
    expect(sent).toBeGreaterThan(SIGNALLING_LIMITS.bufferedBytes.presenter);
  });

  it('a ticket is good for 60 s and not longer', async () => {
    const { presenter } = await room();
    const [inTime, late] = [
      await attendeeTicket(server.url, presenter.code),
      await attendeeTicket(server.url, presenter.code),
    ];
    clock.advance(TIMES.ticket - 1000);
    await open(inTime);
    clock.advance(1000);
    expect(await (await knock(late.peerId, late.ticket)).next('ERROR')).toMatchObject({
      payload: { msg: 'Invalid ticket' },
    });
  });

  it('a page of another origin and a foreign host name get no socket, a page of the allowed one does', async () => {
    const presenter = await Presenter.create(server.url);
    const { peerId: id, ticket: token } = await presenter.start();
    const refusals = [
      { origin: 'http://localhost:3001' },
      { origin: 'null' },
      { headers: { host: 'attacker.example' } },
    ];
    for (const options of refusals) {
      expect(await PeerClient.knock(server.url, { id, token, options })).toBe(403);
    }
    expect(
      await PeerClient.knock(server.url, { id, token, options: { origin: 'http://localhost:3000' } })
    ).toBeInstanceOf(PeerClient);
  });

  it('an upgrade at another path is answered with 404', async () => {
    expect(await PeerClient.knock(server.url, { path: '/' })).toBe(404);
    expect(await PeerClient.knock(server.url, { path: '/peerjs' })).toBe(404);
  });

  it('an SDP that is an answer does not pass as an offer', async () => {
    const { presenter, stage } = await room();
    const attendee = await attendeeOf(presenter.code);
    attendee.send(offer(stage.id, 'dc_one', { sdp: { type: 'answer', sdp: SDP } }));
    expect(await attendee.closed).toBe(1008);
  });
});
