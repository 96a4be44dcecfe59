/** coturn's configuration: what relays may not be used for, as text and against a real coturn where there is one. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { iceServers } from '../server/ice';
import { SERVER_LIMITS } from '../server/serverLimits';
import { COTURN_CONFIG, makeCertificate, startCoturn, type Coturn, type CoturnOptions } from './testing/coturn';
import { missing } from './testing/programs';

const ROOT = path.resolve(__dirname, '..');
const lines = COTURN_CONFIG.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
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

const lacking = missing('turnserver', 'turnutils_uclient', 'openssl');
if (lacking !== null) {
  process.stderr.write(`Skipped: not installed: ${lacking}; coturn's configuration is only read.\n`);
}

type Transport = 'udp' | 'tcp' | 'tls';
const FLAGS: Record<Transport, string[]> = { udp: [], tcp: ['-t'], tls: ['-t', '-S'] };

(lacking === null ? describe : describe.skip)('a real coturn', () => {
  let coturn: Coturn | null = null;
  const folders: string[] = [];

  async function start(options: Partial<CoturnOptions> = {}): Promise<Coturn> {
    coturn = await startCoturn({ secret: SECRET, ...options });
    return coturn;
  }

  function certificate() {
    const folder = mkdtempSync(path.join(tmpdir(), 'live-sessions-'));
    folders.push(folder);
    return makeCertificate(folder);
  }

  afterEach(async () => {
    await coturn?.stop();
    coturn = null;
    folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  });

  interface Asking {
    secret?: string;
    transport?: Transport;
    /** Milliseconds since the session server gave the credentials. */
    age?: number;
  }

  /** As `askOnce`, which draws its port by lot: one that an allocation of before still holds (437) is no answer. */
  async function relayTo(peer: string, asking: Asking = {}): Promise<string> {
    let answer = '437';
    for (let tries = 0; tries < 5 && answer === '437'; tries++) {
      answer = await askOnce(peer, asking);
    }
    return answer;
  }

  /** What coturn says when it is asked to relay to this peer, with credentials that the session server gives. */
  async function askOnce(peer: string, { secret = SECRET, transport = 'udp', age = 0 }: Asking): Promise<string> {
    const port = coturn?.port ?? 0;
    const [{ username, credential }] = iceServers(
      { turnUrls: [`turn:127.0.0.1:${port}`], turnSecret: secret },
      Math.floor((Date.now() - age) / 1000),
      `${peer}-${Math.random()}`.replace(/[^\w]/g, '')
    ).iceServers;
    const family = [...FLAGS[transport], ...(isIP(peer) === 6 ? ['-x'] : [])];
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

  it.each(['tcp', 'tls'] as const)('refuses them over %s, too', async (transport) => {
    await start({ tls: certificate() });
    for (const peer of [...FORBIDDEN.loopback, ...FORBIDDEN.metadata, '::ffff:127.0.0.1']) {
      expect([peer, await relayTo(peer, { transport })]).toEqual([peer, '403']);
    }
    expect(await relayTo('11.0.0.1', { transport })).toBe('permitted');
  });

  it.each(['udp', 'tcp', 'tls'] as const)('refuses credentials that have run out, over %s', async (transport) => {
    await start({ tls: certificate() });
    const life = SERVER_LIMITS.turnSeconds * 1000;
    expect(await relayTo('11.0.0.1', { transport, age: life + 60_000 })).toBe('no credentials');
    expect(await relayTo('11.0.0.1', { transport, age: life - 60_000 })).toBe('permitted');
  });

  it('takes the session server’s credentials and no others, and keeps the secret to itself', async () => {
    const { folder, pid } = await start();
    expect(await relayTo('11.0.0.1', { secret: 'another-secret' })).toBe('no credentials');
    expect(statSync(path.join(folder, 'made.conf')).mode & 0o777).toBe(0o600);
    const arguments_ = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
    expect(arguments_).toContain('turnserver');
    expect(arguments_).not.toContain(SECRET);
  });

  it('permits its own address, by which two relayed people meet, where one is set', async () => {
    await start({ externalIp: '10.20.30.40' });
    expect(await relayTo('10.20.30.40')).toBe('permitted');
    expect(await relayTo('10.20.30.41')).toBe('403');
  });
});
