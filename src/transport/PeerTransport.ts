/** Links over WebRTC data channels that PeerJS sets up. The only file that knows PeerJS, and what it leaves undone. */
import { Peer, type DataConnection } from 'peerjs';
import type { IceResponse, PeerResponse } from '../protocol/directoryApi';
import { TIMES } from '../protocol/limits';
import type { Clock } from '../session/clock';
import { SessionError } from '../session/SessionError';
import { Backoff } from './backoff';
import { DataChannelLink } from './DataChannelLink';
import type { DirectTicket } from './dialByTicket';
import type { DialHandlers, Listener, PairLink, Undo } from './Link';
import type { SignallingAddress } from './signallingAddress';

/**
 * Connections that a presenter's page keeps, open or opening: Chrome refuses to make the 501st of a page, with an
 * exception inside PeerJS, and its room for 150 attendees with two attempts each is well below.
 */
const MOST_CONNECTIONS = 400;

/** How long a connection that was offered may take to open, in milliseconds; PeerJS itself would keep it for ever. */
const OPEN_WITHIN = 15_000;

function openPeer(address: SignallingAddress, id: string, token: string, ice: IceResponse): Peer {
  // Without iceServers PeerJS uses public servers of its own; without a token anybody could take the id over.
  return new Peer(id, { ...address, token, config: { iceServers: ice.iceServers }, debug: 0 });
}

/** A PeerJS error as a person's: only what the signalling server says about the key and the ticket is told apart. */
function sessionErrorOf(error: unknown): SessionError {
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'invalid-key' || (type === 'server-error' && /key/i.test(String(error)))) {
    return new SessionError('server-key', { cause: error });
  }
  if (type === 'network' || type === 'socket-error' || type === 'socket-closed') {
    return new SessionError('server-down', { cause: error });
  }
  if (type === 'peer-unavailable') {
    return new SessionError('presenter-absent', { cause: error });
  }
  return new SessionError('connect-failed', { cause: error });
}

function linkOver(connection: DataConnection, clock: Clock, afterClose: () => void): PairLink {
  const { connectionId: id, peerConnection, dataChannel: channel } = connection;
  // PeerJS's own, which only logs, where logging is off; frames come by its listener, and leave past PeerJS, which
  // would queue without a bound.
  channel.onmessage = null;
  const close = () => {
    connection.close();
    afterClose();
  };
  // The link watches connectionState itself: PeerJS watches iceConnectionState, which stays "disconnected" for ever
  // where connectionState says "failed".
  const link = new DataChannelLink({ id, peerConnection, channel, clock, close });
  connection.on('close', () => link.end('remote'));
  connection.on('error', () => link.end('failed'));
  connection.on('data', (data) => link.received(data));
  return link;
}

export interface DialDeps {
  address: SignallingAddress;
  clock: Clock;
  ice(ticket: string): Promise<IceResponse>;
}

/** One attempt: a fresh ticket, a fresh Peer. PeerJS's own reconnect never recovers, so none is ever reused. */
export function dialPeer(deps: DialDeps, { peerId, ticket, presenterPeerId }: DirectTicket, on: DialHandlers): Undo {
  let settled = false;
  let peer: Peer | null = null;
  const fail = (error: SessionError) => {
    if (!settled) {
      settled = true;
      peer?.destroy();
      on.failed(error);
    }
  };
  const attempt = async () => {
    const ice = await deps.ice(ticket);
    if (settled) {
      return;
    }
    const opened = openPeer(deps.address, peerId, ticket, ice);
    peer = opened;
    opened.on('error', (error) => fail(sessionErrorOf(error)));
    opened.on('open', () => {
      if (settled) {
        return;
      }
      const connection = opened.connect(presenterPeerId, { serialization: 'raw', reliable: true });
      connection.on('error', (error) => fail(sessionErrorOf(error)));
      connection.on('open', () => {
        if (settled) {
          return;
        }
        settled = true;
        const link = linkOver(connection, deps.clock, () => opened.destroy());
        // The link needs signalling no longer: its loss then cannot be mistaken for the link's.
        opened.disconnect();
        on.open(link);
      });
    });
  };
  attempt().catch((error: unknown) => fail(SessionError.from(error, 'connect-failed')));
  return () => {
    if (!settled) {
      settled = true;
      peer?.destroy();
    }
  };
}

export interface ListenDeps {
  address: SignallingAddress;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  /** A new signalling id of this page; called again whenever the last one is lost. */
  nextPeer(): Promise<PeerResponse>;
  ice(ticket: string): Promise<IceResponse>;
  /** Whether newcomers can reach this page. */
  signalling(state: 'ready' | 'lost', peerId: string | null): void;
  /** It cannot come back by itself. */
  failed(error: SessionError): void;
}

/** Listens under ever new signalling ids. Losing signalling never closes a link: the old Peer stays until its links end. */
export function listenPeers(deps: ListenDeps): Listener {
  const handlers = new Set<(link: PairLink) => void>();
  const peers = new Set<{ peer: Peer; links: number; retired: boolean }>();
  const backoff = new Backoff({ clock: deps.clock, random: () => deps.random(), every: TIMES.presenterAttemptEvery });
  let closed = false;
  let wasReady = false;
  let cancelRetry: Undo = () => {};

  const retire = (entry: { peer: Peer; links: number; retired: boolean }) => {
    if (entry.retired) {
      return;
    }
    entry.retired = true;
    if (entry.links === 0) {
      peers.delete(entry);
      entry.peer.destroy();
    }
    if (!closed) {
      deps.signalling('lost', null);
      retryLater();
    }
  };

  const retryLater = () => {
    cancelRetry();
    cancelRetry = deps.clock.after(backoff.next(), () => void open());
  };

  const open = async () => {
    try {
      const { peerId, ticket } = await deps.nextPeer();
      const ice = await deps.ice(ticket);
      if (closed) {
        return;
      }
      const entry = { peer: openPeer(deps.address, peerId, ticket, ice), links: 0, retired: false };
      peers.add(entry);
      entry.peer.on('open', () => {
        backoff.reset();
        wasReady = true;
        deps.signalling('ready', peerId);
      });
      entry.peer.on('connection', (connection) => accept(entry, connection));
      entry.peer.on('disconnected', () => retire(entry));
      entry.peer.on('close', () => retire(entry));
      entry.peer.on('error', (error) => {
        const sessionError = sessionErrorOf(error);
        if (sessionError.reason === 'server-key') {
          deps.failed(sessionError);
        }
        // An attendee that went away, or one whose negotiation failed, says nothing about this page's own signalling.
        if (entry.peer.disconnected || entry.peer.destroyed) {
          retire(entry);
        }
      });
    } catch (error) {
      const sessionError = SessionError.from(error, 'server-down');
      if (closed) {
        return;
      }
      // A server that has lost its secret knows this page no longer, but who is connected is connected without it.
      if (sessionError.reason === 'superseded' || (sessionError.reason === 'unauthorized' && !wasReady)) {
        deps.failed(sessionError);
      } else {
        deps.signalling('lost', null);
        retryLater();
      }
    }
  };

  const accept = (entry: { peer: Peer; links: number; retired: boolean }, connection: DataConnection) => {
    if ([...peers].reduce((sum, { links }) => sum + links, 0) >= MOST_CONNECTIONS) {
      connection.close();
      return;
    }
    entry.links++;
    let ended = false;
    const end = () => {
      if (!ended) {
        ended = true;
        entry.links--;
        if (entry.retired && entry.links === 0) {
          peers.delete(entry);
          entry.peer.destroy();
        }
      }
    };
    const cancelLimit = deps.clock.after(OPEN_WITHIN, () => {
      if (!connection.open) {
        connection.close();
        end();
      }
    });
    connection.on('open', () => {
      cancelLimit();
      const link = linkOver(connection, deps.clock, end);
      handlers.forEach((handler) => handler(link));
    });
    connection.on('error', () => {
      if (!connection.open) {
        cancelLimit();
        end();
      }
    });
  };

  void open();
  return {
    onPair(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    onHub: () => () => {},
    close() {
      closed = true;
      cancelRetry();
      // Whoever owns the links closes them; the last one takes its Peer along.
      peers.forEach((entry) => {
        entry.peer.disconnect();
        retire(entry);
      });
    },
  };
}
