/** The ways to the session server, with a failure told as what the browser stood in the way with, where it did. */
import { barrierTo, type BarrierWorld } from './barriers/barriers';
import type { Fetch } from './session/DirectoryClient';
import { SessionError } from './session/SessionError';
import type { Dial, Listener } from './transport/Link';

/** Rejects with a SessionError where the browser kept the call back, else with what `fetch` rejects with. */
export function explainedFetch(fetch: Fetch, world: BarrierWorld): Fetch {
  return async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (cause) {
      const barrier = await barrierTo(url, world);
      throw barrier ? new SessionError(barrier, { cause }) : cause;
    }
  };
}

type Watch = Pick<BarrierWorld, 'onRefusal'>;

/**
 * `socketUrl` is signalling's: a policy may let calls through and sockets not. Chromium then closes a socket without the
 * event that PeerJS waits for, so the attempt would only run out of time.
 */
export function explainedDial(dial: Dial, socketUrl: string, world: Watch): Dial {
  return (route, on) => {
    const unwatch = world.onRefusal(socketUrl, () => {
      undo();
      on.failed(new SessionError('policy'));
    });
    const undo = dial(route, {
      open(link) {
        unwatch();
        on.open(link);
      },
      failed(error) {
        unwatch();
        on.failed(error);
      },
    });
    return () => {
      unwatch();
      undo();
    };
  };
}

/** The same for who listens. */
export function explainedListen(
  listener: Listener,
  failed: (error: SessionError) => void,
  socketUrl: string,
  world: Watch
): Listener {
  const unwatch = world.onRefusal(socketUrl, () => failed(new SessionError('policy')));
  return {
    ...listener,
    close() {
      unwatch();
      listener.close();
    },
  };
}
