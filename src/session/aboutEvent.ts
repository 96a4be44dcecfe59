/** What an event is about, for the person whom it reaches. Pure. */
import type { Snapshot, StageEvent } from '../protocol/messages';
import type { LastEvent } from './view';

type About = Pick<LastEvent, 'step' | 'page'>;

export function aboutEvent(event: StageEvent): About {
  switch (event.type) {
    case 'show_me':
    case 'do_it':
      return { step: event.step, page: event.route ?? null };
    case 'navigation':
      return { step: null, page: event.to.kind === 'page' ? event.to.route : null };
    default:
      return { step: null, page: null };
  }
}

export function aboutSnapshot({ highlight, route }: Snapshot): About {
  return { step: highlight?.step ?? null, page: route };
}
