/** Signalling frames at a real server, by sockets with tickets: presenters and attendees who send anything. */
import { bytesToHex, utf8ToBytes } from '../../../src/protocol/bytes';
import { Dice } from '../../../src/testing/fuzz/Dice';
import { mutateBytes } from '../../../src/testing/fuzz/mutateBytes';
import type { Tally } from '../../../src/testing/fuzz/Tally';
import type { Target } from '../../../src/testing/fuzz/target';
import { parseFrame } from '../../signallingFrames';
import { offer, PeerClient } from '../peerClient';
import { attendeeTicket, Presenter } from '../people';
import { fence, isOpen } from './fence';
import { serverWorld, type ServerWorld } from './serverWorld';
import { badText, SIGNALLING_TYPES, signallingFrame } from './signallingBodies';

const FRAMES_A_SOCKET = 24;
/** Milliseconds on the server's clock between two frames of one sender: as fast as it may go on. */
const PACE = 55;
/** What the honest are found to hear is looked at after so many rounds. */
const HONEST_EVERY = 8;

interface RoomOf {
  presenter: Presenter;
  epoch: number;
  stage: PeerClient;
}

async function room(url: string): Promise<RoomOf> {
  const presenter = await Presenter.create(url, { 'x-forwarded-for': '10.255.0.1' });
  const started = await presenter.start();
  return { presenter, epoch: started.epoch, stage: await PeerClient.open(url, started) };
}

export async function signallingTarget(): Promise<Target> {
  const world = await serverWorld();
  const { url } = world.server;
  const [honest, attacked] = [await room(url), await room(url)];
  let rounds = 0;
  return {
    name: 'signalling',
    async round(seed, tally) {
      await attacked.presenter.lease(attacked.epoch);
      await attack(world, attacked, honest, seed, tally);
      if (rounds++ % HONEST_EVERY === 0) {
        await goesOn(url, honest, tally);
      }
    },
    async close() {
      [honest, attacked].forEach(({ stage }) => stage.close());
      await Promise.all([honest.stage.closed, attacked.stage.closed]);
      await world.server.stop();
    },
  };
}

/** An honest attendee comes, and its offer is all that its presenter hears. */
async function goesOn(url: string, { presenter, epoch, stage }: RoomOf, tally: Tally): Promise<void> {
  await presenter.lease(epoch);
  const attendee = await PeerClient.open(url, await attendeeTicket(url, presenter.code));
  attendee.send(offer(stage.id, 'dc_honest'));
  await attendee.settled();
  await stage.settled();
  const heard = stage.frames.splice(0).filter(({ type }) => type !== 'OPEN');
  if (heard.length !== 1 || heard[0].type !== 'OFFER' || heard[0].src !== attendee.id) {
    tally.find(`cross-talk: the honest presenter heard ${JSON.stringify(heard)}`);
  }
  if (attendee.frames.some(({ type }) => type !== 'OPEN')) {
    tally.find(`cross-talk: the honest attendee heard ${JSON.stringify(attendee.frames)}`);
  }
  attendee.close();
  await attendee.closed;
}

async function attack(
  { server, clock }: ServerWorld,
  attacked: RoomOf,
  honest: RoomOf,
  seed: number,
  tally: Tally
): Promise<void> {
  const dice = new Dice(seed);
  const { url } = server;
  const { presenter, stage } = attacked;
  const attendee = await PeerClient.open(url, await attendeeTicket(url, presenter.code, bytesToHex(dice.bytes(16))));
  const isPresenter = dice.chance(0.3);
  const [sender, other] = isPresenter ? [stage, attendee] : [attendee, stage];
  if (isPresenter && dice.chance(0.7)) {
    attendee.send(offer(stage.id, 'dc_0'));
    await fence(attendee.ws);
  }
  for (let n = 0; n < FRAMES_A_SOCKET && isOpen(sender.ws); n++) {
    clock.advance(PACE);
    const type = dice.pick(SIGNALLING_TYPES);
    const frame = signallingFrame(type, dice.chance(0.85) ? other.id : honest.stage.id, dice);
    const isValid = dice.chance(0.4);
    const text = isValid ? JSON.stringify(frame) : badText(frame, dice);
    const bytes = utf8ToBytes(text);
    const data = isValid || dice.chance(0.9) ? text : mutateBytes(bytes, bytes, dice);
    tally.sending(bytes);
    const known = other.frames.length;
    sender.ws.send(data);
    await fence(sender.ws);
    await fence(other.ws);
    const heard = other.frames.slice(known).filter((each) => each.type !== 'EXPIRE');
    for (const { src, ...rest } of heard) {
      if (src !== sender.id || !parseFrame(JSON.stringify(rest))) {
        tally.find(`heard ${JSON.stringify({ src, ...rest })}`);
      }
    }
    tally.count(type, {
      crypto: false,
      schema: typeof data === 'string' && isJson(data),
      refused: !isOpen(sender.ws) || (type !== 'HEARTBEAT' && heard.length === 0),
    });
  }
  attendee.close();
  await attendee.closed;
  stage.frames.splice(0);
  if (!isOpen(stage.ws)) {
    attacked.stage = await PeerClient.open(url, await presenter.peer(attacked.epoch));
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
