import { chooseLogin, chooseTheme, type TabStore } from './identity';

function memoryStore(): TabStore {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

describe('who a tab is', () => {
  test('the editor, until an address says otherwise, and then that person', () => {
    const store = memoryStore();
    expect(chooseLogin('', store, '')).toBe('editor');
    expect(chooseLogin('?user=viewer', store, '')).toBe('viewer');
    expect(chooseLogin('', store, '')).toBe('viewer');
  });

  test.each(['?user=root', '?user=', '?user=__proto__', '?user=constructor'])('%s changes nothing', (search) => {
    const store = memoryStore();
    chooseLogin('?user=admin', store, '');
    expect(chooseLogin(search, store, '')).toBe('admin');
  });

  test('who signed in here, in a tab that has chosen nobody', () => {
    expect(chooseLogin('', memoryStore(), 'theme=dark; demo_login=admin')).toBe('admin');
    expect(chooseLogin('?user=viewer', memoryStore(), 'demo_login=admin')).toBe('viewer');
    expect(chooseLogin('', memoryStore(), 'demo_login=constructor')).toBe('editor');
  });

  test('the theme is dark until an address says light, and a wrong one changes nothing', () => {
    const store = memoryStore();
    expect(chooseTheme('', store)).toBe('dark');
    expect(chooseTheme('?theme=light', store)).toBe('light');
    expect(chooseTheme('?theme=pink', store)).toBe('light');
  });
});
