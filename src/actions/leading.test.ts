import { leavesUnasked } from './leading';

const page = (route: string, loads = false) => ({ kind: 'page' as const, route, loads });

describe('SAFE-8: where an action may lead by the page’s own doing', () => {
  it.each([
    ['move', page('/explore')],
    ['move', page('/explore?schemaVersion=1&panes=%7B%7D')],
    ['change', page('/alerting/new/alerting')],
    ['danger', page('/datasources/edit/x')],
    ['danger', { kind: 'outside' as const }],
    ['danger', page('/d/abc?orgId=2', true)],
  ] as const)('after what is %s it may go there: %j', (agreed, to) => {
    expect(leavesUnasked(agreed, to, false)).toBe(true);
  });

  it.each([
    ['move', page('/alerting/new/alerting')],
    ['move', page('/datasources/edit/x')],
    ['change', page('/datasources/edit/x')],
    ['change', page('/plugins/x')],
    ['change', page('/d/abc?orgId=2', true)],
    ['change', { kind: 'outside' as const }],
    ['danger', page('/admin/users')],
    ['danger', page('/logout')],
    ['danger', page('/%6cogout')],
    ['danger', page('/api/user')],
  ] as const)('after what is %s it may not go there: %j', (agreed, to) => {
    expect(leavesUnasked(agreed, to, false)).toBe(false);
  });

  it('a page keeps what it shows in its own query', () => {
    expect(leavesUnasked('move', page('/datasources/edit/x?tab=2'), true)).toBe(true);
    expect(leavesUnasked('move', page('/datasources/edit/x?orgId=2', true), true)).toBe(false);
  });
});
