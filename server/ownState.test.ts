/** What attendees say of themselves arrives, whichever wire goes meanwhile. */
import { breakableWire, type BreakableWire } from './testing/breakableWire';
import { open, world } from './testing/relay';
import { attendRelayed, presentRelayed } from './testing/relayedSession';
import { until } from './testing/until';

const OUTAGE = 4_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function wireTo(): Promise<BreakableWire> {
  const wire = await breakableWire(world.port);
  open.push(wire);
  return wire;
}

async function roomOn(presenterUrl: string, attendeeUrl: string) {
  const room = await presentRelayed(presenterUrl);
  const attendee = attendRelayed(() => attendeeUrl, room.presenter);
  open.push(room, attendee);
  await until(() => attendee.isLive(), 'the attendee');
  await pause(300);
  const hands = () => room.session.view().rows.map(({ hand }) => hand);
  return { room, attendee, hands };
}

it('JOIN-4: a hand that goes up as its wire breaks is seen, also where the attendee comes back to their place', async () => {
  const wire = await wireTo();
  const { attendee, hands } = await roomOn(world.url, wire.url);
  const link = attendee.link();
  wire.silence();
  attendee.session.setHand(true);
  await pause(100);
  wire.cut();
  wire.mend();
  await until(() => hands()[0], 'the hand');
  expect(attendee.link()).toBe(link);
});

it('JOIN-4: a hand that goes up while the presenter’s wire is dead is seen when the presenter is back', async () => {
  const wire = await wireTo();
  const { room, attendee, hands } = await roomOn(wire.url, world.url);
  room.show();
  await until(() => attendee.shown.length === 1, 'the step');
  wire.silence();
  attendee.session.setHand(true);
  room.show();
  await pause(OUTAGE);
  wire.cut();
  wire.mend();
  await until(() => hands()[0], 'the hand');
});
