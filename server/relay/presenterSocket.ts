/** A presenter's socket at the relay: what its page sends, as the room is to do it. */
import type { EnvelopeClass } from '../../src/protocol/envelope';
import { memberIdSchema } from '../../src/protocol/relayApi';
import { acknowledge, FOR_ALL, frameText, guard, sealedFor } from './fromClients';
import { Gathered } from './Gathered';
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
  const gathered = new Gathered((said) => socket.emit('from', said));
  const wire: PresenterWire = {
    attached(about) {
      gathered.flush();
      socket.emit('attached', about);
    },
    roster(diff) {
      gathered.flush();
      socket.emit('roster', diff);
    },
    from: (memberId, frame) => gathered.add([memberId, frameText(frame)]),
    close: () => socket.disconnect(true),
  };
  const place = room.present(load, wire);
  const sealed = (text: unknown, classes: readonly EnvelopeClass[]) => {
    const frame = counts.frame(text);
    const header = typeof frame === 'string' ? null : sealedFor(frame, session, classes);
    return typeof frame === 'string' || header === null ? null : { frame, header };
  };
  socket.on('all', (text) => {
    const said = sealed(text, FOR_ALL);
    if (said === null) {
      socket.disconnect(true);
      return;
    }
    const { header, frame } = said;
    place.toAll(header.class === 'stage' ? { epoch: header.epoch, seq: header.seq } : null, frame);
  });
  socket.on('proceed', () => {
    if (counts.message()) {
      place.proceed();
    }
  });
  socket.on('keep', (text) => {
    const said = sealed(text, ['snapshot']);
    if (said === null) {
      socket.disconnect(true);
      return;
    }
    const { header, frame } = said;
    place.keepSnapshot({ epoch: header.epoch, seq: header.seq }, frame);
  });
  socket.on('to', (memberId, text) => {
    const frame = counts.frame(text);
    if (typeof frame !== 'string' && memberIdSchema.safeParse(memberId).success) {
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
  socket.on('disconnect', () => {
    gathered.end();
    room.presenterCut(wire);
  });
}
