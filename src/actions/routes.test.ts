import { LIMITS } from '../protocol/limits';
import { judgeRoute } from './routes';

describe('SAFE-6: judgeRoute', () => {
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
    expect(judgeRoute(route)).toEqual({ class: 'never', route: null, whole: false, unlisted: false, switches: false });
  });

  it('leaves out of the query what could act or tell who somebody is', () => {
    expect(judgeRoute('/d/abc?orgId=2&auth_token=s&kiosk&editview=settings&from=now-1h&panes=x')).toEqual({
      class: 'move',
      route: '/d/abc?from=now-1h',
      whole: false,
      unlisted: false,
      switches: true,
    });
    expect(judgeRoute('/d/abc?VAR-x=1&var-%3Cscript%3E=1&__proto__=1').route).toBe('/d/abc');
  });

  it.each([
    '{"a":{"datasource":"p","queries":[{"refId":"A","rawSql":"DELETE FROM users","format":"table"}]}}',
    '{"a":{"datasource":"p","queries":[{"refId":"A","query":"from(bucket:\\"b\\") |> to(bucket:\\"b\\")"}]}}',
    '{"a":{"datasource":"p","queries":[{"refId":"A","query":"DROP MEASUREMENT cpu"}]}}',
    '{"a":{"datasource":"p","queries":[{"refId":"A","target":"x","somethingNew":1}]}}',
    '{"a":{"datasource":"p","queries":["delete"]}}',
    '{"a":{"datasource":"p","queries":7}}',
    '["now-1h","now","p",{"rawSql":"DROP TABLE x"}]',
    'no JSON',
  ])('SAFE-7: Explore asks each time before a query that may write: %s', (panes) => {
    for (const key of ['panes', 'left', 'right']) {
      expect(judgeRoute(`/explore?${key}=${encodeURIComponent(panes)}`).class).toBe('danger');
    }
  });

  it.each([
    '{"a":{"datasource":"p","queries":[{"refId":"A","expr":"rate(x[5m])","datasource":{"type":"prometheus","uid":"p"},"range":true}],"range":{"from":"now-1h","to":"now"}}}',
    '{"a":{"datasource":"p","queries":[{"refId":"A","query":"{status=error}","queryType":"traceql"}],"range":{"from":"now-1h","to":"now"}}}',
    '{"a":{"datasource":"p","queries":[{"refId":"A","expr":"up","datasource":{"type":"prometheus","uid":"p"},"editorMode":"builder","legendFormat":"__auto","useBackend":false,"disableTextWrap":false,"fullMetaSearch":false,"includeNullMetadata":true}],"range":{"from":"now-1h","to":"now"},"compact":false}}',
    '{"a":{"datasource":"p","queries":[]}}',
  ])('SAFE-7: Explore asks once before a query that only reads: %s', (panes) => {
    expect(judgeRoute(`/explore?panes=${encodeURIComponent(panes)}`).class).toBe('change');
  });

  it.each([
    '1;DROP TABLE users',
    "1' OR '1",
    'pg_sleep(9)',
    '`x`',
    '"x"',
    '1\\',
    'a\nb',
    'x'.repeat(201),
    '1 /* x',
    '1 -- x',
  ])('SAFE-7: a dashboard asks before a variable that can break out of its query: %j', (value) => {
    expect(judgeRoute(`/d/abc?var-table=${encodeURIComponent(value)}`)).toMatchObject({ class: 'danger' });
  });

  it.each([
    'api',
    'node-1.example:9100',
    'a|b',
    'job|=|api',
    '.*',
    '$__all',
    'process_cpu:cpu:nanoseconds',
    'São Paulo',
    '',
  ])('SAFE-7: and not before an ordinary one: %j', (value) => {
    expect(judgeRoute(`/d/abc?var-job=${encodeURIComponent(value)}`)).toMatchObject({ class: 'move' });
  });

  it('drops the fragment', () => {
    expect(judgeRoute('/explore#/admin').route).toBe('/explore');
  });
});
