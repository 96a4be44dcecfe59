/** An attendee as the product has it, which writes down how its connection stood and what it applied. */
import { connect } from '../../../src/connect';
import { Attending } from '../../../src/session/Attending';
import { browserClock } from '../../../src/world';
import type { Log } from '../log';

const clock = browserClock(() => new Worker('/ticker.js'));
const log: Log = { applied: [], stretches: [] };

/** Resolves once it is live by the route that is expected. */
export async function join(serverUrl: string, code: string, expected: 'p2p' | 'relay'): Promise<void> {
  const deps = await connect({ serverUrl, peerjsKey: 'pathfinder', proxied: null }, clock, () => {});
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
      {
        invitation: { code, fingerprint: null },
        name: 'Attendee',
        mode: 'guided',
        hand: false,
        takeOver: false,
        tabId: null,
      },
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
        stillShown() {},
        ended: (reason) => reject(new Error(reason)),
      }
    ).then((joined) => {
      attending = joined;
      changed();
    }, reject);
  });
}

export const written = (): Log => log;
