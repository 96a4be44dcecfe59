/** Ends what this tab was in when an administrator has switched Live Sessions off meanwhile: the others are told. */
import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import type { SessionDoor, SessionView } from '../session/view';
import { dock, type DockStore } from './dock/dockStore';
import { loadAnyway } from './loadApp';

/** How long a presenter's attendees are given to come back after the reload, so that they hear of the end; milliseconds. */
export const GRACE = 5_000;

export interface WindDownWorld {
  dock: Pick<DockStore, 'view' | 'setInSession' | 'close'>;
  session(): Promise<Pick<SessionDoor, 'view' | 'subscribe' | 'end' | 'leave'>>;
  /** Calls back after so many milliseconds; returns the undo. */
  after(ms: number, callback: () => void): () => void;
  /** Before anything ends: the dock is gone already, and nothing else says why. */
  tell(words: string): void;
}

const browser: WindDownWorld = {
  dock,
  session: async () => (await loadAnyway()).app.session,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  tell: (words) => getAppEvents().publish({ type: AppEvents.alertWarning.name, payload: ['Live Sessions', words] }),
};

/** Resolves once this tab is in no session any more; at once when it was in none. */
export async function windDown(world: WindDownWorld = browser): Promise<void> {
  world.dock.close();
  if (!world.dock.view().inSession) {
    return;
  }
  world.dock.setInSession(false);
  const session = await world.session();
  const taken = await until(session, world, ({ role }) => role === 'presenting' || role === 'attending');
  if (taken.role === 'presenting') {
    world.tell('An administrator has switched Live Sessions off. Your session ends for everyone in it.');
    await until(session, world, () => false);
    session.end('ended-by-administrator');
  } else if (taken.role === 'attending') {
    world.tell('An administrator has switched Live Sessions off. You leave the session.');
    await until(session, world, (view) => view.role !== 'attending' || view.state === 'live');
    session.leave();
  }
}

/** The first view that will do, or the one of when the time is up. */
function until(
  session: Pick<SessionDoor, 'view' | 'subscribe'>,
  { after }: WindDownWorld,
  willDo: (view: SessionView) => boolean
): Promise<SessionView> {
  return new Promise((resolve) => {
    const look = (isOver: boolean) => {
      if (isOver || willDo(session.view())) {
        cancel();
        unsubscribe();
        resolve(session.view());
      }
    };
    const cancel = after(GRACE, () => look(true));
    const unsubscribe = session.subscribe(() => look(false));
    look(false);
  });
}
