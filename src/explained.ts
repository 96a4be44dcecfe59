/** The ways to the session server, with a failure told as what the browser stood in the way with, where it did. */
import { barrierTo, type BarrierWorld } from './barriers/barriers';
import type { Fetch } from './session/DirectoryClient';
import { SessionError } from './session/SessionError';
import type { Dial, Listener } from './transport/Link';
import type { ListenDeps } from './transport/PeerTransport';

/** Rejects with a SessionError where the browser kept the call back, else with what `fetch` rejects with. */
export function explainedFetch(fetch: Fetch, world: BarrierWorld): Fetch {
  return async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (cause) {
      throw await explained(cause, url, world);
    }
  };
}

/** `socketUrl` is signalling's: a policy may let calls through and sockets not. */
export function explainedDial(dial: Dial, socketUrl: string, world: BarrierWorld): Dial {
  return (route, on) => {
    let givenUp = false;
    const undo = dial(route, {
      open: on.open,
      failed(error) {
        if (SessionError.from(error).reason !== 'server-down') {
          on.failed(error);
          return;
        }
        void explained(error, socketUrl, world).then((known) => givenUp || on.failed(known));
      },
    });
    return () => {
      givenUp = true;
      undo();
    };
  };
}

type SignallingDeps = Pick<ListenDeps, 'signalling' | 'failed'>;

/** Losing signalling is tried again by itself; what the browser keeps back stays kept back. */
export function explainedListen(
  deps: SignallingDeps,
  socketUrl: string,
  world: BarrierWorld,
  listen: (deps: SignallingDeps) => Listener
): Listener {
  let isOver = false;
  const listener = listen({
    failed: deps.failed,
    signalling(state, peerId) {
      deps.signalling(state, peerId);
      if (state === 'lost') {
        void barrierTo(socketUrl, world).then((barrier) => {
          if (barrier && !isOver) {
            deps.failed(new SessionError(barrier));
          }
        });
      }
    },
  });
  return {
    ...listener,
    close() {
      isOver = true;
      listener.close();
    },
  };
}

async function explained(cause: unknown, url: string, world: BarrierWorld): Promise<unknown> {
  const barrier = await barrierTo(url, world);
  return barrier ? new SessionError(barrier, { cause }) : cause;
}
