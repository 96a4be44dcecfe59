/** A presenter's socket at the relay: what its page sends, as the room is to do it. */
import { memberIdSchema } from '../../src/protocol/relayApi';
import { acknowledge, FOR_ALL, guard, sealedFor } from './fromClients';
import type { PresenterWire } from './PresenterPlace';
import type { RelayRoom } from './RelayRoom';
import type { ServedSocket, ServingDeps } from './serving';

export function servePresenter(
  socket: ServedSocket,
  room: RelayRoom,
  { session, load }: { session: string; load: string },
  deps: ServingDeps
): void {
  const counts = guard(socket, 'presenter', deps);
  const wire: PresenterWire = {
    attached: (about) => socket.emit('attached', about),
    roster: (diff) => socket.emit('roster', diff),
    from: (memberId, frame) => socket.emit('from', memberId, frame),
    close: () => socket.disconnect(true),
  };
  socket.on('all', (frame) => {
    const kind = counts.frame(frame) ? sealedFor(frame, session, FOR_ALL) : null;
    if (kind === null) {
      socket.disconnect(true);
      return;
    }
    room.toAll(kind.class === 'stage' ? { epoch: kind.epoch, seq: kind.seq } : null, frame);
  });
  socket.on('keep', (frame) => {
    const header = counts.frame(frame) ? sealedFor(frame, session, ['snapshot']) : null;
    if (header === null) {
      socket.disconnect(true);
      return;
    }
    room.keepSnapshot({ epoch: header.epoch, seq: header.seq }, frame);
  });
  socket.on('to', (memberId, frame) => {
    if (counts.frame(frame) && memberIdSchema.safeParse(memberId).success) {
      room.toMember(memberId, frame);
    }
  });
  socket.on('drop', (memberId) => {
    if (counts.message() && memberIdSchema.safeParse(memberId).success) {
      room.leave(memberId, 'left').catch(deps.failed);
    }
  });
  socket.on('leave', (answer) => {
    room.presenterCut(wire);
    acknowledge(answer);
  });
  socket.on('disconnect', () => room.presenterCut(wire));
  room.present(load, wire);
}
