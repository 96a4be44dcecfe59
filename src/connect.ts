/** What a session needs to reach the session server: built from the plugin's settings, once they are there. */
import { pageBarriers } from './barriers/browserBarriers';
import { explainedDial, explainedFetch, explainedListen } from './explained';
import { bytesToHex } from './protocol/bytes';
import type { IceResponse, Offers } from './protocol/directoryApi';
import type { AttendingDeps } from './session/Attending';
import type { Clock } from './session/clock';
import { ANSWER_WITHIN, DirectoryClient, type Fetch } from './session/DirectoryClient';
import type { PresentingDeps } from './session/Presenting';
import { SessionError } from './session/SessionError';
import { channelTabs } from './session/tabs';
import { dialPeer, listenPeers } from './transport/PeerTransport';
import { withHub } from './transport/withHub';
import { dialByTicket } from './transport/dialByTicket';
import { RelayHub } from './transport/RelayHub';
import { dialRelay } from './transport/RelayLink';
import { signallingAddress } from './transport/signallingAddress';
import { browserCrypto, browserFetch, browserStore, unfrozenTabs } from './world';

export interface ServerSettings {
  /** Without a slash at its end; empty when nobody has set it up. */
  serverUrl: string;
  peerjsKey: string;
  /** Through Grafana's plugin proxy; null where the server has no key. */
  proxied: Fetch | null;
}

/** Throws a SessionError when there is no server to reach. */
function directoryOf({ serverUrl, proxied }: Omit<ServerSettings, 'peerjsKey'>, clock: Clock): DirectoryClient {
  if (serverUrl === '') {
    throw new SessionError('not-configured');
  }
  const explain = explainedFetch(browserFetch(ANSWER_WITHIN), pageBarriers());
  return new DirectoryClient(serverUrl, proxied, explain, clock);
}

/** Asks which optional parts the server runs until it has answered, and once. */
export function offersOf(settings: Omit<ServerSettings, 'peerjsKey'>, clock: Clock): () => Promise<Offers> {
  let answer: Promise<Offers> | null = null;
  return async () => {
    answer ??= directoryOf(settings, clock).offers();
    return answer.catch((error: unknown) => {
      answer = null;
      throw error;
    });
  };
}

/** Rejects with a SessionError when there is no server to reach. */
export async function connect(
  { serverUrl, peerjsKey, proxied }: ServerSettings,
  clock: Clock,
  log: (line: string) => void
): Promise<PresentingDeps & AttendingDeps> {
  const directory = directoryOf({ serverUrl, proxied }, clock);
  const barriers = pageBarriers();
  const socketUrl = serverUrl.replace(/^http/, 'ws');
  const address = signallingAddress(serverUrl, peerjsKey);
  const random = () => Math.random();
  const answered = (handler: () => void) => directory.onAnswer(handler);
  const ice = once((token: string) => directory.ice(token), clock);
  const crypto = await browserCrypto();
  return {
    crypto,
    clock,
    random,
    directory,
    store: browserStore(() => localStorage),
    tabStore: browserStore(() => sessionStorage),
    tabs: unfrozenTabs(
      channelTabs(clock, () => new BroadcastChannel('livesessions.tabs')),
      // The DOM's type says that it is always there.
      navigator.locks as LockManager | undefined
    ),
    log,
    dial: (code, attendeeId) =>
      explainedDial(
        (route, on) =>
          dialByTicket(
            {
              ticket: (onGivenUp) =>
                directory.ticket(code, { attendeeId, route: route === 'p2p' ? 'direct' : 'relay' }, onGivenUp),
              direct: (ticket, handlers) => dialPeer({ address, clock, ice }, ticket, handlers),
              relay: (ticket, handlers) => dialRelay({ baseUrl: serverUrl, clock, random, answered }, ticket, handlers),
            },
            on
          ),
        socketUrl,
        barriers
      ),
    listen({ nextPeer, nextRelay, iceToken, signalling, failed }) {
      const load = bytesToHex(crypto.randomBytes(8));
      const peers = explainedListen(
        listenPeers({ address, clock, random, nextPeer, ice: () => ice(iceToken), signalling, failed }),
        failed,
        socketUrl,
        barriers
      );
      return nextRelay
        ? withHub(peers, () => new RelayHub({ baseUrl: serverUrl, clock, random, load, ticket: nextRelay }))
        : peers;
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
