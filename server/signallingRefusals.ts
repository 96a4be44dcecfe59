/** Why a signalling socket is refused, as a browser can read it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import type { Metrics } from './metrics';
import { refuseUpgrade } from './rawRefusal';
import { SIGNALLING_LIMITS } from './serverLimits';
import { errorFrame } from './signallingFrames';
import type { MinuteLimit } from './stores/MinuteLimit';

/** WebSocket close code (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

/** How long a refused socket has to close by itself, in milliseconds. */
const REFUSED_SOCKET_LIFE = 2000;

export type Refusal = 'no-ticket' | 'key' | 'ticket' | 'full';

export interface RefusalDeps {
  wss: WebSocketServer;
  /** Refused sockets that are told why. */
  explained: MinuteLimit;
  metrics: Metrics;
  /** The address to count limits against. */
  addressOf(request: IncomingMessage): string;
}

export class SignallingRefusals {
  private explaining = 0;

  constructor(private readonly deps: RefusalDeps) {}

  /**
   * A browser cannot read the HTTP status of a failed upgrade, so a wrong key and a stale ticket are told by a PeerJS
   * frame on a socket that is closed at once; a bounded number of times, and then by status alone.
   */
  async tell(refusal: Refusal, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.deps.metrics.refusedSockets.add(refusal);
    const explain =
      this.explaining < SIGNALLING_LIMITS.explainedRefusalsAtOnce &&
      (await this.deps.explained.take(this.deps.addressOf(request)));
    if (!explain) {
      refuseUpgrade(socket, 401);
      return;
    }
    this.deps.wss.handleUpgrade(request, socket, head, (ws) => {
      this.explaining += 1;
      const overdue = setTimeout(() => ws.terminate(), REFUSED_SOCKET_LIFE);
      overdue.unref();
      ws.on('error', () => ws.terminate());
      ws.once('close', () => {
        this.explaining -= 1;
        clearTimeout(overdue);
      });
      ws.send(errorFrame(REFUSAL_MESSAGES[refusal]));
      ws.close(POLICY_VIOLATION, refusal);
    });
  }
}

const REFUSAL_MESSAGES: Record<Refusal, string> = {
  'no-ticket': 'Invalid ticket',
  key: 'Invalid key provided',
  ticket: 'Invalid ticket',
  full: 'Server has reached its concurrent user limit',
};
