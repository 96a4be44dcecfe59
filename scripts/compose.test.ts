/** What docker-compose.yaml promises, one by one, and the script that makes its .env. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../server/config';

const ROOT = path.resolve(__dirname, '..');
const text = readFileSync(path.join(ROOT, 'docker-compose.yaml'), 'utf8');

const service = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  privileged: z.boolean().default(false),
  network_mode: z.string().optional(),
  networks: z.array(z.string()).default(['default']),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  entrypoint: z.array(z.string()).default([]),
});
const compose = z.object({ services: z.record(z.string(), service) }).parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);
const { grafana, users, coturn } = compose.services;
const sessionServer = compose.services['session-server'];

it('has the services that the docs name', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['coturn', 'grafana', 'prometheus', 'session-server', 'users']);
});

describe.each(services)('%s', (_name, each) => {
  it('publishes its ports on 127.0.0.1 alone', () => {
    for (const published of each.ports) {
      expect(published).toMatch(/^127\.0\.0\.1:\d+(-\d+)?:\d+(-\d+)?(\/(tcp|udp))?$/);
    }
    expect(each.network_mode).toBeUndefined();
  });

  it('has no more rights than it needs', () => {
    expect(each.privileged).toBe(false);
    expect(each.cap_drop).toEqual(['ALL']);
    expect(each.security_opt).toContain('no-new-privileges:true');
    expect(each.volumes.join()).not.toContain('docker.sock');
    expect(each.user ?? 'its image’s').not.toMatch(/^(root|0)(:|$)/);
  });

  it('has an image of one version', () => {
    expect(each.build !== undefined || /:(v?\d[\w.-]*|\$\{[A-Z_]+:-\d[\d.]*\})$/.test(each.image ?? '')).toBe(true);
  });

  it('is given what is mounted into it read only, except for volumes of its own', () => {
    for (const mount of each.volumes.filter((volume) => volume.startsWith('.'))) {
      const [source, , mode] = mount.split(':');
      expect(mode).toBe('ro');
      expect(source === './dist' || existsSync(path.join(ROOT, source))).toBe(true);
    }
  });

  it('has no secret with a value or a default in the file', () => {
    for (const [variable, value] of Object.entries(each.environment)) {
      if (/SECRET|PASSWORD|KEY/.test(variable)) {
        // Empty, as not set, where it may be left out.
        expect(value).toMatch(/^\$\{[A-Z_]+:(\?[^}]+|-)\}$/);
      }
    }
    expect([...each.command, ...each.entrypoint].join(' ')).not.toMatch(/secret|password|\$/i);
  });
});

it('lets nobody into Grafana without logging in, and allows this one unsigned plugin', () => {
  expect(grafana.environment).toMatchObject({
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: 'livesessions-guide-app',
  });
  expect(grafana.image).toMatch(/^grafana\/grafana:\$\{GRAFANA_VERSION:-13\.[\d.]+\}$/);
  expect(grafana.volumes).toContain('./dist:/var/lib/grafana/plugins/livesessions-guide-app:ro');
  expect(grafana.volumes).toContain('./provisioning:/etc/grafana/provisioning:ro');
});

it('does not let Grafana log the bodies of calls that it passes on', () => {
  expect(grafana.environment.GF_DATAPROXY_LOGGING).toBe('false');
  expect(Object.keys(grafana.environment)).not.toContain('GF_LOG_LEVEL');
});

it('has three users with passwords of their own', () => {
  const names = ['GRAFANA_ADMIN_PASSWORD', 'GRAFANA_EDITOR_PASSWORD', 'GRAFANA_VIEWER_PASSWORD'];
  const passwords = names.map((name) => users.environment[name]);
  expect(new Set(passwords).size).toBe(3);
  expect(passwords[0]).toBe(grafana.environment.GF_SECURITY_ADMIN_PASSWORD);
});

it('gives the session server an environment that it starts with, and Grafana and coturn the same keys', () => {
  const env = Object.fromEntries(
    Object.entries(sessionServer.environment).map(([name, value]) => [
      name,
      value
        .replace(/^\$\{[A-Z_]+:\?[^}]*\}$/, `made-of-${name}-by-the-script-for-env`)
        .replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ])
  );
  const read = readConfig({ HOST: '0.0.0.0', ...env }, () => '');
  expect(read).toMatchObject({
    ok: true,
    config: {
      allowedOrigins: [new URL(grafana.environment.GF_SERVER_ROOT_URL).origin],
      allowedHosts: ['session-server'],
    },
  });
  expect(grafana.environment.LIVE_SESSIONS_API_KEY).toBe(sessionServer.environment.API_KEY);
  expect(grafana.environment.LIVE_SESSIONS_PEERJS_KEY).toBe(sessionServer.environment.PEERJS_KEY);
  expect(coturn.environment.TURN_SECRET).toBe(sessionServer.environment.TURN_SECRET);
});

it('keeps coturn on a network of its own', () => {
  const others = services.filter(([name]) => name !== 'coturn').flatMap(([, each]) => each.networks);
  expect(coturn.networks).toEqual(['turn']);
  expect(others).not.toContain('turn');
  expect(coturn.cap_add).toEqual(['NET_BIND_SERVICE']);
});

describe('.env', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
    mkdirSync(path.join(folder, 'scripts'));
    copyFileSync(path.join(ROOT, 'scripts/compose-env.mjs'), path.join(folder, 'scripts/compose-env.mjs'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = () => path.join(folder, '.env');
  const make = () => spawnSync(process.execPath, ['scripts/compose-env.mjs'], { cwd: folder, encoding: 'utf8' });
  const made = () =>
    new Map(
      readFileSync(file(), 'utf8')
        .trim()
        .split('\n')
        .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    );

  it('gets every secret that the compose file asks for, long, different, readable by its owner alone, and unprinted', () => {
    const { stdout, stderr } = make();
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name));
    expect([...made().keys()].sort()).toEqual([...asked].sort());
    expect(new Set(made().values()).size).toBe(asked.size);
    for (const value of made().values()) {
      expect(value).toMatch(/^[A-Za-z0-9_-]{16,}$/);
      expect(stdout + stderr).not.toContain(value);
    }
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('differs from installation to installation', () => {
    make();
    const first = made();
    rmSync(file());
    make();
    for (const [name, value] of made()) {
      expect(value).not.toBe(first.get(name));
    }
  });

  it('keeps what it has, adds what is missing or empty, and is closed to others again', () => {
    writeFileSync(file(), '# mine\nAPI_KEY=chosen-by-the-admin\nTURN_SECRET=\nTURN_EXTERNAL_IP=192.0.2.7', {
      mode: 0o644,
    });
    make();
    expect(readFileSync(file(), 'utf8')).toMatch(/^# mine\nAPI_KEY=chosen-by-the-admin\nTURN_EXTERNAL_IP=192.0.2.7\n/);
    expect(made().get('TURN_SECRET')).toMatch(/^.{16,}$/);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const before = readFileSync(file(), 'utf8');
    expect(make().stdout).toContain('is complete');
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it('is not taken into the repository or into an image', () => {
    expect(readFileSync(path.join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('/.env');
    expect(readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n')).toContain('*');
  });
});
