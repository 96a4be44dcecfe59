/** The baseline's signalling: the `peer` package as it comes. Frozen. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { ExpressPeerServer } from 'peer';

export async function startSignalling(): Promise<{ url: string; stop(): Promise<void> }> {
  const app = express();
  const server = createServer(app);
  app.use('/', ExpressPeerServer(server, { path: '/' }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
