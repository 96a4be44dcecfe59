/** Questions that a hostile guide or page would have read like less than what is done. */
import '../testing/jsdomGaps';
import { PLAIN_STEP, type GuideStep } from '../guide/model';
import { classify } from './policy';
import { actedOn, describeTarget, isSameTarget } from './target';
import { describeAction, describeAddress } from './words';

function ask(html: string, targetvalue: string | null = null) {
  document.body.innerHTML = html;
  const action = targetvalue === null ? 'highlight' : 'formfill';
  const step: GuideStep = { ...PLAIN_STEP, id: 's', hash: '', action, reftarget: '[data-here]', targetvalue };
  const look = () => {
    const element = document.querySelector('[data-here]') ?? document.body;
    return describeTarget(actedOn(step, element), '/explore', 'http://localhost');
  };
  const target = look();
  return { words: describeAction(step, target), class: classify(step, target), target, look };
}

describe('SAFE-9: a question names what a person sees, too', () => {
  it.each([
    ['a label', '<button type="button" aria-label="Details" data-here>Delete all</button>'],
    ['a tooltip', '<button type="button" title="Details" data-here>Delete all</button>'],
  ])('where %s says something else', (_what, html) => {
    expect(ask(html).words).toBe('Click “Details” (“Delete all”)');
  });

  it.each([
    ['Click “Save dashboard”', '<button type="button" aria-label="Save dashboard" data-here>Save</button>'],
    ['Click “Save”', '<button type="button" aria-label="Save" data-here>save</button>'],
    ['Click “Save”', '<button type="button" aria-label="Save" data-here><svg></svg></button>'],
  ])('and says it once: %s', (words, html) => expect(ask(html).words).toBe(words));
});

describe('SAFE-9: a question shows the query that a page would run', () => {
  const panes = { a: { datasource: 'm', queries: [{ refId: 'A', rawSql: `${' '.repeat(3)}DROP TABLE users` }] } };

  it('as it is written, not as addresses write it', () => {
    const words = describeAddress(`/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
    expect(words).toContain('Go to /explore with ');
    expect(words).toContain('DROP TABLE users');
    expect(words).not.toContain('%7B');
  });

  it('a thousand characters of it, and says how many more there are', () => {
    const words = describeAddress(`/d/x?var-a=${'x'.repeat(1_200)}`);
    expect(words).toBe(`Go to /d/x with var-a “${'x'.repeat(1_000)}… (+200 characters)”`);
  });

  it('and lets it end no quotation', () => {
    expect(describeAddress(`/d/x?var-a=${encodeURIComponent('1” and nothing else')}`)).toBe(
      'Go to /d/x with var-a “1" and nothing else”'
    );
  });
});

describe('SAFE-11: rows are told apart', () => {
  const table = (...rows: string[][]) =>
    `<table>${rows
      .map(
        ([kind, name, here = '']) => `<tr><td>${kind}</td><td>${name}</td><td><button ${here}>Delete</button></td></tr>`
      )
      .join('')}</table>`;

  it('by what differs, where their first cells are alike', () => {
    expect(ask(table(['Prometheus', 'staging', 'data-here'], ['Prometheus', 'production'])).words).toBe(
      'Click “Delete” in “Prometheus, staging”'
    );
  });

  const list = (...names: string[]) =>
    `<div>${names
      .map(
        (name, index) =>
          `<div><span>${name}</span><div><button class="x" ${index === 0 ? 'data-here' : ''}>Delete</button></div></div>`
      )
      .join('')}</div>`;

  it('where nothing but the page’s layout makes them rows', () => {
    expect(ask(list('staging', 'production')).words).toBe('Click “Delete” in “staging”');
  });

  it('also when a list uses its elements again for others', () => {
    const { target, look } = ask(list('staging', 'production'));
    document
      .querySelectorAll('span')
      .forEach((name) => (name.textContent = name.textContent === 'staging' ? 'production' : 'staging'));
    expect(isSameTarget(target, look())).toBe(false);
  });

  it('and a button that is alone of its name is asked about without what stands around it', () => {
    expect(ask('<div><span>3 s ago</span><button type="button" data-here>Delete</button></div>').words).toBe(
      'Click “Delete”'
    );
  });
});

describe('SAFE-3: what is chosen counts as what is clicked', () => {
  it.each([
    [
      'an option',
      '<select aria-label="Action" data-here><option>View</option><option>Delete</option></select>',
      'Delete',
    ],
    [
      'an option whose value says nothing',
      '<select aria-label="Action" data-here><option value="1">View</option><option value="2">Delete</option></select>',
      '2',
    ],
    ['an entry of a list', '<input role="combobox" aria-label="Action" data-here>', 'Delete'],
  ])('danger: %s', (_what, html, value) => {
    const asked = ask(html, value);
    expect(asked.class).toBe('danger');
    expect(asked.words).toBe('Choose “Delete” in “Action”');
  });

  it.each([
    ['<select aria-label="Action" data-here><option>View</option><option>Delete</option></select>', 'View'],
    ['<input role="combobox" aria-label="Metric" data-here>', 'up'],
    ['<input aria-label="Name" data-here>', 'Delete'],
  ])('change: %s with %s', (html, value) => expect(ask(html, value).class).toBe('change'));

  it('is bound to what it meant', () => {
    const html = '<select data-here><option value="1">View</option><option value="2">Open</option></select>';
    const { target, look } = ask(html, '2');
    document.querySelector('[value="2"]')?.replaceChildren('Delete');
    expect(isSameTarget(target, look())).toBe(false);
  });
});

describe('SAFE-3: what else a click sets off', () => {
  it('danger: a link that tells another address of the click', () => {
    expect(ask('<a href="/dashboards" ping="/api/user/using/2" data-here>Dashboards</a>').class).toBe('danger');
    expect(ask('<a href="/dashboards" data-here>Dashboards</a>').class).toBe('move');
  });

  it('danger: what a component draws around the element', () => {
    document.body.innerHTML = '<x-card><button type="button" aria-expanded="false" data-here>Open</button></x-card>';
    const inShadow = (html: string) => {
      const card = document.createElement('x-card');
      card.attachShadow({ mode: 'open' }).innerHTML = html;
      card.innerHTML = '<button type="button" aria-expanded="false" data-here>Open</button>';
      document.body.replaceChildren(card);
      const element = card.firstElementChild ?? card;
      const step: GuideStep = { ...PLAIN_STEP, id: 's', hash: '', action: 'highlight', reftarget: '[data-here]' };
      return classify(step, describeTarget(element, '/explore', 'http://localhost'));
    };
    expect(inShadow('<slot></slot>')).toBe('move');
    expect(inShadow('<button aria-label="Delete"><slot></slot></button>')).toBe('danger');
    expect(inShadow('<div role="dialog"><slot></slot></div>')).toBe('danger');
  });
});
