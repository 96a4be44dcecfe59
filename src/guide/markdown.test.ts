import { safeHtml, safeNodes } from './markdown';

const parsed = (markdown: string) => {
  const body = document.createElement('div');
  body.innerHTML = safeHtml(markdown);
  return body;
};

describe('safeHtml', () => {
  it('renders Markdown', () => {
    const body = parsed('**bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |');
    expect(body.querySelector('strong')?.textContent).toBe('bold');
    expect(body.querySelector('code')?.textContent).toBe('code');
    expect(body.querySelectorAll('td')).toHaveLength(2);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg><script>alert(1)</script></svg>',
    '<svg onload=alert(1)>',
    '<form action="https://evil.example"><input name=password><button>Go</button></form>',
    '<style>body{display:none}</style>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<p style="position:fixed;inset:0" onclick="alert(1)" id="x" class="y" data-testid="follow-confirm" data-live-own>t</p>',
    '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example"><link rel=stylesheet href=//evil.example>',
    '<template><img src=x onerror=alert(1)></template>',
  ])('takes everything active out of %s', (attack) => {
    const body = parsed(attack);
    const forbidden =
      'script, img, svg, form, input, button, style, iframe, object, embed, math, base, meta, link, template, ' +
      '[onerror], [onload], [onclick], [style], [id], [class], [data-testid], [data-live-own]';
    expect(body.querySelectorAll(forbidden)).toHaveLength(0);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#10;script:alert(1)',
    '&#1;javascript:alert(1)',
    'data:text/html,x',
    'blob:https://x/y',
    'vbscript:x',
    '//evil.example',
    '/\\evil.example',
    '/&#9;/evil.example',
    'https:evil.example',
    'file:///etc/passwd',
  ])('makes no link of %s', (href) => {
    expect(parsed(`<a href="${href}">x</a>`).querySelectorAll('a[href]')).toHaveLength(0);
  });

  it('opens links out of Grafana in a tab that knows nothing of this one, and links inside of it here', () => {
    const body = parsed('[out](https://example.com/x) [in](/explore)');
    const [out, inside] = Array.from(body.querySelectorAll('a'));
    expect(out).toHaveAttribute('target', '_blank');
    expect(out).toHaveAttribute('rel', 'noopener noreferrer');
    expect(inside.getAttribute('href')).toBe('/explore');
    expect(inside).not.toHaveAttribute('target');
  });

  it('does not let an author choose target or rel', () => {
    expect(parsed('<a href="/explore" target="_top" rel="opener">x</a>').querySelector('[target], [rel]')).toBeNull();
  });
});

describe('safeNodes', () => {
  it('gives nodes, or null when there is nothing to read', () => {
    expect(safeNodes('*hi*')?.textContent?.trim()).toBe('hi');
    expect(safeNodes('  ')).toBeNull();
    expect(safeNodes('<img src=x>')).toBeNull();
  });
});
