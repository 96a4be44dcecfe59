/** Attendees as the product has them, many in a page, who write down how their connection stood and what they applied. */
import { connect } from '../../../src/connect';
import { Attending } from '../../../src/session/Attending';
import { memoryStore } from '../../../src/testing/memoryStore';
import { browserClock } from '../../../src/world';
import type { Log } from '../log';

const clock = browserClock(() => new Worker('/ticker.js'));
const all: Log[] = [];

/** Resolves once all are live, each by the route that is expected. */
export async function join(serverUrl: string, code: string, count: number, route: 'p2p' | 'relay'): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, number) => attend(serverUrl, code, `Attendee ${number}`, route)));
}

async function attend(serverUrl: string, code: string, name: string, expected: string): Promise<void> {
  const log: Log = { applied: [], stretches: [] };
  all.push(log);
  // Each is a browser of its own.
  const deps = {
    ...(await connect({ serverUrl, peerjsKey: 'pathfinder', proxied: null }, clock, () => {})),
    store: memoryStore(),
    tabStore: memoryStore(),
    tabs: { hold: () => () => {}, held: async () => false },
  };
  await new Promise<void>((resolve, reject) => {
    let attending: Attending | null = null;
    const changed = () => {
      const connection = attending?.session.view().connection;
      const live = connection?.kind === 'live';
      if (connection && live !== log.stretches.at(-1)?.live) {
        log.stretches.push({ live, since: Date.now() });
      }
      if (connection?.kind === 'live' && connection.route === expected) {
        resolve();
      }
    };
    Attending.join(
      { invitation: { code, fingerprint: null }, name, mode: 'guided', hand: false, takeOver: false, tabId: null },
      deps,
      {
        changed,
        event(event, of) {
          attending?.session.begun(of);
          attending?.session.receipt(of, 'shown');
          if (event.type === 'show_me') {
            log.applied.push({ stepId: event.step.stepId, at: Date.now() });
          }
        },
        snapshot() {},
        ended: (reason) => reject(new Error(reason)),
      }
    ).then((joined) => {
      attending = joined;
      changed();
    }, reject);
  });
}

export const logs = (): Log[] => all;
