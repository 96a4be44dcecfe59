/** An attendee that joins as any other does, stays, and discards what comes unopened. */
import { hexToBytes } from '../../../src/protocol/bytes';
import type { SessionInfo } from '../../../src/protocol/directoryApi';
import { TIMES } from '../../../src/protocol/limits';
import { AttendeeLink } from '../../../src/session/AttendeeLink';
import type { AttendeeDeps, AttendeeIdentity } from '../../../src/session/AttendeeSession';
import type { PairLink } from '../../../src/transport/Link';

type SinkDeps = Pick<AttendeeDeps, 'crypto' | 'clock' | 'dial'>;

/** Resolves once the presenter's welcome is here; rejects when the attempt fails. */
export function joinAsSink(info: SessionInfo, who: AttendeeIdentity, deps: SinkDeps): Promise<void> {
  return new Promise((resolve, reject) => {
    deps.dial('p2p', {
      failed: reject,
      open(pair) {
        const { link, discard } = discarding(pair);
        const attendee: AttendeeLink = new AttendeeLink(
          link,
          {
            crypto: deps.crypto,
            at: () => 0,
            session: info.sessionId,
            identity: hexToBytes(info.presenterKey),
            attendeeId: who.attendeeId,
            join: () => ({
              type: 'attendee_join',
              name: 'Sink',
              mode: 'guided',
              hand: false,
              resumeSecret: who.resumeSecret,
              tabId: who.tabId,
              takeOver: false,
              last: null,
            }),
          },
          {
            waits() {},
            invited() {},
            skipped() {},
            handLowered() {},
            typing() {},
            driving() {},
            verified() {},
            welcomed({ epoch, seq }) {
              discard();
              const pong = () => {
                attendee.send({ type: 'pong', last: { epoch, seq }, missing: false });
                deps.clock.after(TIMES.pong, pong);
              };
              pong();
              resolve();
            },
            stage() {},
            pinged() {},
            ended: (reason) => reject(new Error(reason)),
            failed: (reason) => reject(new Error(reason)),
            back() {},
            closed: () => reject(new Error('closed')),
          }
        );
      },
    });
  });
}

/** The same link, whose frames are dropped from `discard` on. */
function discarding(pair: PairLink): { link: PairLink; discard(): void } {
  let wanted = true;
  return {
    discard: () => (wanted = false),
    link: {
      id: pair.id,
      route: pair.route,
      send: (frame) => pair.send(frame),
      bufferedBytes: () => pair.bufferedBytes(),
      close: () => pair.close(),
      onFrame: (handler) => pair.onFrame((frame) => wanted && handler(frame)),
      onClose: (handler) => pair.onClose(handler),
    },
  };
}
