import fc from 'fast-check';
import { BROWSER_WIRE_LIMITS as LIMITS } from '../../../src/protocol/browserApi';
import { mayShow, shortAddress, typedAddress } from './address';

test.each([
  ['grafana.com', 'https://grafana.com/'],
  [' https://grafana.com/a?b#c ', 'https://grafana.com/a?b#c'],
  ['HTTP://Grafana.com', 'http://grafana.com/'],
  ['grafana.com:3000/login', 'http://grafana.com:3000/login'],
  ['grafana.com:443/login', 'https://grafana.com/login'],
  ['localhost:3000', 'http://localhost:3000/'],
  ['localhost', 'http://localhost/'],
  ['grafana/', 'https://grafana/'],
  ['10.0.0.1', 'http://10.0.0.1/'],
  ['[::1]:80/x', 'http://[::1]/x'],
  ['münchen.example', 'https://xn--mnchen-3ya.example/'],
  ['about:blank', 'about:blank'],
])('%s is the address %s', (typed, url) => {
  expect(typedAddress(typed)).toEqual({ ok: true, url });
});

test.each([
  '',
  ' ',
  'word',
  'two words',
  'what is grafana.com',
  'https://',
  'http:x',
  'https:grafana.com',
  '.',
  '?q',
  '#x',
])('%j is no address', (typed) => {
  expect(typedAddress(typed)).toEqual({ ok: false, what: 'address' });
});

test.each(['http://me:secret@grafana.com/', 'https://me@grafana.com', 'me:secret@grafana.com'])(
  '%j is not opened: everybody would read what is secret in it',
  (typed) => expect(typedAddress(typed).ok).toBe(false)
);

test('an address is as long as the limit and no longer', () => {
  const base = 'https://a.example/';
  expect(typedAddress(base + 'x'.repeat(LIMITS.urlLength - base.length)).ok).toBe(true);
  expect(typedAddress(base + 'x'.repeat(LIMITS.urlLength - base.length + 1)).ok).toBe(false);
});

test('whatever is typed becomes a web address, or none', () => {
  const scheme = fc.constantFrom(
    '',
    'file:',
    'JavaScript:',
    'chrome://',
    'http:',
    'https://',
    'view-source:',
    'data:',
    '\u0000',
    '\t'
  );
  fc.assert(
    fc.property(scheme, fc.string({ unit: 'binary', maxLength: 40 }), (before, text) => {
      const typed = typedAddress(before + text);
      return !typed.ok || /^(https?:\/\/[^/]|about:blank$)/.test(typed.url);
    })
  );
});

test.each<[string, boolean, boolean]>([
  ['https://a.example/', true, true],
  ['about:blank', true, true],
  ['about:srcdoc', true, true],
  ['data:text/html,x', false, true],
  ['blob:https://a.example/1', true, true],
  ['blob:null/1', true, true],
  ['blob:file:///1', false, false],
  ['about:settings', false, false],
  ['chrome-error://chromewebdata/', true, true],
  ['chrome://settings', false, false],
  ['CHROME://settings', false, false],
  ['file:///etc/passwd', false, false],
  ['view-source:https://a.example/', false, false],
  ['javascript:1', false, false],
  ['filesystem:https://a.example/temporary/x', false, false],
  ['', true, true],
])('%s: as a page %s, in a frame %s', (url, asPage, inFrame) => {
  expect([mayShow(url, false), mayShow(url, true)]).toEqual([asPage, inFrame]);
});

test('what is told of an address is short, and without query and fragment', () => {
  expect(shortAddress('https://a.example/x?token=1#y')).toBe('https://a.example/x');
  expect(shortAddress('x'.repeat(1000))).toHaveLength(200);
});
