/** deploy/several-servers.conf and -main.conf with a real nginx, for tests and benches: in a folder of its own, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './freePort';
import { nginxProgram, untilListening } from './nginx';

const DEPLOY = path.resolve(__dirname, '../../deploy');
const CONFIG = path.join(DEPLOY, 'several-servers.conf');
const MAIN = path.join(DEPLOY, 'several-servers-main.conf');

export interface NginxBalancer {
  url: string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** In front of the session servers on these ports of 127.0.0.1; resolves once it listens. */
export async function startNginxBalancer(ports: readonly number[]): Promise<NginxBalancer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
  const port = await freePort();
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=5s;`);
  const site = readFileSync(CONFIG, 'utf8')
    .replace('server session-server:9000 max_fails=1 fail_timeout=5s;', servers.join('\n'))
    .replace('listen 9000;', `listen 127.0.0.1:${port};`);
  writeFileSync(path.join(folder, 'site.conf'), site);
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `daemon off; ${user}\n${readFileSync(MAIN, 'utf8')
      .replaceAll('/tmp/', `${folder}/`)
      .replace('/etc/nginx/conf.d/*.conf', `${folder}/site.conf`)
      // Whoever runs the tests may open fewer files.
      .replace(/worker_rlimit_nofile.*/, process.getuid?.() === 0 ? '$&' : '')}`
  );
  const nginx = spawn(nginxProgram ?? '', ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', 'error.log'], {
    stdio: 'ignore',
  });
  await untilListening(port, nginx);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = nginx.exitCode === null && nginx.signalCode === null ? once(nginx, 'exit') : null;
      nginx.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
