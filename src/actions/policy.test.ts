import '../testing/jsdomGaps';
import { classify, type ActionClass } from './policy';
import { actedOn, describeTarget, isSameTarget } from './target';

const BASE = 'http://localhost';

function classOf(
  html: string,
  options: { action?: 'button' | 'highlight' | 'formfill' | 'hover'; route?: string } = {}
): ActionClass {
  const { action = 'highlight', route = '/explore' } = options;
  document.body.innerHTML = html;
  const element = document.querySelector('[data-here]');
  if (!element) {
    throw new Error('the fixture has no target');
  }
  const step = { action, reftarget: '[data-here]', targetvalue: null };
  return classify(step, describeTarget(actedOn({ action, targetstate: null }, element), route, BASE));
}

describe('SAFE-3: clicks', () => {
  it.each<[ActionClass, string, string]>([
    ['move', 'a link inside Grafana', '<a href="/explore" data-here>Explore</a>'],
    ['move', 'an icon in such a link', '<a href="/dashboards"><span data-here>x</span></a>'],
    ['move', 'a tab', '<button type="button" role="tab" data-here>Logs</button>'],
    ['move', 'what opens a menu', '<button type="button" aria-haspopup="menu" data-here>Menu</button>'],
    ['move', 'a switch outside of forms', '<label>Wrap<input type="checkbox" role="switch" data-here></label>'],
    ['move', 'an option of an open list', '<div role="option" data-here>cpu</div>'],
    ['change', 'an ordinary button', '<button type="button" data-here>Run query</button>'],
    ['change', 'a menu item', '<div role="menuitem" data-here>Inspect</div>'],
    ['change', 'a field', '<input data-here>'],
    ['change', 'a link that runs a query', '<a href="/explore?panes=%7B%7D" data-here>Open</a>'],
    ['change', 'a link that opens an editor', '<a href="/d/abc?editPanel=2" data-here>Open</a>'],
    ['danger', 'a link that switches the organisation', '<a href="/d/abc?orgId=2" data-here>Open</a>'],
    ['change', 'a toggle in a form', '<form><input type="checkbox" data-here></form>'],
    ['danger', 'a submit button', '<form><button type="submit" data-here>Go</button></form>'],
    ['danger', 'a button that submits by default', '<form><button data-here>Go</button></form>'],
    ['danger', 'an icon in a submit button', '<form><button><i data-here></i></button></form>'],
    ['danger', 'a submit button outside of its form', '<form id="f"></form><button form="f" data-here>Go</button>'],
    ['danger', 'a dialog’s button', '<div role="dialog"><button type="button" data-here>OK</button></div>'],
    [
      'danger',
      'a tab in a drawer',
      '<div aria-modal="true"><button type="button" role="tab" data-here>x</button></div>',
    ],
    ['danger', 'a delete button', '<button type="button" data-here>Delete dashboard</button>'],
    [
      'danger',
      'a delete button known by its label',
      '<button type="button" aria-label="Remove row" data-here></button>',
    ],
    [
      'danger',
      'a save button in another language',
      '<button type="button" data-testid="save-button" data-here>Speichern</button>',
    ],
    ['danger', 'a delete option', '<div role="menuitem" data-here>Remove</div>'],
    ['danger', 'a destructive toggle', '<button type="button" aria-pressed="false" data-here>Disable user</button>'],
    ['danger', 'something that is no control', '<div data-here>panel</div>'],
    ['danger', 'a link out of Grafana', '<a href="https://evil.example/" data-here>x</a>'],
    ['never', 'a link that hides its host', '<a href="https://grafana.com@evil.example/" data-here>x</a>'],
    [
      'danger',
      'a host that only begins like Grafana’s',
      '<a href="http://localhost.evil.example/explore" data-here>x</a>',
    ],
    ['danger', 'a link in a new tab', '<a href="/explore" target="_blank" data-here>x</a>'],
    ['danger', 'a download', '<a href="/explore" download data-here>x</a>'],
    ['danger', 'a link in a dialog', '<div role="dialog"><a href="/explore" data-here>x</a></div>'],
    ['danger', 'a data source’s page', '<a href="/connections/datasources" data-here>x</a>'],
    ['never', 'logging out', '<a href="/logout" data-here>Sign out</a>'],
    ['never', 'an administrator’s page', '<a href="/admin/users" data-here>x</a>'],
    ['never', 'script in a link', '<a href="javascript:alert(1)" data-here>x</a>'],
    ['never', 'a password field', '<input type="password" data-here>'],
    ['never', 'a file field', '<input type="file" data-here>'],
    ['never', 'a page in the page', '<iframe data-here></iframe>'],
  ])('%s: %s', (expected, _what, html) => {
    expect(classOf(html)).toBe(expected);
  });

  const list = '<ul role="listbox" id="list"><li role="option" data-here>Admin</li></ul>';
  it.each<[ActionClass, string, string]>([
    ['move', 'of a field anywhere', `<input role="combobox" aria-controls="list">${list}`],
    ['change', 'of a field in a form', `<form><input role="combobox" aria-controls="list"></form>${list}`],
    ['change', 'of another kind of list', `<form><div role="combobox" aria-owns="list"></div></form>${list}`],
    ['danger', 'of a field in a dialog', `<div role="dialog"><input aria-controls="list"></div>${list}`],
  ])('%s: an option of a list drawn elsewhere on the page, %s', (expected, _what, html) => {
    expect(classOf(html)).toBe(expected);
  });

  it.each(['#', '/explore#', '/explore#top', 'http://localhost/explore#'])(
    'change: a link to %s on /explore, which leads nowhere and so does something else',
    (href) => {
      window.history.replaceState(null, '', '/explore');
      expect(classOf(`<a href="${href}" data-here>Entfernen</a>`)).toBe('change');
    }
  );

  it.each<[ActionClass, string]>([
    ['danger', 'https://evil.example/'],
    ['move', '/explore'],
    ['never', '/logout'],
    ['never', 'javascript:alert(1)'],
    ['never', 'https://'],
  ])('%s: a link in a drawing to %s', (expected, href) => {
    expect(classOf(`<svg><a href="${href}"><text data-here>x</text></a></svg>`)).toBe(expected);
  });

  it.each(['/d/abc/board?editview=permissions', '/d/abc?x=1&editview=permissions', '/dashboards/f/abc/permissions'])(
    'danger: who may do what, on %s',
    (route) => {
      expect(classOf('<div role="option" data-here>Admin</div>', { route })).toBe('danger');
      expect(classOf('<button type="button" data-here>x</button>', { route })).toBe('danger');
    }
  );

  it.each([
    '/plugins/x',
    '/datasources/edit/x',
    '/connections/datasources/new',
    '/admin/users',
    '/org',
    '/profile',
    '/a/foo-app/x',
  ])('danger: an ordinary button or a tab on %s', (route) => {
    expect(classOf('<button type="button" data-here>Run</button>', { route })).toBe('danger');
    expect(classOf('<button type="button" role="tab" data-here>Run</button>', { route })).toBe('danger');
  });

  it('move: leaving such a page by a link', () => {
    expect(classOf('<a href="/explore" data-here>Explore</a>', { route: '/plugins/x' })).toBe('move');
  });
});

describe('SAFE-3, SAFE-5: fills', () => {
  it.each<[ActionClass, string, string]>([
    ['change', 'a text field', '<input data-here>'],
    ['change', 'a field in a wrapper', '<div data-here><input></div>'],
    ['change', 'a text area', '<textarea data-here></textarea>'],
    ['change', 'a choice', '<select data-here></select>'],
    ['change', 'a list to choose from', '<input role="combobox" data-here>'],
    ['danger', 'a list to choose from in a form, which hears Enter', '<form><input role="combobox" data-here></form>'],
    ['danger', 'such a list in a dialog', '<div role="dialog"><input role="combobox" data-here></div>'],
    ['danger', 'such a list of another form', '<form id="f"></form><input form="f" role="combobox" data-here>'],
    [
      'change',
      'filters that are first taken away',
      '<div data-here><button aria-label="Remove filter x"></button><input role="combobox"></div>',
    ],
    ['never', 'a password', '<input type="password" data-here>'],
    ['never', 'a password in a wrapper', '<div data-here><input type="password"></div>'],
    ['never', 'a password that an eye button made readable', '<input type="text" name="password" data-here>'],
    ['never', 'a field labelled as a secret', '<label for="k">API key</label><input id="k" data-here>'],
    ['never', 'a one-time code', '<input autocomplete="one-time-code" data-here>'],
    ['never', 'a file', '<input type="file" data-here>'],
    ['never', 'what is no field', '<p data-here>x</p>'],
  ])('%s: %s', (expected, _what, html) => {
    expect(classOf(html, { action: 'formfill' })).toBe(expected);
  });

  it.each<[ActionClass, string, string]>([
    ['change', 'a check box', '<input type="checkbox" data-here>'],
    ['change', 'a check box in a form', '<form><input type="checkbox" data-here></form>'],
    ['danger', 'a check box in a dialog', '<div role="dialog"><input type="checkbox" data-here></div>'],
    ['danger', 'a switch that ends something', '<input type="checkbox" role="switch" aria-label="Disable" data-here>'],
    ['danger', 'a radio button that ends something', '<label><input type="radio" data-here>Delete all</label>'],
  ])('%s: what a click would be, however it is asked for: %s', (expected, _what, html) => {
    expect(classOf(html, { action: 'formfill' })).toBe(expected);
  });

  it('danger: on a data source’s page', () => {
    expect(classOf('<input data-here>', { action: 'formfill', route: '/connections/datasources/edit/x' })).toBe(
      'danger'
    );
  });
});

describe('steps without an element', () => {
  it.each<[ActionClass, 'navigate' | 'noop' | 'popout' | 'hover', string | null]>([
    ['look', 'noop', null],
    ['look', 'popout', null],
    ['look', 'hover', '#x'],
    ['move', 'navigate', '/explore'],
    ['change', 'navigate', '/explore?panes=%7B%7D'],
    ['danger', 'navigate', '/explore?panes=x'],
    ['danger', 'navigate', 'https://example.com'],
    ['never', 'navigate', 'https://grafana.com@evil.example/'],
    ['never', 'navigate', 'https://grafana.com%2f:x@evil.example/'],
    ['never', 'navigate', 'https://exa mple.com'],
    ['never', 'navigate', '/logout'],
    ['never', 'navigate', '//evil.example'],
    ['never', 'navigate', 'https:/\\evil'],
    ['never', 'navigate', 'javascript:alert(1)'],
  ])('%s: %s %s', (expected, action, reftarget) => {
    expect(classify({ action, reftarget, targetvalue: null }, null)).toBe(expected);
  });

  it('never: a click or fill on nothing', () => {
    expect(classify({ action: 'button', reftarget: 'x', targetvalue: null }, null)).toBe('never');
    expect(classify({ action: 'formfill', reftarget: 'x', targetvalue: null }, null)).toBe('never');
  });
});

describe('SAFE-11: what was described', () => {
  const describe = (html: string, route = '/explore') => {
    document.body.innerHTML = html;
    const element = document.body.firstElementChild;
    return describeTarget(element?.firstElementChild ?? document.body, route, BASE);
  };
  const button = '<p><button type="button" data-testid="a">Run</button></p>';

  it('is the same over a re-render', () => {
    expect(isSameTarget(describe(button), describe(button))).toBe(true);
  });

  it.each([
    ['text', '<p><button type="button" data-testid="a">Delete</button></p>', '/explore'],
    ['test id', '<p><button type="button" data-testid="b">Run</button></p>', '/explore'],
    ['type', '<p><button type="submit" data-testid="a">Run</button></p>', '/explore'],
    ['form', '<form id="f"><button type="button" data-testid="a">Run</button></form>', '/explore'],
    ['link', '<a href="/logout"><button type="button" data-testid="a">Run</button></a>', '/explore'],
    ['page', button, '/admin'],
    ['dialog', '<p role="dialog"><button type="button" data-testid="a">Run</button></p>', '/explore'],
  ])('is another thing when its %s changed', (_what, html, route) => {
    expect(isSameTarget(describe(button), describe(html, route))).toBe(false);
  });

  it('knows where a link leads under a sub-path', () => {
    document.body.innerHTML = '<a href="http://localhost/grafana/explore">x</a>';
    const link = document.querySelector('a') ?? document.body;
    expect(describeTarget(link, '/', 'http://localhost/grafana').appRoute).toBe('/explore');
    expect(describeTarget(link, '/', 'http://localhost/graf').appRoute).toBeNull();
  });
});
