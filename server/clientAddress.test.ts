import { clientAddress, trustedProxyList } from './clientAddress';

const trust = (...entries: string[]) => {
  const list = trustedProxyList(entries);
  if (!list) {
    throw new Error('malformed');
  }
  return list;
};

it('believes nobody about the address by default', () => {
  expect(clientAddress('203.0.113.9', '198.51.100.1', trust())).toBe('203.0.113.9');
  expect(clientAddress('::ffff:203.0.113.9', undefined, trust())).toBe('203.0.113.9');
});

it('takes the last address that is not a trusted proxy, since what is left of it can be forged', () => {
  const trusted = trust('10.0.0.0/8', '::1');
  expect(clientAddress('10.0.0.1', '6.6.6.6, 198.51.100.1, 10.2.3.4', trusted)).toBe('198.51.100.1');
  expect(clientAddress('::1', '198.51.100.1', trusted)).toBe('198.51.100.1');
  expect(clientAddress('203.0.113.9', '198.51.100.1', trusted)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', 'rubbish', trusted)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', undefined, trusted)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', '10.0.0.2', trusted)).toBe('10.0.0.2');
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('counts %s with its whole /64', (address, network) => {
  expect(clientAddress(address, undefined, trust())).toBe(network);
});

it.each(['x', '10.0.0.0/33', '10.0.0.0/8/9', '10.0.0.0/', '::1/129', ''])('%j is no list of proxies', (entry) => {
  expect(trustedProxyList([entry])).toBeNull();
});
