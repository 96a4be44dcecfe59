/** A real coturn with the configuration that is shipped, on a free port of this machine. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './freePort';

const ROOT = path.resolve(__dirname, '../..');
export const COTURN_CONFIG = readFileSync(path.join(ROOT, 'deploy/turnserver.conf'), 'utf8');

export interface CoturnOptions {
  /** The session server's TURN_SECRET. */
  secret: string;
  /** Where two relayed people meet; see start-coturn.sh. */
  externalIp?: string;
  /** PEM files: the port then speaks TLS, too, as the configuration's comment says. */
  tls?: { certificate: string; key: string };
  /** Whether 127.0.0.1 can be a peer, as it must be for two pages of this machine. */
  loopbackPeers?: boolean;
}

export interface Coturn {
  /** UDP, TCP and, where there is a certificate, TLS. */
  port: number;
  pid: number | undefined;
  /** Of its temporary files. */
  folder: string;
  stop(): Promise<void>;
}

/** Resolves once it listens; rejects with what it said when it ends before. */
export async function startCoturn(options: CoturnOptions): Promise<Coturn> {
  const { secret, externalIp, tls, loopbackPeers = false } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
  const port = await freePort();
  const here = COTURN_CONFIG.replace(
    /^listening-port=.*$/m,
    `listening-port=${port}\nlistening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nrelay-ip=::1`
  )
    // Allocations of clients that were killed stay for minutes.
    .replace(/^max-port=.*$/m, 'max-port=49999')
    .replace(/^(pidfile|userdb)=\/tmp/gm, `$1=${folder}`)
    .replace(/^no-tls$/m, tls ? `cert=${tls.certificate}\npkey=${tls.key}` : 'no-tls')
    .concat(loopbackPeers ? '\nallow-loopback-peers\n' : '');
  writeFileSync(path.join(folder, 'base.conf'), here);
  const coturn: ChildProcess = spawn('sh', [path.join(ROOT, 'deploy/start-coturn.sh'), 'base.conf', 'made.conf'], {
    cwd: folder,
    env: { PATH: process.env.PATH, TURN_SECRET: secret, ...(externalIp && { TURN_EXTERNAL_IP: externalIp }) },
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const heard = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('IO method (admin thread)')) {
        resolve();
      }
    };
    coturn.stdout?.on('data', heard);
    coturn.stderr?.on('data', heard);
    coturn.once('exit', () => reject(new Error(output)));
  });
  return {
    port,
    pid: coturn.pid,
    folder,
    async stop() {
      coturn.kill('SIGKILL');
      await once(coturn, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A self-signed certificate for 127.0.0.1, made with openssl, as PEM files in `folder`. */
export function makeCertificate(folder: string): { certificate: string; key: string } {
  const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => path.join(folder, name));
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-out', certificate, '-keyout', key],
  ]);
  if (made.status !== 0) {
    throw new Error(String(made.stderr));
  }
  return { certificate, key };
}
