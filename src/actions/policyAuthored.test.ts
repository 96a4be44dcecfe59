import { PLAIN_STEP, type StepAction } from '../guide/model';
import { classifyAuthored } from './policyAuthored';

const classOf = (action: StepAction, reftarget: string | null, route = '/explore') =>
  classifyAuthored({ ...PLAIN_STEP, id: 's', hash: '', action, reftarget }, route, ({ path }) =>
    path === 'components.Save' ? 'data-testid save button' : null
  ).class;

describe('a step as authored', () => {
  it.each<[string, StepAction, string | null]>([
    ['look', 'noop', null],
    ['look', 'popout', null],
    ['look', 'hover', 'button'],
    ['move', 'navigate', '/explore'],
    ['change', 'navigate', '/explore?panes=%7B%7D'],
    ['danger', 'navigate', '/a/some-app'],
    ['never', 'navigate', '/admin/users'],
    ['move', 'highlight', 'a[href="/explore"]'],
    ['move', 'highlight', 'nav [data-testid="x"][href="/dashboards"]'],
    ['move', 'highlight', 'a[href="/explore"] > span'],
    ['danger', 'highlight', 'a[href="/plugins/x"]'],
    ['danger', 'highlight', 'a[href="https://example.com/"]'],
    ['never', 'highlight', 'a[href="/logout"]'],
    ['move', 'highlight', 'button[role="tab"]'],
    ['move', 'highlight', '[data-testid="data-testid Tab Queries"]'],
    ['move', 'highlight', 'button[aria-expanded]'],
    ['move', 'highlight', 'input[type="checkbox"]'],
    ['change', 'highlight', 'button:contains("Run query")'],
    ['change', 'button', 'Run query'],
    ['change', 'highlight', '[data-testid="run-queries-btn"]'],
    ['change', 'highlight', 'input[placeholder="Search"]'],
    ['change', 'highlight', 'a[href="/explore"] + button'],
    ['change', 'formfill', 'div[data-testid="query"]'],
    ['danger', 'button', 'Save & test'],
    ['danger', 'highlight', 'button:has(span:text("Delete"))'],
    ['danger', 'highlight', '[data-testid="data-testid Confirm Modal Danger Button"]'],
    ['danger', 'highlight', '[data-testid="saveRule"]'],
    ['danger', 'highlight', 'grafana:components.Save'],
    ['danger', 'highlight', 'form button'],
    ['danger', 'highlight', 'button[type="submit"]'],
    ['danger', 'highlight', '[role="dialog"] button'],
    ['danger', 'highlight', '[role="gridcell"]'],
    ['never', 'highlight', 'input[type="password"]'],
    ['never', 'formfill', 'input[name="api_key"]'],
    ['unknown until found', 'highlight', 'div:contains("x")'],
    ['unknown until found', 'highlight', 'a'],
    ['unknown until found', 'highlight', 'a[href="alerting/new"]'],
    ['unknown until found', 'highlight', '[data-testid="data-testid radio-button"]'],
    ['unknown until found', 'highlight', 'a:nope('],
  ])('%s: %s %s', (expected, action, reftarget) => {
    expect(classOf(action, reftarget)).toBe(expected);
  });

  it.each<[StepAction, string]>([
    ['button', 'Next'],
    ['formfill', 'input'],
    ['highlight', 'button[role="tab"]'],
  ])('danger on a data source’s page: %s %s', (action, reftarget) => {
    expect(classOf(action, reftarget, '/connections/datasources/edit/x')).toBe('danger');
  });
});
