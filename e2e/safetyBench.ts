/** A page for hostile guides, and what happens on it. */
import { test, type Page, type StepSpec } from './actionsBench';

/** Everything that happens on the page by a click, a key or a form is written into its title. */
const WITNESS = `(() => {
  const happened = (what) => (document.title += what + ' ');
  addEventListener('click', ({ target }) => target.closest('[data-bad]') && happened('clicked'), true);
  addEventListener('submit', (event) => { event.preventDefault(); happened('submitted'); }, true);
  addEventListener('keydown', ({ key, isTrusted }) => !isTrusted && key === 'Enter' && happened('entered'), true);
  addEventListener('input', ({ target }) => target.closest('[data-bad]') && happened('filled'), true);
  window.happened = happened;
})()`;

export const HERE: StepSpec = { action: 'highlight', reftarget: '[data-here]' };
export const follow = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.follow(step), spec);
export const pending = (page: Page) => page.evaluate(() => window.live.following().pending);

export async function fresh(page: Page, html: string): Promise<void> {
  await page.evaluate((body) => {
    document.title = '';
    window.live.leave();
    const main = document.querySelector('main') ?? document.body;
    main.innerHTML = body;
    window.live.attend('follow', 'ask');
  }, html);
}

/** Asks for the step; resolves when it is asked about, with the words, or is over, with its outcome. */
export async function askedOrOver(page: Page, spec: StepSpec): Promise<string> {
  return page.evaluate(async (step) => {
    const over = window.live.follow(step).then(({ outcome, detail }) => `${outcome}: ${detail}`);
    const asked = async () => {
      for (;;) {
        const question = window.live.following().pending;
        if (question) {
          return `${question.kind}: ${question.describes}`;
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };
    return Promise.race([over, asked()]);
  }, spec);
}

/** A fresh page with its witness before each test of the file. */
export function watchPage(): void {
  test.beforeEach(async ({ page, open }) => {
    await open('<main></main>');
    await page.evaluate(WITNESS);
  });
}
