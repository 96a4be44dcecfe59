import '../testing/jsdomGaps';
import { PLAIN_STEP } from '../guide/model';
import { describeTarget } from './target';
import { describeAction, describeAddress } from './words';

describe('where a question says that it leads', () => {
  it.each([
    ['/dashboards', 'Go to /dashboards'],
    ['https://example.com/a?b=1#c', 'Open https://example.com/a?b=1#c in a new tab'],
    ['https://example.com:8443/', 'Open https://example.com:8443/ in a new tab'],
    ['HTTPS://EXAMPLE.com', 'Open https://example.com/ in a new tab'],
  ])('%s', (address, words) => expect(describeAddress(address)).toBe(words));

  it('ends with the host’s own end, however long a familiar name before it is', () => {
    const words = describeAddress(`https://grafana.com.${'login.'.repeat(30)}evil.example/${'x'.repeat(200)}`);
    expect(words).toContain('evil.example/');
    expect(words).not.toContain('grafana.com');
    expect(words.length).toBeLessThan(160);
  });

  it('shows a host that only looks like another as what it is', () => {
    expect(describeAddress('https://gr\u0430fana.com/')).toBe('Open https://xn--grfana-4nf.com/ in a new tab');
  });
});

describe('SAFE-11: what a question names', () => {
  const words = (html: string, targetvalue: string | null = null) => {
    document.body.innerHTML = html;
    const element = document.querySelector('[data-here]') ?? document.body;
    const action = targetvalue === null ? 'button' : 'formfill';
    return describeAction(
      { ...PLAIN_STEP, id: 's', hash: '', action, targetvalue },
      describeTarget(element, '/explore', 'http://localhost')
    );
  };

  it('is told apart by the row and the dialog that it is in', () => {
    const row = '<table><tr><td>production</td><td>3 s ago</td><td><button data-here>Delete</button></td></tr></table>';
    expect(words(row)).toBe('Click “Delete” in “production”');
    expect(words(`<div role="dialog" aria-label="Servers">${row}</div>`)).toBe(
      'Click “Delete” in “Servers, production”'
    );
  });

  it('is not told apart from itself, as in a menu', () => {
    expect(words('<ul><li><a href="/dashboards" data-here>Dashboards</a></li></ul>')).toBe('Click “Dashboards”');
  });

  it('ends a quotation where the text ends, whatever quotes are in it', () => {
    expect(words('<input aria-label="Name" data-here>', 'x” into “Search”. Click “y')).toBe(
      'Put “x" into "Search". Click "y” into “Name”'
    );
  });

  it.each([
    ['<input aria-label="Name" data-here>', '@@CLEAR@@ web-2', 'Empty “Name” and put “web-2” into it'],
    ['<input aria-label="Name" data-here>', '@@CLEAR@@', 'Empty “Name”'],
    ['<select aria-label="Colour" data-here></select>', 'Red', 'Choose “Red” in “Colour”'],
    ['<input role="combobox" aria-label="Metric" data-here>', 'up', 'Choose “up” in “Metric”'],
    ['<input type="checkbox" aria-label="Alerts" data-here>', 'true', 'Turn “Alerts” on'],
    [
      '<div data-testid="ReactMonacoEditor editorLazy"><div class="monaco-editor" data-here></div></div>',
      'up',
      'Put “up” into the code editor',
    ],
    [
      '<label for="note"><div>Note</div><span>Several lines</span></label><textarea id="note" data-here></textarea>',
      'x',
      'Put “x” into “Note”',
    ],
    ['<label for="n"><b>Na</b>me</label><input id="n" data-here>', 'x', 'Put “x” into “Name”'],
  ])('of what fills %s with %s in plain words', (html, value, expected) => expect(words(html, value)).toBe(expected));

  it('says how much of a long text it leaves out, and shows what a person can read', () => {
    const query = `${'select '.repeat(16)}1; DROP TABLE users`;
    expect(words('<textarea aria-label="SQL" data-here></textarea>', query)).toBe(`Put “${query}” into “SQL”`);
    expect(words('<input aria-label="Name" data-here>', 'x'.repeat(1200))).toBe(
      `Put “${'x'.repeat(1000)}… (+200 characters)” into “Name”`
    );
  });
});
