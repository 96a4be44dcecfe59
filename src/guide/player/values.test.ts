import { safeHtml, safeNodes } from '../markdown';
import { namesIn, openSealed, sealValues, withValues } from './values';

const given = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe('withValues', () => {
  it('puts answers in', () => {
    expect(withValues('{{a}}/{{b_2}}', given({ a: '1', b_2: '2' }))).toBe('1/2');
  });

  it.each([
    '{{ $value }}',
    '{{ a }}',
    '{{ secrets.X }}',
    '${a}',
    '{{< docs/box >}}',
    '{{instance}}',
    '{{{a}}}',
    '{a}',
    '{{a.b}}',
    '{{toString}}',
  ])('leaves %s alone', (text) => {
    expect(withValues(text, given({ a: '1' }))).toBe(text);
  });

  it('does not look into an answer for more names, nor read patterns of replacement in it', () => {
    expect(withValues('{{a}}', given({ a: '{{b}} $& $1', b: 'no' }))).toBe('{{b}} $& $1');
  });

  it('tells the names that a text asks for', () => {
    expect(namesIn('{{a}} {{ b }} {{c}}')).toEqual(['a', 'c']);
  });
});

describe('answers in Markdown', () => {
  const draw = (markdown: string, value: string) => {
    const body = document.createElement('div');
    body.innerHTML = safeHtml(sealValues(markdown, given({ a: value })), { pictures: (src) => src });
    return body;
  };

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '**bold** _em_ `code`',
    '[x](javascript:alert(1))',
    '![x](https://evil.example/a.png)',
    '# heading\n\n- list',
    '| a | b |\n|---|---|',
    '&lt;b&gt;',
    '\uE0000041\uE001',
    'a\uD800b',
  ])('are text and nothing else: %s', (value) => {
    const body = draw('Say: {{a}}!', value);
    expect(body.querySelectorAll('*')).toHaveLength(1);
    expect(body.querySelector('p')?.textContent).toBe(`Say: ${value}!`);
  });

  it('are text in code, in tables and in HTML, too', () => {
    expect(draw('`x {{a}}`', '*<b>*').querySelector('code')?.textContent).toBe('x *<b>*');
    expect(draw('| h |\n|---|\n| {{a}} |', 'x | y').querySelectorAll('td')).toHaveLength(1);
    expect(draw('<b title="{{a}}">{{a}}</b>', '"><i>').querySelector('b')?.title).toBe('"><i>');
  });

  it('are one part of an address and cannot change where it leads', () => {
    const link = (markdown: string, value: string) => draw(markdown, value).querySelector('a')?.getAttribute('href');
    expect(link('[x](/d/{{a}}/view)', '../../logout?x=1#y')).toBe('/d/..%2F..%2Flogout%3Fx%3D1%23y/view');
    expect(link('<a href="/d/{{a}}">x</a>', 'a b')).toBe('/d/a%20b');
    expect(link('[x]({{a}})', 'javascript:alert(1)') ?? null).toBeNull();
    expect(link('[x](/{{a}})', '/evil.example')).toBe('/%2Fevil.example');
  });

  it('cannot be used by an author to write what is taken out elsewhere', () => {
    const sealed = `\uE000${Array.from('<b>x</b>', (c) => c.charCodeAt(0).toString(16).padStart(4, '0')).join('')}\uE001`;
    expect(openSealed(sealed)).toBe('<b>x</b>');
    expect(safeNodes(sealed)?.querySelector('b')).toBeNull();
  });
});
