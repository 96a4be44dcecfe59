/** An attendee's socket at the relay: what its page sends, as the room is to do it, one after the other. */
import { createHash, randomBytes } from 'node:crypto';
import { positionSchema } from '../../src/protocol/messages';
import type { Resume } from '../../src/protocol/relayApi';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import { RELAY_LIMITS } from '../serverLimits';
import { acknowledge, frameText, guard } from './fromClients';
import { InOrder } from './InOrder';
import type { Member, MemberWire } from './MemberPlace';
import type { RelayRoom } from './RelayRoom';
import type { ServedSocket, ServingDeps } from './serving';

/** A secret has 128 random bits, so that a plain hash of it can be neither guessed nor turned back. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** A place for a newcomer, and what it comes back with. */
export function newPlace(session: string, attendeeId: string): { place: Resume; member: Member } {
  const place: Resume = {
    session,
    memberId: `m-${randomBytes(16).toString('hex')}`,
    secret: randomBytes(16).toString('hex'),
  };
  return { place, member: { memberId: place.memberId, attendeeId, secretHash: hashOf(place.secret) } };
}

export function serveAttendee(
  socket: ServedSocket,
  room: RelayRoom,
  { place, member, resumes }: { place: Resume; member: Member; resumes: boolean },
  deps: ServingDeps
): void {
  const { session, memberId } = place;
  const counts = guard(socket, 'attendee', deps, () => room.fellBehind(memberId));
  const asks = new TokenBucket(RELAY_LIMITS.asks, deps.clock.monotonic());
  const wire: MemberWire = {
    frame: (frame) => socket.emit('frame', frameText(frame)),
    close: () => socket.disconnect(true),
  };
  const turns = new InOrder(RELAY_LIMITS.unsentBytes.attendee, (error) => {
    deps.failed(error);
    // Not disconnected by name, after which it would not come back by itself.
    socket.conn.close();
  });
  let expelled = false;
  const expel = (why: 'left' | 'too-big') => {
    expelled = true;
    turns.run(0, () => room.leave(memberId, why).finally(() => socket.disconnect(true)));
  };
  turns.run(0, async () => {
    const there = resumes ? await room.resume(member, wire) : await room.enter(member, wire).then(() => true);
    if (there) {
      socket.emit('taken', place);
      await socket.join(session);
    } else {
      socket.disconnect(true);
    }
  });
  socket.on('frame', (text) => {
    if (expelled) {
      return;
    }
    const frame = counts.frame(text);
    if (frame === 'too-big') {
      expel('too-big');
    } else if (frame === 'refused' || !turns.run(frame.length, () => room.fromMember(wire, frame))) {
      expel('left');
    }
  });
  socket.on('after', (last, answer) => {
    const position = positionSchema.safeParse(last);
    if (!counts.message() || !position.success || typeof answer !== 'function') {
      expel('left');
      return;
    }
    const asksTooOften = !asks.take(deps.clock.monotonic());
    turns.run(0, async () => {
      const again = asksTooOften ? null : await room.after(memberId, position.data).catch(() => null);
      again?.forEach((frame) => wire.frame(frame));
      answer(again?.length ?? null);
    });
  });
  socket.on('leave', (answer) => {
    turns.run(0, () => {
      acknowledge(answer);
      return room.leave(memberId, 'left');
    });
  });
  socket.on('disconnect', () => {
    room.hungUp(wire);
    turns.run(0, () => room.cut(wire));
  });
}
