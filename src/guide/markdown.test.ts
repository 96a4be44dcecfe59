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

describe('pictures', () => {
  const pictures = (src: string) => (src === 'a.png' ? 'https://guides.example.com/a.png' : null);
  const images = (markdown: string) => {
    const body = document.createElement('div');
    body.innerHTML = safeHtml(markdown, { pictures });
    return Array.from(body.querySelectorAll('img'));
  };

  it('come from where the rule says, tell nobody where they are shown, and always have a description', () => {
    const [described, bare] = images(
      '![a cat](a.png) <img src="a.png" srcset="https://evil.example/x 2x" onerror="x()">'
    );
    expect(described).toHaveAttribute('src', 'https://guides.example.com/a.png');
    expect(described).toHaveAttribute('alt', 'a cat');
    expect(described).toHaveAttribute('referrerpolicy', 'no-referrer');
    expect(bare.getAttributeNames().sort()).toEqual(['alt', 'loading', 'referrerpolicy', 'src']);
  });

  it.each(['b.png', 'https://evil.example/a.png', 'data:image/png;base64,AAAA', 'blob:https://x/y', ''])(
    'from elsewhere are taken out: %s',
    (src) => {
      expect(images(`<img src="${src}">`)).toEqual([]);
    }
  );

  it('are never in the page before they were judged', () => {
    const seen: string[] = [];
    safeHtml('![](https://evil.example/a.png)', { pictures: (src) => (seen.push(src), null) });
    expect(seen).toEqual(['https://evil.example/a.png']);
    expect(document.images).toHaveLength(0);
  });
});

it('takes HTML as it is written and cleans it as it cleans Markdown', () => {
  const html = safeHtml('<div><b>*x*</b><form><input></form><script>y</script></div>', { language: 'html' });
  expect(html).toBe('<div><b>*x*</b></div>');
});
