/** Targets that a hostile guide would pick: each looks like less than a click on it does. */
import '../testing/jsdomGaps';
import { classify, type ActionClass } from './policy';
import { actedOn, describeTarget, isSameTarget } from './target';

const BASE = 'http://localhost';

interface Asked {
  action?: 'button' | 'highlight' | 'formfill';
  route?: string;
  /** Of Grafana's interface. */
  language?: string;
  targetvalue?: string;
}

function describe_(html: string, { action = 'highlight', route = '/explore', language = 'en-US' }: Asked = {}) {
  document.body.innerHTML = html;
  const element = document.querySelector('[data-here]') ?? document.body;
  return describeTarget(actedOn({ action, targetstate: null }, element), route, BASE, language);
}

const classOf = (html: string, asked: Asked = {}): ActionClass =>
  classify(
    { action: asked.action ?? 'highlight', reftarget: '[data-here]', targetvalue: asked.targetvalue ?? null },
    describe_(html, asked)
  );

describe('SAFE-4: words that say what a button does, wherever they stand', () => {
  it.each([
    ['an input’s caption', '<input type="button" value="Delete" data-here>'],
    ['another element', '<i id="n">Delete row</i><button type="button" aria-labelledby="n" data-here>Row</button>'],
    ['its tooltip', '<i id="n">Remove the panel</i><button type="button" aria-describedby="n" data-here>Row</button>'],
    ['its title beside a harmless label', '<button type="button" aria-label="Row" title="Delete" data-here></button>'],
    ['an image', '<button type="button" data-here><img alt="Delete"></button>'],
    [
      'a drawing’s name',
      '<button type="button" aria-label="Row" data-here><svg data-testid="icon-trash-alt"></svg></button>',
    ],
    ['behind two hundred characters', `<button type="button" data-here>${'x '.repeat(150)}delete</button>`],
    ['with invisible characters in it', '<button type="button" data-here>De\u00adle\u200bte</button>'],
    ['with low lines', '<button type="button" data-here>delete_all</button>'],
    ['in the past', '<button type="button" role="switch" aria-label="Enabled" data-here></button>'],
    ['in full-width letters', '<button type="button" data-here>Ｄｅｌｅｔｅ</button>'],
  ])('danger: in %s', (_where, html) => {
    expect(classOf(html)).toBe('danger');
  });

  it.each([
    ['no words at all', '<button type="button" data-here><svg></svg></button>'],
    ['a sign for a word', '<button type="button" data-here>✕</button>'],
    ['a letter for a sign', '<button type="button" data-here>x</button>'],
    ['letters that only look so', '<button type="button" data-here>D\u0435l\u0435t\u0435</button>'],
    ['German words on an English page', '<button type="button" data-here>Löschen</button>'],
    ['Japanese words on an English page', '<button type="button" data-here>削除</button>'],
    ['a part of the page in another language', '<p lang="de"><button type="button" data-here>Entfernen</button></p>'],
    ['such a menu item', '<div role="menuitem" data-here>削除</div>'],
  ])('danger: %s, since nobody here can read what it does', (_what, html) => {
    expect(classOf(html)).toBe('danger');
  });

  it.each(['de-DE', 'ja-JP', 'fr-FR', 'pseudo'])(
    'danger: every ordinary button where Grafana speaks %s',
    (language) => {
      expect(classOf('<button type="button" data-here>Entfernen</button>', { language })).toBe('danger');
      expect(classOf('<div role="menuitem" data-here>Entfernen</div>', { language })).toBe('danger');
      window.history.replaceState(null, '', '/explore');
      expect(classOf('<a href="#" data-here>Entfernen</a>', { language })).toBe('danger');
    }
  );

  it('change: a switch whose words cannot be read, which is no longer just looked at', () => {
    const html = '<button type="button" role="switch" data-here>Aktiv</button>';
    expect(classOf(html, { language: 'de-DE' })).toBe('change');
  });

  it.each([
    ['move', 'a link inside Grafana', '<a href="/dashboards" data-here>Dashboards ansehen</a>'],
    ['move', 'a tab', '<button type="button" role="tab" data-here>Protokolle</button>'],
    ['move', 'what opens a menu', '<button type="button" aria-haspopup="menu" data-here>⋮</button>'],
    ['change', 'a field', '<input data-here>'],
  ])('%s as before in another language: %s', (expected, _what, html) => {
    expect(classOf(html, { language: 'de-DE' })).toBe(expected);
  });
});

describe('SAFE-3: a click is judged by everything that it reaches', () => {
  it.each([
    [
      'a harmless part of a delete button',
      '<button type="button" aria-label="Delete"><b role="tab" data-here>x</b></button>',
    ],
    [
      'a button in a delete button',
      '<div role="button" aria-label="Delete"><button type="button" data-here>View</button></div>',
    ],
    ['a part of a submit button', '<form><button><b role="tab" data-here>View</b></button></form>'],
    [
      'a label’s part that sets off a delete button',
      '<label for="d"><b role="tab" data-here>View</b></label><button id="d" type="button">Delete</button>',
    ],
    [
      'a label that sets off a delete button',
      '<label for="d" data-here>View</label><button id="d" type="button">Delete</button>',
    ],
    [
      'a label’s part that submits',
      '<label for="d"><b role="tab" data-here>View</b></label><form><button id="d">Go</button></form>',
    ],
  ])('danger: %s', (_what, html) => {
    expect(classOf(html)).toBe('danger');
  });

  it.each([
    [
      'a label’s part that opens a file',
      '<label for="d"><b role="tab" data-here>View</b></label><input id="d" type="file">',
    ],
    [
      'a drawing’s link of the old kind to Sign out',
      '<svg><a xlink:href="/logout"><text data-here>View</text></a></svg>',
    ],
    ['an area of a map that signs out', '<map><area href="/logout" data-here></map>'],
  ])('never: %s', (_what, html) => {
    expect(classOf(html)).toBe('never');
  });

  it.each(['orgId=2', 'auth_token=x', 'OrgID=2', 'token=x', 'apiKey=x', 'x=1&jwt=x'])(
    'danger: a link of the page with ?%s, which changes who or where one is',
    (query) => {
      expect(classOf(`<a href="/d/abc?${query}" data-here>Open</a>`)).toBe('danger');
    }
  );

  it.each([
    '/%64atasources/edit/x',
    '/%70lugins/x',
    '/apikeys',
    '/orgs',
    '/secrets-manager/x',
    '/d/abc?editview=%70ermissions',
    '/Admin/x',
    '/d/a/%2e%2e/x',
  ])('danger: an ordinary button on %s, a page of data sources, plugins or rights in disguise', (route) => {
    expect(classOf('<button type="button" data-here>Run</button>', { route })).toBe('danger');
  });
});

describe('SAFE-5: secrets', () => {
  it.each([
    ['labelled by another element', '<i id="n">Password</i><input aria-labelledby="n" data-here>'],
    ['with its title', '<input title="Client secret" data-here>'],
    [
      'made readable by an eye',
      '<span data-testid="input-wrapper"><input data-here><button><svg data-testid="icon-eye-slash"></svg></button></span>',
    ],
    ['a text area', '<textarea aria-label="Private key" data-here></textarea>'],
    ['a German one', '<label>Kennwort<input data-here></label>'],
    ['a French one', '<label>Mot de passe<input data-here></label>'],
    ['a Spanish one', '<label>Contraseña<input data-here></label>'],
    ['a Japanese one', '<label>パスワード<input data-here></label>'],
    ['a Chinese one', '<label>密码<input data-here></label>'],
    ['for the password in use', '<input autocomplete="current-password" data-here>'],
  ])('never: a field %s, filled or clicked', (_what, html) => {
    expect(classOf(html, { action: 'formfill', targetvalue: 'x' })).toBe('never');
    expect(classOf(html)).toBe('never');
  });
});

describe('SAFE-7: queries that write', () => {
  it.each([
    'DROP TABLE users',
    'select 1; delete/**/from users',
    'INSERT INTO t VALUES (1)',
    'call purge()',
    'x |> to(bucket: "b")',
    "copy t to program 'sh'",
    'SELECT * INTO t2 FROM t',
    'set role admin',
  ])('danger: %s into an editor', (targetvalue) => {
    expect(classOf('<textarea data-here></textarea>', { action: 'formfill', targetvalue })).toBe('danger');
    expect(classOf('<div class="monaco-editor" data-here></div>', { action: 'formfill', targetvalue })).toBe('danger');
    expect(classOf('<div contenteditable="true" data-here></div>', { action: 'formfill', targetvalue })).toBe('danger');
  });

  it.each(['1; DROP TABLE users', "x'; delete from t --", 'pg_sleep(9)'])(
    'danger: %s into a field of a line',
    (targetvalue) => {
      expect(classOf('<input data-here>', { action: 'formfill', targetvalue })).toBe('danger');
      expect(classOf('<input role="combobox" data-here>', { action: 'formfill', targetvalue })).toBe('danger');
    }
  );

  it.each(['rate(x[5m])', 'Drop me a line', "it's {{a}}", 'Delete later'])(
    'change: %s into such a field',
    (targetvalue) => {
      expect(classOf('<input data-here>', { action: 'formfill', targetvalue })).toBe('change');
    }
  );

  it.each(['rate(http_requests_total[5m])', '{job="api"} |= "error"', 'SELECT count(*) FROM t', 'created_at > 1', ''])(
    'change: %s',
    (targetvalue) => {
      expect(classOf('<textarea data-here></textarea>', { action: 'formfill', targetvalue })).toBe('change');
    }
  );
});

describe('SAFE-11: what was described', () => {
  const row = (name: string, inner = 'Delete') =>
    `<table><tr><td>${name}</td><td><button type="button" data-here>${inner}</button></td></tr></table>`;
  const dialog = (title: string) =>
    `<div role="dialog" aria-label="${title}"><button type="button" data-here>OK</button></div>`;
  const form = (attributes: string, button = '') =>
    `<form id="f" ${attributes}><button ${button} data-here>Go</button></form>`;
  const card = (around: string) =>
    `<div role="button" aria-label="${around}"><button type="button" data-here>Go</button></div>`;

  it.each([
    ['in another row', row('staging'), row('production')],
    ['in a dialog about something else', dialog('Rename?'), dialog('Delete all?')],
    ['in a form that goes elsewhere', form('action="/a"'), form('action="/b"')],
    ['in a form that is sent in another way', form('method="get"'), form('method="post"')],
    ['sending its form elsewhere', form(''), form('', 'formaction="/b"')],
    ['in another control', card('View'), card('Delete')],
    [
      'with another tooltip',
      '<button type="button" title="View" data-here>Go</button>',
      '<button type="button" title="Delete" data-here>Go</button>',
    ],
  ])('is another thing %s', (_how, before, after) => {
    expect(isSameTarget(describe_(before), describe_(after))).toBe(false);
    expect(isSameTarget(describe_(before), describe_(before))).toBe(true);
  });
});
