import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Starts `server` and resolves to its address without a slash at the end.
 * @throws Error that names the port if it is taken.
 */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken. Set HOST_PORT to another one, or end the program that uses it.`)
          : error
      );
    });
    server.listen(port, host, () => {
      const { port: given } = server.address() as AddressInfo;
      const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
      resolve(`http://${name}:${given}`);
    });
  });
}
