/** The WebSocket endpoint of live sessions' terminals: opened with a ticket of the session, once. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { ticketSchema } from '../../../src/protocol/directoryApi';
import { LIVE_PREFIXES, LIVE_TERMINAL_PATH, SUBPROTOCOL, terminalKeySchema } from '../../../src/protocol/terminalWire';
import type { Directory } from '../../directory';
import type { Metrics } from '../../metrics';
import { refuseUpgrade } from '../../rawRefusal';
import type { Tickets } from '../../tickets';
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import { pingAll } from '../pings';
import type { LiveTerminals } from './LiveTerminals';

export interface LiveSocketsDeps {
  terminals: LiveTerminals;
  tickets: Tickets;
  directory: Directory;
  metrics: Metrics;
}

const shownSchema = z.object({
  ticket: ticketSchema,
  view: terminalKeySchema.nullable(),
  typing: terminalKeySchema.nullable(),
});

export class LiveSockets {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  private readonly pings = pingAll(this.sockets);

  constructor(private readonly deps: LiveSocketsDeps) {}

  /** Whether this upgrade request is for here. */
  answers(path: string): boolean {
    return path === LIVE_TERMINAL_PATH;
  }

  /** Host and Origin are looked at already. Rejects where the store is away. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { terminals, tickets, directory, metrics } = this.deps;
    const refuse = (status: number, why: string) => {
      metrics.refusedSockets.add(why);
      refuseUpgrade(socket, status);
    };
    const shown = shownIn(request.headers['sec-websocket-protocol'] ?? '');
    if (!shown) {
      refuse(401, 'ticket');
      return;
    }
    if (!terminals.hasRoom) {
      refuse(503, 'full');
      return;
    }
    const ticket = await tickets.redeemTerminal(shown.ticket);
    if (!ticket || !(await directory.holds(ticket.session))) {
      refuse(401, 'ticket');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      this.pings.watch(opened);
      terminals.take({ opened, raw: socket }, ticket.session, { ...shown, subject: ticket.subject });
    });
  }

  /** Ends every socket. */
  close(): void {
    this.pings.stop();
    this.sockets.clients.forEach((socket) => socket.terminate());
  }
}

/** Null for who does not speak as a page of this version does. */
function shownIn(header: string): z.infer<typeof shownSchema> | null {
  const protocols = header.split(',').map((each) => each.trim());
  if (!protocols.includes(SUBPROTOCOL)) {
    return null;
  }
  const after = (prefix: string) => protocols.find((each) => each.startsWith(prefix))?.slice(prefix.length) ?? null;
  const parsed = shownSchema.safeParse({
    ticket: after(LIVE_PREFIXES.ticket),
    view: after(LIVE_PREFIXES.view),
    typing: after(LIVE_PREFIXES.typing),
  });
  return parsed.success ? parsed.data : null;
}
