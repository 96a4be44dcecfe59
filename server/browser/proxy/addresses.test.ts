import fc from 'fast-check';
import { isPublic } from './addresses';
import { findDestination, type DestinationRules, type Resolve } from './Destinations';
import { names, normalizeHost, opens, parseAuthority } from './hosts';

const INSIDE = {
  'this host': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'link-local': ['169.254.0.1', 'fe80::1', 'febf::1'],
  'metadata of clouds': ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  benchmarks: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'protocol assignments': ['192.0.0.1', '192.88.99.1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  reserved: ['240.0.0.1', '255.255.255.255', '4000::1', '100::1', '5f00::1'],
  'IPv4 in IPv6': ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  '6to4': ['2002:7f00:1::1'],
  Teredo: ['2001::1', '2001:0:1:2:3:4:5:6'],
  'unique local': ['fc00::1', 'fdff::1'],
  'site-local': ['fec0::1'],
  'zone ids': ['fe80::1%eth0', '2606:4700::1%lo'],
  'no address': ['', 'localhost', '127.1', '1.2.3.4.5', '8.8.8.8/0'],
};

test.each(Object.entries(INSIDE))('BROW-14: %s is not public', (_range, addresses) => {
  expect(addresses.filter((address) => isPublic(address, []))).toEqual([]);
});

test('what is public is', () => {
  const addresses = ['1.1.1.1', '8.8.8.8', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'];
  expect(addresses.filter((address) => !isPublic(address, []))).toEqual([]);
});

test('this machine’s own public address and the networks of its bridges are not', () => {
  const own = [
    { address: '52.1.1.1', cidr: '52.1.1.1/32' },
    { address: '44.0.0.1', cidr: '44.0.0.1/16' },
    { address: '2600:1::1', cidr: '2600:1::1/64' },
    { address: 'fe80::1%eth0', cidr: null },
    { address: '9.9.9.9', cidr: '9.9.9.9/0' },
  ];
  expect(['52.1.1.1', '44.0.3.4', '2600:1::ffff', '2600:1:0:0:0::1'].filter((each) => isPublic(each, own))).toEqual([]);
  expect(isPublic('52.1.1.2', own)).toBe(true);
  expect(isPublic('2600:2::1', own)).toBe(true);
});

const rules = (more: Partial<DestinationRules> = {}): DestinationRules => ({
  allowedHosts: null,
  privateHosts: [],
  ownAddresses: () => [],
  ...more,
});
const literal: Resolve = (host) => Promise.resolve([{ address: host, family: host.includes(':') ? 6 : 4 }]);
const to = (...addresses: string[]): Resolve => {
  return () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
};

test.each(
  [
    '2130706433:80', // decimal
    '0x7f000001:80',
    '0x7f.1:80',
    '0177.0.0.1:443', // octal
    '127.1:80',
    '0:80',
    '[::ffff:7f00:1]:80',
    '[::1]:443',
    '[0:0:0:0:0:ffff:7f00:0001]:80',
    'localhost:80',
    'LOCALHOST.:80',
    'any.localhost:443',
    '127.0.0.1.:80',
    '①②⑦.0.0.1:80', // full-width and circled digits
    '１２７.０.０.１:80',
    '127。0。0。1:80',
  ].map((authority) => [authority])
)('%s is this machine', async (authority) => {
  const destination = parseAuthority(authority);
  expect(destination).not.toBeNull();
  const found = destination && (await findDestination(destination, rules({ resolve: literal })));
  expect(found).toEqual({ ok: false, why: 'private' });
});

test.each(
  [
    'a@127.0.0.1:80',
    'good.example:80@127.0.0.1:80',
    '[fe80::1%25eth0]:80',
    '[fe80::1%eth0]:80',
    'host',
    'host:0',
    'host:65536',
    'host:80:90',
    'host:80/',
    'host:80?x',
    'ho st:80',
    'host\\:80',
    ':80',
    '[]:80',
    'host..:80',
    `${'a'.repeat(300)}:80`,
    '1.2.3.4.5:80',
    '999999999999:80',
  ].map((authority) => [authority])
)('%s is no destination', (authority) => {
  expect(parseAuthority(authority)).toBeNull();
});

test('any text is a clean host or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const host = normalizeHost(text);
      return host === null || !/[\s@/?#%\\]|[A-Z]|\.$/.test(host);
    })
  );
});

test('BROW-14: where a name has public addresses and others, only the public ones are left', async () => {
  const destination = { host: 'mixed.example', port: 443 };
  const resolve = to('127.0.0.1', '1.1.1.1', '10.0.0.1', '::ffff:127.0.0.1');
  expect(await findDestination(destination, rules({ resolve }))).toEqual({
    ok: true,
    addresses: [{ address: '1.1.1.1', family: 4 }],
  });
});

test.each([22, 25, 81, 3000, 6379, 8080, 8443, 65_535])('BROW-14: port %i is not opened', async (port) => {
  const resolve = to('1.1.1.1');
  expect(await findDestination({ host: 'good.example', port }, rules({ resolve }))).toEqual({ ok: false, why: 'port' });
});

test('BROW-14: beyond a list of allowed hosts nothing is reached, nor even looked up', async () => {
  const asked: string[] = [];
  const resolve: Resolve = (host) => {
    asked.push(host);
    return Promise.resolve([{ address: '1.1.1.1', family: 4 }]);
  };
  const allowedHosts = ['grafana.com', '.grafana.net', '*.Example.org'];
  const outcome = async (host: string) => {
    const found = await findDestination({ host, port: 443 }, rules({ resolve, allowedHosts }));
    return found.ok ? 'opened' : found.why;
  };
  const hosts = ['grafana.com', 'me.grafana.net', 'a.b.example.org', 'evil.com', 'evilgrafana.com', 'x.grafana.com'];
  expect(await Promise.all([...hosts, 'grafana.net', 'grafana.com.evil.com'].map(outcome))).toEqual([
    'opened',
    'opened',
    'opened',
    ...Array(5).fill('not-allowed'),
  ]);
  expect(asked).toEqual(['grafana.com', 'me.grafana.net', 'a.b.example.org']);
});

test('BROW-14: an administrator opens a private host by name, on the web’s ports or on the one that is named', async () => {
  const outcome = async (privateHosts: string[], host: string, port: number) => {
    const found = await findDestination({ host, port }, rules({ resolve: to('10.0.0.5'), privateHosts }));
    return found.ok ? 'opened' : found.why;
  };
  expect(await outcome(['grafana.corp'], 'grafana.corp', 443)).toBe('opened');
  expect(await outcome(['grafana.corp'], 'grafana.corp', 3000)).toBe('port');
  expect(await outcome(['grafana.corp:3000'], 'grafana.corp', 3000)).toBe('opened');
  expect(await outcome(['grafana.corp:3000'], 'grafana.corp', 443)).toBe('private');
  expect(await outcome(['grafana.corp:3000'], 'other.corp', 3000)).toBe('port');
});

test('lists name hosts in the ways people write them', () => {
  expect(names(['[::1]'], '::1') && names(['::1'], '::1') && names([' A.Example. '], 'a.example')).toBe(true);
  expect(names(['', '*', '.', '*.'], 'a.example')).toBe(false);
  expect(opens(['[::1]:3000'], { host: '::1', port: 3000 })).toBe(true);
});

test('a name without an address is unknown, and a resolver that fails is no crash', async () => {
  const destination = { host: 'nowhere.example', port: 80 };
  const failing: Resolve = () => Promise.reject(new Error('ENOTFOUND'));
  expect(await findDestination(destination, rules({ resolve: failing }))).toEqual({ ok: false, why: 'unknown' });
  expect(await findDestination(destination, rules({ resolve: to() }))).toEqual({ ok: false, why: 'unknown' });
});
