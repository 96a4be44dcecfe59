import { barrierTo, networkOf, policySources, type BarrierWorld } from './barriers';

const OPEN: BarrierWorld = {
  pageOrigin: 'https://grafana.example.org',
  refusedByPolicy: async () => false,
  isDenied: async () => false,
  onRefusal: () => () => undefined,
};
const DENIED: BarrierWorld = { ...OPEN, isDenied: async () => true };

test.each([
  ['nothing', 'https://live.example.org/api/sessions', OPEN, null],
  ['the policy, before anything else', 'http://10.0.0.7', { ...DENIED, refusedByPolicy: async () => true }, 'policy'],
  ['plain http from https', 'http://live.example.org', OPEN, 'mixed-content'],
  ['a plain WebSocket from https', 'ws://live.example.org', OPEN, 'mixed-content'],
  ['nothing, to this machine', 'http://localhost:9000', OPEN, null],
  ['nothing, from plain http', 'http://live.example.org', { ...OPEN, pageOrigin: 'http://grafana' }, null],
  ['a denied permission', 'https://10.0.0.7', DENIED, 'local-network'],
  ['nothing that it was asked for, at a public address', 'https://203.0.113.9', DENIED, null],
])('a call that failed met %s', async (_what, url, world, barrier) => {
  expect(await barrierTo(url, world)).toBe(barrier);
});

test.each([
  ['http://127.0.0.2:9000', 'loopback-network'],
  ['http://[::1]:9000', 'loopback-network'],
  ['https://live.localhost', 'loopback-network'],
  ['https://172.16.0.1', 'local-network'],
  ['https://172.32.0.1', null],
  ['https://session-server', 'local-network'],
])('%s may be in %s', (url, network) => {
  expect(networkOf(url)).toBe(network);
});

test('the sources for a policy are for calls and for sockets', () => {
  expect(policySources('https://live.example.org:8443/sub')).toBe(
    'https://live.example.org:8443 wss://live.example.org:8443'
  );
  expect(policySources('http://localhost:9000')).toBe('http://localhost:9000 ws://localhost:9000');
});
