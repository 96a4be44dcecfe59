/** One dialling attempt: the ticket says whether there is room for a direct link, else the relay is taken. */
import type { AttendeeTicket } from '../protocol/directoryApi';
import { SessionError } from '../session/SessionError';
import type { DialHandlers, Undo } from './Link';

/** A ticket for a direct link. */
export interface DirectTicket {
  peerId: string;
  ticket: string;
  presenterPeerId: string;
}

export interface DialByTicketDeps {
  /** Takes what ends the call once nobody waits for its answer any more. */
  ticket(onGivenUp: (stop: Undo) => void): Promise<AttendeeTicket>;
  direct(ticket: DirectTicket, on: DialHandlers): Undo;
  relay(ticket: string, on: DialHandlers): Undo;
}

export function dialByTicket(deps: DialByTicketDeps, on: DialHandlers): Undo {
  let givenUp = false;
  let giveUp: Undo = () => {};
  let stopAsking: Undo = () => {};
  deps
    .ticket((stop) => (stopAsking = stop))
    .then(
      ({ route, peerId, ticket, presenterPeerId, relay }) => {
        if (givenUp) {
          return;
        }
        if (presenterPeerId === null) {
          on.failed(new SessionError('presenter-absent'));
        } else if (route === 'direct') {
          giveUp = deps.direct({ peerId, ticket, presenterPeerId }, on);
        } else if (relay !== null) {
          giveUp = deps.relay(relay, on);
        } else {
          on.failed(new SessionError('full'));
        }
      },
      (error: unknown) => {
        if (!givenUp) {
          on.failed(SessionError.from(error, 'connect-failed'));
        }
      }
    );
  return () => {
    givenUp = true;
    stopAsking();
    giveUp();
  };
}
