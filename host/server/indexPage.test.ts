import { runInNewContext } from 'node:vm';
import { indexPage, scriptJson } from './indexPage';

describe('the index page', () => {
  test.each(['</script>', '<!--', '\u2028', '\u2029', '&lt;', '"\'\\'])(
    '%j is data inside the script element',
    (text) => {
      const json = scriptJson({ text });
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(json)).toEqual({ text });
    }
  );

  test('a name such as __proto__ stays a name', () => {
    const settings = { datasources: JSON.parse('{"__proto__":{"uid":"x"}}') };
    const page = indexPage({
      boot: { settings, pluginProblem: null, appPages: [] },
      appSubUrl: '',
      version: '1',
      nonce: null,
    });
    const window: { demoBoot?: { settings: typeof settings } } = {};
    runInNewContext(/<script>(.*)<\/script>/.exec(page)?.[1] ?? '', { window });
    expect(Object.keys(window.demoBoot?.settings.datasources)).toEqual(['__proto__']);
  });

  test('the sub-path and the nonce cannot leave their attributes', () => {
    const page = indexPage({
      boot: { settings: {}, pluginProblem: null, appPages: [] },
      appSubUrl: '/"><script>alert(1)</script>',
      version: '1',
      nonce: '"><img>',
    });
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img>');
  });
});
