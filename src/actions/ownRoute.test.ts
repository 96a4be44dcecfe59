import { mayTakeReader } from './ownRoute';

it.each([
  '/explore?left=1&orgId=2',
  '/d/abc/x?var-a=b',
  '/connections/datasources/new',
  '/a/some-app/page',
  '/alerting/new/alerting',
])('a guide may take its reader to %s', (route) => {
  expect(mayTakeReader(route, false)).toBe(true);
});

it.each([
  '/logout',
  '/LOGOUT?x=1',
  '/profile/password',
  '/api/user',
  '/login',
  '/%6cogout',
  '/a/../logout',
  '//evil.example',
  '/\\evil',
])('nobody is taken to %s', (route) => {
  expect(mayTakeReader(route, false)).toBe(false);
  expect(mayTakeReader(route, true)).toBe(false);
});

it('only administrators are taken to Administration, and through it nowhere else', () => {
  expect(mayTakeReader('/admin/users', true)).toBe(true);
  expect(mayTakeReader('/admin/users', false)).toBe(false);
  expect(mayTakeReader('/admin/../logout', true)).toBe(false);
  expect(mayTakeReader('/admin%2f..%2flogout', true)).toBe(false);
  expect(mayTakeReader('/administrator', false)).toBe(true);
});
