/** coturn's configuration: what relays may not be used for, as text and against a real coturn where there is one. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { iceServers } from '../server/ice';

const ROOT = path.resolve(__dirname, '..');
const text = readFileSync(path.join(ROOT, 'deploy/turnserver.conf'), 'utf8');
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const SECRET = 'a-secret-of-this-test';

/** Private, loopback, link-local, carrier-grade NAT, documentation, multicast; and clouds' metadata services. */
const FORBIDDEN = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  private: ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local': ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1'],
  metadata: ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  'unique local': ['fc00::1', 'fdff::1'],
  'IPv4 in IPv6': ['::ffff:10.0.0.1', '::ffff:127.0.0.1', '::7f00:1', '64:ff9b::a00:1', '2002:a00:1::1'],
  multicast: ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
};
/** Next to forbidden ranges, and elsewhere. */
const PERMITTED = ['1.0.0.1', '9.255.255.255', '11.0.0.1', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1'];
const PERMITTED_V6 = ['2600::1', '2a00::1', '2001:4860:4860::8888'];

function deniedPeers(): BlockList {
  const list = new BlockList();
  for (const line of lines.filter((each) => each.startsWith('denied-peer-ip='))) {
    const [from, to] = line.slice('denied-peer-ip='.length).split('-');
    list.addRange(from, to, isIP(from) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

const isDenied = (list: BlockList, address: string) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

it.each(Object.entries(FORBIDDEN))('denies peers with %s addresses', (_kind, addresses) => {
  const denied = deniedPeers();
  expect(addresses.filter((address) => !isDenied(denied, address))).toEqual([]);
});

it('permits the internet', () => {
  const denied = deniedPeers();
  expect([...PERMITTED, ...PERMITTED_V6].filter((address) => isDenied(denied, address))).toEqual([]);
});

it('has no range from "::", which coturn takes for every address there is', () => {
  expect(lines.filter((line) => line.startsWith('denied-peer-ip=::-'))).toEqual([]);
});

it('relays UDP alone, to those who have credentials of the session server, and holds no secret', () => {
  expect(lines).toEqual(expect.arrayContaining(['use-auth-secret', 'no-tcp-relay', 'no-multicast-peers', 'no-cli']));
  expect(
    lines.filter((line) => /^(allow-loopback-peers|allowed-peer-ip|static-auth-secret|user=|no-auth)/.test(line))
  ).toEqual([]);
  const compose = readFileSync(path.join(ROOT, 'docker-compose.yaml'), 'utf8');
  const [min, max] = ['min-port=', 'max-port='].map((name) => lines.find((line) => line.startsWith(name))?.slice(9));
  expect(compose).toContain(`127.0.0.1:${min}-${max}:${min}-${max}/udp`);
});

const isThere = ['turnserver', 'turnutils_uclient'].every(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
);
if (!isThere) {
  process.stderr.write('Skipped: coturn with turnutils_uclient is not installed, so its configuration is only read.\n');
}

(isThere ? describe : describe.skip)('a real coturn', () => {
  let folder: string;
  let port: number;
  let coturn: ChildProcess;
  jest.setTimeout(30_000);

  async function start(env: Record<string, string> = {}): Promise<void> {
    folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
    const probe = createSocket('udp4').bind(0, '127.0.0.1');
    await once(probe, 'listening');
    port = probe.address().port;
    probe.close();
    const here = text
      .replace(
        /^listening-port=.*$/m,
        `listening-port=${port}\nlistening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nrelay-ip=::1`
      )
      // Allocations of clients that were killed stay for minutes.
      .replace(/^max-port=.*$/m, 'max-port=49999')
      .replace(/^(pidfile|userdb)=\/tmp/gm, `$1=${folder}`);
    writeFileSync(path.join(folder, 'base.conf'), here);
    coturn = spawn('sh', [path.join(ROOT, 'deploy/start-coturn.sh'), 'base.conf', 'made.conf'], {
      cwd: folder,
      env: { PATH: process.env.PATH, TURN_SECRET: SECRET, ...env },
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
  }

  afterEach(async () => {
    coturn.kill('SIGKILL');
    await once(coturn, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  /** What coturn says when it is asked to relay to this peer, with credentials that the session server gives. */
  async function relayTo(peer: string, secret = SECRET): Promise<string> {
    const [{ username, credential }] = iceServers(
      { turnUrls: [`turn:127.0.0.1:${port}`], turnSecret: secret },
      Math.floor(Date.now() / 1000),
      `${peer}-${Math.random()}`.replace(/[^\w]/g, '')
    ).iceServers;
    const family = isIP(peer) === 6 ? ['-x'] : [];
    const asked = ['-u', String(username), '-w', String(credential), '-p', String(port), '-e', peer, '-r', '9'];
    const client = spawn('turnutils_uclient', [...family, ...asked, '-n', '1', '-m', '1', '-c', '127.0.0.1']);
    return new Promise((resolve) => {
      let output = '';
      client.stdout.on('data', (chunk) => {
        output += chunk;
        // A permission that is given shows in the first send; what became of the packet is nobody's concern here.
        if (output.includes('start_mclient')) {
          client.kill('SIGKILL');
        }
      });
      client.once('close', () =>
        resolve(output.includes('start_mclient') ? 'permitted' : (/error (\d+)/.exec(output)?.[1] ?? 'no credentials'))
      );
    });
  }

  it('refuses every forbidden peer with 403, and others not', async () => {
    await start();
    const peers = Object.values(FORBIDDEN).flat();
    const answers = new Map<string, string>();
    for (const peer of peers) {
      answers.set(peer, await relayTo(peer));
    }
    expect([...answers].filter(([, answer]) => answer !== '403')).toEqual([]);
    expect(await relayTo('11.0.0.1')).toBe('permitted');
    expect(await relayTo('2a00::1')).toBe('permitted');
  });

  it('takes the session server’s credentials and no others, and keeps the secret to itself', async () => {
    await start();
    expect(await relayTo('11.0.0.1', 'another-secret')).toBe('no credentials');
    expect(statSync(path.join(folder, 'made.conf')).mode & 0o777).toBe(0o600);
    const arguments_ = spawnSync('ps', ['-o', 'args=', '-p', String(coturn.pid)], { encoding: 'utf8' }).stdout;
    expect(arguments_).toContain('turnserver');
    expect(arguments_).not.toContain(SECRET);
  });

  it('permits its own address, by which two relayed people meet, where one is set', async () => {
    await start({ TURN_EXTERNAL_IP: '10.20.30.40' });
    expect(await relayTo('10.20.30.40')).toBe('permitted');
    expect(await relayTo('10.20.30.41')).toBe('403');
  });
});
