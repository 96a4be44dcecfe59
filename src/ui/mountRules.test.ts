import { mayMount, type PageFacts } from './mountRules';

const ordinary: PageFacts = {
  pathname: '/d/abc/web-shop',
  search: '?from=now-6h',
  inFrame: false,
  authenticatedBy: '',
  publicDashboard: false,
};

describe('the dock is mounted', () => {
  test.each(['/', '/explore', '/d/abc/web-shop', '/a/livesessions-guide-app/join/7K3M9Q', '/d-solomon', '/logins'])(
    'on %s',
    (pathname) => expect(mayMount({ ...ordinary, pathname })).toBe(true)
  );

  test('whatever else is in the query', () => {
    expect(mayMount({ ...ordinary, search: '?var-kiosk=1&render=0&q=kiosk' })).toBe(true);
  });
});

describe('the dock is not mounted', () => {
  test.each([
    ['in a frame', { inFrame: true }],
    ['on a public dashboard', { publicDashboard: true }],
    ['on a public dashboard’s page', { pathname: '/public-dashboards/0123' }],
    ['by the image renderer, known by its sign-in', { authenticatedBy: 'render' }],
    ['by the image renderer, known by its address', { search: '?render=1' }],
    ['in kiosk mode', { search: '?kiosk' }],
    ['in kiosk mode with a value', { search: 'orgId=1&kiosk=tv' }],
    ['in a solo panel', { pathname: '/d-solo/abc/web-shop' }],
    ['in an old solo panel', { pathname: '/dashboard-solo/db/x' }],
    ['before signing in', { pathname: '/login' }],
    ['while signing up', { pathname: '/invite/xyz' }],
  ] as const)('%s', (_, change) => expect(mayMount({ ...ordinary, ...change })).toBe(false));
});
