/** Who tries to learn addresses where RELAY=only is to keep them from everybody. */
import { attendeeTicketResponseSchema } from '../src/protocol/directoryApi';
import { call } from './testing/http';
import { candidate, offer } from './testing/peerClient';
import { randomHex } from './testing/people';
import { World } from './testing/room';

const world = new World();
beforeAll(() => world.start({ relay: 'only' }));
afterAll(() => world.end());

async function ticket(code: string, json: Record<string, unknown>) {
  const answer = await call(`${world.url}/api/sessions/${code}/tickets`, { method: 'POST', json });
  return attendeeTicketResponseSchema.parse(JSON.parse(answer.text));
}

it.each([{ route: 'direct' }, {}])('CON-15: nobody gets a direct ticket, whatever they ask for: %j', async (asked) => {
  const { presenter } = await world.room();
  expect((await ticket(presenter.code, { attendeeId: randomHex(16), ...asked })).route).toBe('relay');
});

it('CON-15: neither end gets an address out of the other by signalling', async () => {
  const { presenter, stage } = await world.room();
  await presenter.lease(1, { freeSlots: 150 });
  const attendee = await world.open(await ticket(presenter.code, { attendeeId: randomHex(16), route: 'direct' }));
  attendee.send(offer(stage.id));
  expect(await attendee.next('EXPIRE')).toEqual({ type: 'EXPIRE', src: stage.id });
  attendee.send(candidate(stage.id));
  stage.send(offer(attendee.id));
  stage.send(candidate(attendee.id));
  await stage.settled();
  await attendee.settled();
  for (const [one, kind] of [stage, attendee].flatMap((one) =>
    ['OFFER', 'CANDIDATE'].map((kind) => [one, kind] as const)
  )) {
    expect(one.ofType(kind)).toEqual([]);
  }
});
