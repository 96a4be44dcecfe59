/** deploy/live-sessions.service: that it runs what the archive has, with settings that the server takes, and little else. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { readConfig, SECRETS, VARIABLES } from '../server/config';

const ROOT = path.resolve(__dirname, '..');
const unit = readFileSync(path.join(ROOT, 'deploy/live-sessions.service'), 'utf8');
const handbook = readFileSync(path.join(ROOT, 'docs/LIVE_SESSIONS.md'), 'utf8');
const packing = readFileSync(path.join(ROOT, 'scripts/package.ts'), 'utf8');

/** Values of a setting, in their order. */
const values = (name: string) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value);

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd) {
  process.stderr.write('Left out: there is no systemd-analyze, so that systemd has not read the unit.\n');
}

it('runs the script that the server’s archive has', () => {
  expect(values('ExecStart')).toEqual(['/usr/bin/node /opt/peerjs-server/scripts/peerjs-server.js']);
  expect(packing).toContain("'scripts/peerjs-server.js'");
  expect(packing).toContain("'deploy/live-sessions.service'");
});

it('starts with the settings that the handbook gives it, and asks for a key', () => {
  const section = handbook.split('### Surviving a reboot')[1].split('\n### ')[0];
  const [, file = ''] = /server\.env <<'EOF'\n([^]*?)\nEOF/.exec(section) ?? [];
  const env = parseEnv(file);
  const names = new Set<string>([...VARIABLES, ...SECRETS.map((name) => `${name}_FILE`)]);
  expect(Object.keys(env).filter((name) => !names.has(name))).toEqual([]);
  const ofUnit = Object.fromEntries(values('Environment').map((each) => each.split('=')));
  expect(ofUnit).toEqual({ API_KEY_FILE: '%d/api_key' });
  expect(readConfig({ ...env, ...ofUnit }, () => 'k'.repeat(48))).toMatchObject({
    ok: true,
    config: { host: '127.0.0.1', apiKey: 'k'.repeat(48), allowedOrigins: ['https://grafana.example.org'] },
  });
});

it('holds no secret itself, and does not start again and again with a wrong setting', () => {
  expect(unit).not.toMatch(/(KEY|SECRET)=\S/);
  expect(values('RestartPreventExitStatus')).toEqual(['2']);
});

if (hasSystemd) {
  describe('to systemd', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
      // Checks that the program is there, which it is on a machine where the archive was unpacked.
      writeFileSync(path.join(folder, 'live-sessions.service'), unit.replace('/usr/bin/node', process.execPath));
    });

    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const analyze = (...args: string[]) =>
      spawnSync('systemd-analyze', [...args, path.join(folder, 'live-sessions.service')], { encoding: 'utf8' });

    it('it is a unit without a mistake', () => {
      const { status, stderr } = analyze('verify', '--man=no', '--recursive-errors=no');
      expect({ status, wrong: stderr.split('\n').filter((line) => line.includes('live-sessions.service')) }).toEqual({
        status: 0,
        wrong: [],
      });
    });

    it('it is exposed to little', () => {
      // In tenths, of at most 100: a service that may do anything has 96.
      const { status, stdout } = analyze('security', '--offline=true', '--threshold=20', '--no-pager');
      expect({ status, says: status === 0 ? '' : stdout }).toEqual({ status: 0, says: '' });
    });
  });
}
