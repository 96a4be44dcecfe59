import { LIMITS } from '../protocol/limits';
import { judgeRoute } from './routes';

describe('judgeRoute', () => {
  it.each([
    ['/', 'move', '/'],
    ['/explore', 'move', '/explore'],
    ['/dashboards', 'move', '/dashboards'],
    ['/d/abc/my-board', 'move', '/d/abc/my-board'],
    ['/d/abc?from=now-1h&to=now&var-job=api&viewPanel=2', 'move', '/d/abc?from=now-1h&to=now&var-job=api&viewPanel=2'],
    ['/alerting/list', 'move', '/alerting/list'],
    ['/alerting/new/alerting', 'change', '/alerting/new/alerting'],
    ['/explore?panes=%7B%7D&schemaVersion=1', 'change', '/explore?panes=%7B%7D&schemaVersion=1'],
    ['/connections/datasources', 'danger', '/connections/datasources'],
    ['/datasources/edit/x', 'danger', '/datasources/edit/x'],
    ['/plugins/foo', 'danger', '/plugins/foo'],
    ['/a/some-app/delete-all', 'danger', '/a/some-app/delete-all'],
    ['/something-new', 'danger', '/something-new'],
  ])('%s is %s', (route, expected, opens) => {
    expect(judgeRoute(route)).toMatchObject({ class: expected, route: opens });
  });

  it.each([
    '/logout',
    '/Logout',
    '/LOGIN?redirect=/x',
    '/admin',
    '/admin/users',
    '/ADMIN/users',
    '/%61dmin',
    '/%2561dmin',
    '/goto/abc',
    '/api/datasources',
    '/api',
    '/render/d-solo/x',
    '/profile/password',
    '/user/auth-tokens/rotate',
    '/d/../admin',
    '/d/%2e%2e/admin',
    '/./admin',
    '//evil.example',
    '/\\evil.example',
    '/d//x',
    '/%2f%2fevil.example',
    '/d/x%5c..%5cadmin',
    'https://evil.example',
    'javascript:alert(1)',
    'explore',
    '',
    '/ex plore',
    '/ex\nplore',
    '/%',
    `/${'x'.repeat(LIMITS.pathLength)}`,
  ])('never opens %j', (route) => {
    expect(judgeRoute(route)).toEqual({ class: 'never', route: null, whole: false });
  });

  it('leaves out of the query what could act or tell who somebody is', () => {
    expect(judgeRoute('/d/abc?orgId=2&auth_token=s&kiosk&editview=settings&from=now-1h&panes=x')).toEqual({
      class: 'move',
      route: '/d/abc?from=now-1h',
      whole: false,
    });
    expect(judgeRoute('/d/abc?VAR-x=1&var-%3Cscript%3E=1&__proto__=1').route).toBe('/d/abc');
  });

  it('drops the fragment', () => {
    expect(judgeRoute('/explore#/admin').route).toBe('/explore');
  });
});
