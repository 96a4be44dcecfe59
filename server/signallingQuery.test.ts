/** What an upgrade's address may say twice, and what that gets nobody. */
import { offer, PeerClient } from './testing/peerClient';
import { attendeeTicket } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

/** The first id and token are the attendee's own, as the ticket says; the last ones are `peer`'s to read. */
const twice = (id: string, token: string) => `/pathfinder/peerjs?key=pathfinder&id=${id}&token=${token}&rest=`;

it('an attendee with a ticket does not get the presenter’s id by naming it behind its own', async () => {
  const { presenter } = await world.room();
  const entry = await attendeeTicket(world.url, presenter.code);
  const coming = await presenter.peer(1);

  const thief = await PeerClient.knock(world.url, {
    path: twice(entry.peerId, entry.ticket),
    id: coming.peerId,
    token: 'anything',
  });
  expect(thief).toBeInstanceOf(PeerClient);
  const stage = await world.open(coming);
  await stage.settled();
  expect(stage.ofType('ID-TAKEN')).toEqual([]);
  expect(stage.ofType('OPEN')).toHaveLength(1);
});

it('an attendee that names another id behind its own offers under its own', async () => {
  const { presenter, stage } = await world.room();
  const entry = await attendeeTicket(world.url, presenter.code);
  const liar = await PeerClient.knock(world.url, {
    path: twice(entry.peerId, entry.ticket),
    id: 'a-somebody-else',
    token: 'anything',
  });
  if (liar instanceof PeerClient) {
    liar.send(offer(stage.id));
  }
  expect(await stage.next('OFFER')).toMatchObject({ src: entry.peerId });
});
