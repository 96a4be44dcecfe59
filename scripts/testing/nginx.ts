/** deploy/nginx.conf with a real nginx, for tests: in a folder of its own, on free ports, with a certificate of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './freePort';
import { missing } from './programs';

const CONFIG = readFileSync(path.resolve(__dirname, '../../deploy/nginx.conf'), 'utf8');
/** The name that the file serves until somebody changes it. */
export const NGINX_NAME = 'grafana.example.org';

/** Where it is; undefined where it is not. */
export const nginxProgram = [
  '/usr/sbin/nginx',
  '/usr/local/sbin/nginx',
  '/opt/homebrew/bin/nginx',
  '/usr/bin/nginx',
].find((file) => spawnSync(file, ['-v']).status === 0);

/** Whether this machine has what `startNginx` needs. */
export const nginxIsThere = missing('nginx', 'openssl') === null;

export interface RunningNginx {
  process: ChildProcess;
  ports: { http: number; https: number };
  /** Of its certificate, which it has signed itself. */
  certificate: string;
  /** Folder of access.log and error.log. */
  logs: string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Every text that is replaced has to be there: the file is one that people change in just these places. */
function withChanges(changes: ReadonlyArray<[string, string]>): string {
  return changes.reduce((config, [from, to]) => {
    if (!config.includes(from)) {
      throw new Error(`deploy/nginx.conf has no "${from}"`);
    }
    return config.replaceAll(from, to);
  }, CONFIG);
}

/**
 * In front of Grafana and the session server on these ports of 127.0.0.1; resolves once it listens.
 * @param httpsPort the port to be reached by; a free one without it.
 */
export async function startNginx(behind: {
  grafanaPort: number;
  serverPort: number;
  httpsPort?: number;
}): Promise<RunningNginx> {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
  const logs = path.join(folder, 'logs');
  mkdirSync(logs);
  const ports = { http: await freePort(), https: behind.httpsPort ?? (await freePort()) };
  const [certificate, key] = ['tls.crt', 'tls.key'].map((file) => path.join(folder, file));
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
    ...['-subj', `/CN=${NGINX_NAME}`, '-addext', `subjectAltName=DNS:${NGINX_NAME}`, '-keyout', key],
    ...['-out', certificate],
  ]);
  if (made.status !== 0) {
    throw new Error(`openssl makes no certificate: ${made.stderr.toString()}`);
  }
  const site = withChanges([
    ['listen 80;', `listen 127.0.0.1:${ports.http};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${ports.https} ssl http2;`],
    ['listen [::]:80;', ''],
    ['listen [::]:443 ssl http2;', ''],
    [`/etc/nginx/tls/${NGINX_NAME}.crt`, certificate],
    [`/etc/nginx/tls/${NGINX_NAME}.key`, key],
    ['server 127.0.0.1:3000;', `server 127.0.0.1:${behind.grafanaPort};`],
    ['server 127.0.0.1:9000;', `server 127.0.0.1:${behind.serverPort};`],
  ]);
  writeFileSync(path.join(folder, 'site.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((what) => `${what}_temp_path ${folder}/${what};`)
    .join('\n');
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `daemon off;\n${process.getuid?.() === 0 ? 'user root;\n' : ''}worker_processes 1;\npid ${folder}/nginx.pid;\nevents {}\nhttp {\n${temporary}\naccess_log ${folder}/logs/access.log;\ninclude ${folder}/site.conf;\n}\n`
  );
  const nginx = spawn(
    nginxProgram ?? '',
    ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', 'logs/error.log'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    }
  );
  let problem = '';
  nginx.stderr.on('data', (chunk) => (problem += chunk));
  await untilListening(ports.https, nginx).catch(() => {
    throw new Error(`nginx does not start: ${problem}`);
  });
  return {
    process: nginx,
    ports,
    certificate,
    logs,
    async stop() {
      const ended = nginx.exitCode === null && nginx.signalCode === null ? once(nginx, 'exit') : null;
      nginx.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tries again whenever it is refused, until the program ends. */
export function untilListening(port: number, started: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    started.once('exit', reject);
    const tryOnce = () => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        started.off('exit', reject);
        resolve();
      });
      socket.on('error', () => setImmediate(tryOnce));
    };
    tryOnce();
  });
}
