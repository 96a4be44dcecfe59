import '../testing/jsdomGaps';
import { classify, isOnlyUnlisted, isUnlistedPage } from './policy';
import { actedOn, describeTarget } from './target';

const BASE = 'http://localhost';

/** Class of a click on what is marked, and whether its only fault is that the page is on no list. */
function clickOn(html: string): [string, boolean] {
  document.body.innerHTML = html;
  const element = document.querySelector('[data-here]');
  if (!element) {
    throw new Error('the fixture has no target');
  }
  const step = { action: 'highlight', reftarget: '[data-here]', targetvalue: null } as const;
  const target = describeTarget(actedOn({ action: 'highlight', targetstate: null }, element), '/explore', BASE);
  return [classify(step, target), isOnlyUnlisted(step, target)];
}

describe('SAFE-6: a page is dangerous for no other reason than that it is on no list', () => {
  it.each(['/demo/controls', '/something-new', '/something-new?from=now-1h'])('%s', (route) => {
    expect(isUnlistedPage(route)).toBe(true);
    expect(isOnlyUnlisted({ action: 'navigate', reftarget: route, targetvalue: null }, null)).toBe(true);
  });

  it.each([
    '/explore',
    '/alerting/new',
    '/admin/users',
    '/a/some-app/delete-all',
    '/plugins/foo',
    '/datasources/edit/x',
    '/connections/datasources/edit/x',
    '/org/users',
    '/users',
    '/demo/controls?orgId=2',
    '/demo/controls?var-x=%27%29%3B%20drop',
    '/d/abc?var-x=%27%29%3B%20drop',
    'https://example.com/',
    '//example.com',
    '/demo/../admin',
  ])('not %s', (route) => {
    expect(isUnlistedPage(route)).toBe(false);
  });
});

describe('SAFE-6: so is a link to it', () => {
  it.each([
    ['a plain link', '<a href="/demo/controls/lists" data-here>Lists</a>', true],
    ['one that looks like a tab', '<a role="tab" href="/demo/controls/lists" data-here>Lists</a>', true],
    ['one with words of its own', '<a href="/demo/controls" data-here>Delete all</a>', false],
    ['one with a query that is not known', '<a href="/demo/controls?do=it" data-here>Lists</a>', false],
    ['one in a dialog', '<div role="dialog"><a href="/demo/controls" data-here>Lists</a></div>', false],
    ['one in a form', '<form><a href="/demo/controls" data-here>Lists</a></form>', false],
    ['one that opens a tab', '<a href="/demo/controls" target="_blank" data-here>Lists</a>', false],
    ['one to a data source', '<a href="/datasources/edit/x" data-here>Source</a>', false],
    ['one out of Grafana', '<a href="https://example.com/" data-here>Lists</a>', false],
    ['no link', '<button type="button" data-here>Delete dashboard</button>', false],
    [
      'one in a button that deletes',
      '<div role="button" aria-label="Delete"><a href="/demo/x" data-here>x</a></div>',
      false,
    ],
  ])('or not: %s', (_what, html, only) => {
    expect(clickOn(html)).toEqual(['danger', only]);
  });
});
