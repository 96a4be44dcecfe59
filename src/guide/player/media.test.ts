import { filmOf, mediaAddress, webAddress } from './media';

const BASE = 'https://guides.example.com/packages/tour/';

describe('mediaAddress', () => {
  it.each([
    ['https://grafana.com/media/docs/a.png', null, 'https://grafana.com/media/docs/a.png'],
    ['/media/docs/a.png', null, 'https://grafana.com/media/docs/a.png'],
    ['/media/../../a.png?who=me', null, 'https://grafana.com/a.png'],
    ['pictures/a.png', BASE, `${BASE}pictures/a.png`],
    [`${BASE}a.png`, BASE, `${BASE}a.png`],
  ])('takes %s', (src, base, expected) => {
    expect(mediaAddress(src, base)).toBe(expected);
  });

  it.each([
    ['another host', 'https://evil.example/a.png', BASE],
    ['a host that only ends like a listed one', 'https://notgrafana.com/a.png', null],
    ['a host that only begins like a listed one', 'https://grafana.com.evil.example/a.png', null],
    ['a sub-domain of a listed host', 'https://evil.grafana.com/a.png', null],
    ['a listed host on another port', 'https://grafana.com:8443/a.png', null],
    ['a listed host without encryption', 'http://grafana.com/a.png', null],
    ['a listed name as user name', 'https://grafana.com@evil.example/a.png', null],
    ['a user name on a listed host', 'https://me@grafana.com/a.png', null],
    ['no protocol', '//evil.example/a.png', BASE],
    ['a backslash', '/\\evil.example/a.png', BASE],
    ['a tab inside', 'https://evil\t.example/a.png', BASE],
    ['data', 'data:image/svg+xml,<svg/>', BASE],
    ['a blob', 'blob:https://grafana.com/x', BASE],
    ['script', 'javascript:alert(1)', BASE],
    ['a path of this Grafana', '/api/user', BASE],
    ['a way out of the package', '../other/a.png', BASE],
    ['the same way, written otherwise', '%2e%2e/other/a.png', BASE],
    ['a slash in disguise', '..%2fother/a.png', BASE],
    ['a slash in disguise in a whole address', `${BASE}a/..%2f..%2f..%2fother/a.png`, BASE],
    ['a backslash in disguise', '..%5cother/a.png', BASE],
    ['a way out that is encoded twice', '%252e%252e/other/a.png', BASE],
    ['a way out that only some servers see', '..;/other/a.png', BASE],
    ['a file of a guide that came from nowhere', 'a.png', null],
    ['nothing', ' ', BASE],
  ])('refuses %s', (_, src, base) => {
    expect(mediaAddress(src, base)).toBeNull();
  });
});

describe('filmOf', () => {
  const film = (src: string, more: object = {}) =>
    filmOf({ src, provider: null, start: null, end: null, ...more }, BASE);

  it.each([
    'https://www.youtube.com/embed/dQw4w9WgXcQ',
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://youtu.be/dQw4w9WgXcQ',
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&origin=https://evil.example',
  ])('plays %s without cookies and with nothing else of the address', (src) => {
    expect(film(src, { start: 12.5, end: 30 })).toEqual({
      kind: 'embedded',
      host: 'YouTube',
      address: 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0&start=12&end=30',
    });
  });

  it('plays Vimeo without tracking', () => {
    expect(film('https://vimeo.com/12345', { start: 3 })).toEqual({
      kind: 'embedded',
      host: 'Vimeo',
      address: 'https://player.vimeo.com/video/12345?dnt=1#t=3s',
    });
  });

  it('plays a file of the guide', () => {
    expect(film('clip.mp4', { start: 2, end: 5 })).toEqual({ kind: 'file', address: `${BASE}clip.mp4#t=2,5` });
  });

  it.each([
    ['https://evil.example/embed/dQw4w9WgXcQ', { provider: 'youtube' }],
    ['https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ', {}],
    ['https://www.youtube.com/embed/../../evil', {}],
    ['https://www.youtube.com/embed/"><script>', {}],
    ['https://www.youtube.com/embed/dQw4w9WgXcQ', { provider: 'vimeo' }],
    ['https://player.vimeo.com/video/1?x=y/../../z"', { provider: 'native' }],
    ['https://vimeo.com/ondemand/x', {}],
    ['javascript:alert(1)', { provider: 'native' }],
  ])('plays nothing of %s', (src, more) => {
    expect(film(src, more)).toBeNull();
  });
});

test('a reader is offered web addresses alone', () => {
  expect(webAddress('https://example.com/a')).toBe('https://example.com/a');
  expect(webAddress('javascript:alert(1)')).toBeNull();
  expect(webAddress('assets/a.mp4')).toBeNull();
});
