import type { PageFix } from '../guide/StepRunner';
import { PLAIN_STEP, type GuideStep } from '../guide/model';
import { fixCondition } from './fixCondition';
import { PageForTests } from './pageForTests';

const TARGET: GuideStep = { ...PLAIN_STEP, id: 'a', hash: '', action: 'highlight', reftarget: '#target' };

function fix(what: PageFix, { isAdmin = false, html = '', prepare = () => {} } = {}) {
  document.body.innerHTML = html;
  prepare();
  const page = new PageForTests('/');
  return { page, done: fixCondition(page, what, TARGET, isAdmin, new AbortController().signal) };
}

// Revealing a target asks what is rendered, which a page without layout cannot tell: the browser tests hold it.

describe('going to a page', () => {
  it('goes where a guide may take its reader, with the query as it is written', async () => {
    const { page, done } = fix({ kind: 'navigate', path: '/explore?left=1' });
    expect([await done, page.went]).toEqual([true, ['/explore?left=1']]);
  });

  it.each(['/logout', '/api/x', '//evil.example', '/\\evil.example', '/a/../logout', '/admin/users'])(
    'does not go to %s',
    async (path) => {
      const { page, done } = fix({ kind: 'navigate', path });
      expect([await done, page.went]).toEqual([false, []]);
    }
  );

  it('takes administrators to Administration', async () => {
    const { page, done } = fix({ kind: 'navigate', path: '/admin/users' }, { isAdmin: true });
    expect([await done, page.went]).toEqual([true, ['/admin/users']]);
  });
});

describe('opening the menu', () => {
  it('presses its button and keeps it beside the page', async () => {
    const pressed: string[] = [];
    const prepare = () =>
      document.querySelector('#mega-menu-toggle')?.addEventListener('click', () => {
        document.body.insertAdjacentHTML(
          'beforeend',
          '<nav><button id="dock-menu-button" aria-label="Dock menu"></button></nav>'
        );
        document.querySelector('#dock-menu-button')?.addEventListener('click', () => pressed.push('dock'));
      });
    const html = '<button id="mega-menu-toggle">Menu</button>';
    const { done } = fix({ kind: 'open-menu' }, { html, prepare });
    expect([await done, pressed]).toEqual([true, ['dock']]);
  });

  it('says that it could not where there is none', async () => {
    expect(await fix({ kind: 'open-menu' }).done).toBe(false);
  });
});
