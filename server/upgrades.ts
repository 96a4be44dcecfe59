/** Which part of the server a request for a WebSocket goes to. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { SharedBrowsers } from './browser/SharedBrowsers';
import type { ServerConfig } from './config';
import { isAllowedOrigin, isKnownHost } from './guards';
import type { Metrics } from './metrics';
import { refuseUpgrade } from './rawRefusal';
import type { Relay } from './relay/Relay';
import type { Signalling } from './signalling';
import { StoreFailure } from './stores/Stores';
import type { LiveSockets } from './terminal/live/liveSockets';

export interface UpgradeDeps {
  config: ServerConfig;
  relay: Relay | null;
  browsers: SharedBrowsers;
  signalling: Signalling;
  terminalSockets: LiveSockets | null;
  metrics: Metrics;
  log: Logger;
}

/** Relay and browsers look at Host and Origin themselves; the others are looked at here. */
export function upgradesTo({ config, relay, browsers, signalling, terminalSockets, metrics, log }: UpgradeDeps) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // An upgraded socket that breaks before anything else listens to it would end the process.
    socket.on('error', () => socket.destroy());
    if (relay?.answers(request)) {
      return;
    }
    const path = (request.url ?? '').split('?')[0];
    const failed = (error: unknown) => {
      if (error instanceof StoreFailure) {
        refuseUpgrade(socket, 503);
        return;
      }
      log.error({ err: error }, 'upgrade failed');
      socket.destroy();
    };
    if (browsers.answers(path)) {
      browsers.upgrade(request, socket, head).catch(failed);
    } else if (!isKnownHost(request.headers.host, config) || !isAllowedOrigin(request.headers.origin, config)) {
      metrics.refusedSockets.add('origin');
      refuseUpgrade(socket, 403);
    } else if (path === signalling.socketPath) {
      signalling.upgrade(request, socket, head).catch(failed);
    } else if (terminalSockets?.answers(path)) {
      terminalSockets.upgrade(request, socket, head).catch(failed);
    } else {
      refuseUpgrade(socket, 404);
    }
  };
}
