/** What a session needs to reach the session server: built from the plugin's settings, once they are there. */
import type { IceResponse } from './protocol/directoryApi';
import type { AttendingDeps } from './session/Attending';
import type { Clock } from './session/clock';
import { DirectoryClient, type Fetch } from './session/DirectoryClient';
import type { PresentingDeps } from './session/Presenting';
import { SessionError } from './session/SessionError';
import { channelTabs } from './session/tabs';
import { dialPeer, listenPeers } from './transport/PeerTransport';
import { withHub } from './transport/withHub';
import { dialByTicket } from './transport/dialByTicket';
import { RelayHub } from './transport/RelayHub';
import { dialRelay } from './transport/RelayLink';
import { signallingAddress } from './transport/signallingAddress';
import { browserCrypto, browserStore } from './world';

export interface ServerSettings {
  /** Without a slash at its end; empty when nobody has set it up. */
  serverUrl: string;
  peerjsKey: string;
  /** Through Grafana's plugin proxy; null where the server has no key. */
  proxied: Fetch | null;
}

/** Rejects with a SessionError when there is no server to reach. */
export async function connect(
  { serverUrl, peerjsKey, proxied }: ServerSettings,
  clock: Clock,
  log: (line: string) => void
): Promise<PresentingDeps & AttendingDeps> {
  if (serverUrl === '') {
    throw new SessionError('not-configured');
  }
  const directory = new DirectoryClient(serverUrl, proxied, (url, init) => fetch(url, init), clock);
  const address = signallingAddress(serverUrl, peerjsKey);
  const random = () => Math.random();
  const ice = once((token: string) => directory.ice(token), clock);
  return {
    crypto: await browserCrypto(),
    clock,
    random,
    directory,
    store: browserStore(() => localStorage),
    tabStore: browserStore(() => sessionStorage),
    tabs: channelTabs(clock, () => new BroadcastChannel('livesessions.tabs')),
    log,
    dial: (code, attendeeId) => (route, on) =>
      dialByTicket(
        {
          ticket: () => directory.ticket(code, { attendeeId, route: route === 'p2p' ? 'direct' : 'relay' }),
          direct: (ticket, handlers) => dialPeer({ address, clock, ice }, ticket, handlers),
          relay: (ticket, handlers) => dialRelay(serverUrl, ticket, handlers),
        },
        on
      ),
    listen({ nextPeer, nextRelay, iceToken, signalling, failed }) {
      const peers = listenPeers({ address, clock, random, nextPeer, ice: () => ice(iceToken), signalling, failed });
      return nextRelay ? withHub(peers, () => new RelayHub({ baseUrl: serverUrl, clock, ticket: nextRelay })) : peers;
    },
  };
}

/** ICE servers are asked for once in half their lifetime, not for every attempt. */
function once(ask: (token: string) => Promise<IceResponse>, clock: Clock): (token: string) => Promise<IceResponse> {
  let kept: { answer: IceResponse; until: number } | null = null;
  return async (token) => {
    if (!kept || clock.now() >= kept.until) {
      const answer = await ask(token);
      kept = { answer, until: clock.now() + (answer.ttl * 1000) / 2 };
    }
    return kept.answer;
  };
}
