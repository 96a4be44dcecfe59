import { Budget, LOOKUP_LIMITS, TooMuchWorkError } from './budget';
import { compileSelector } from './dialect';
import { selectAll } from './select';
import { namedCss } from './tokens';

const clockAt = (ms: number) => () => ms;
const select = (text: string, names: readonly string[] = [], now = clockAt(0)) =>
  selectAll(compileSelector(text).query, {
    root: document,
    names: names.map((name) => namedCss(name, false)),
    budget: new Budget(now),
  });
const ids = (text: string, names?: readonly string[]) =>
  select(text, names)
    .map(({ id }) => id)
    .join(' ');

describe('selectAll', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <div id="a" class="row"><p id="b">Save <b id="c">&amp;  test</b></p><button id="d">Next</button></div>
      <div id="e" class="row"><p id="f">Other</p><button id="g">next step</button><button id="h">NEXT</button></div>
      <ul id="i"><li id="j"></li><li id="k" class="x"></li><li id="l"><ul id="m"><li id="n"></li></ul></li></ul>
      <div id="o" data-testid="data-testid A"><span id="p" aria-label="B: 'c'"></span></div>`;
  });

  it.each([
    ['.row p', 'b f'],
    ['.row > p, button', 'b d f g h'],
    ['button, .row', 'a d e g h'],
    ['ul > li', 'j k l n'],
    ['li + li', 'k l'],
    ['li ~ li', 'k l'],
    ['ul ul li', 'n'],
    ['.row:first-of-type button', 'd'],
    ['p:is(.row p):not(:contains(other))', 'b'],
    ['.row:has(p + button ~ button)', 'e'],
    ['.row:has(> b)', ''],
    ['ul:has(> li > ul)', 'i'],
    ['li:has(+ .x)', 'j'],
    ['li:has(~ li ul)', 'j k'],
    ['li:not(:has(li))', 'j k n'],
  ])('takes CSS as CSS means it: %s', (text, expected) => {
    expect(ids(text)).toBe(expected);
  });

  it.each([
    ["p:contains('save & TEST')", 'b'],
    ['button:contains(next)', 'd g h'],
    ["button:text('next')", 'd h'],
    ["button:text('next'):nth-match(2)", 'h'],
    ['button:nth-match(2):contains(next)', 'g'],
    ["button:nth-match(2):text('Next')", ''],
    ['.row:nth-match(2) button', 'g h'],
    ['.row button:nth-match(3)', 'h'],
    ['ul > li:nth-match(4)', 'n'],
    [".row:has(p:contains('other')) button:nth-match(1)", 'g'],
    ['.row:has(button:nth-match(2))', 'e'],
    ['.row:not(:has(button:nth-match(2)))', 'a'],
    ["p:contains('save'), button:text('NEXT'):nth-match(1)", 'b d'],
    ["div:contains('save'):contains('next')", 'a'],
    ["p:contains('save') b", 'c'],
    ["p:contains('save') + button", 'd'],
    [':is(p:contains(save), li.x) ~ *', 'd l'],
    ['button:nth-match(2):not(.y)', 'g'],
    ['button:nth-match(4)', ''],
  ])('takes the extensions in any combination: %s', (text, expected) => {
    expect(ids(text)).toBe(expected);
  });

  it('finds names as test ids and as labels, on the same element as the rest', () => {
    expect(ids('{grafana:a.b} > {grafana:c.d}', ['data-testid A', `B: 'c'`])).toBe('p');
    expect(ids('div{grafana:a.b}', ['data-testid A'])).toBe('o');
    expect(ids('span{grafana:a.b}', ['data-testid A'])).toBe('');
    expect(ids('div:nth-match(3){grafana:a.b}', ['data-testid A'])).toBe('o');
  });

  it('neither finds nor counts nor reads what is ours', () => {
    const mine = '<aside data-live-own><p>Secret</p><button id="mine">Do it</button><ul><li></li></ul></aside>';
    const dialog = '<div role="dialog"><button id="close">x</button><form data-live-own></form></div>';
    document.body.insertAdjacentHTML('afterbegin', mine + dialog);
    expect(ids('button')).toBe('d g h');
    expect(ids('*').split(' ')).not.toContain('mine');
    expect(ids('button:nth-match(1)')).toBe('d');
    expect(ids('body > :has(button)')).toBe('a e');
    expect(ids('body > :nth-match(1)')).toBe('a');
    expect(ids('aside *')).toBe('');
    expect(ids('[data-live-own] ~ div:nth-match(1) button')).toBe('');
    expect(select("body:contains('Secret')")).toEqual([]);
    expect(select("body:contains('other')")).toHaveLength(1);
    expect(ids('body:has(p:contains(secret)) button')).toBe('');
  });
});

describe('on a page of 20 000 elements', () => {
  beforeAll(() => {
    const rows = Array.from(
      { length: 2000 },
      (_, row) => `<tr class="r">${'<td>cell</td>'.repeat(9)}<!--${row}--></tr>`
    );
    document.body.innerHTML = `<table><tbody>${rows.join('')}</tbody></table>`;
  });
  afterAll(() => (document.body.innerHTML = ''));

  it.each([
    ['.none ~ * ~ * ~ * ~ *', 0],
    [`* * * * * * td:contains('cell'):nth-match(999)`, 0],
    ['tr:nth-match(1000) td:nth-match(9)', 1],
    ["tr:has(td:contains('cell')):nth-match(999)", 1],
    [Array.from({ length: 100 }, () => '*').join(' '), 0],
    ['*:has(*:nth-match(900))', 4],
  ])('%s takes no more than elements times parts', (text, expected) => {
    expect(select(text)).toHaveLength(expected);
  });

  it.each([
    Array.from({ length: 100 }, () => '*').join(' ~ '),
    Array.from({ length: 60 }, (_, n) => `:is(.x${n} ~ *, *)`).join(''),
    ':not(:has(:not(:has(:not(:has(*:nth-match(3)))))))',
    Array.from({ length: 40 }, (_, n) => `*:contains('${n}')`).join(', '),
  ])('%s is given up', (text) => {
    expect(() => select(text)).toThrow(TooMuchWorkError);
  });

  it('gives up by the clock, too, where the elements are slow', () => {
    let ms = 0;
    const slow = () => (ms += LOOKUP_LIMITS.milliseconds);
    expect(() => select('tr td', [], slow)).toThrow(TooMuchWorkError);
  });
});
