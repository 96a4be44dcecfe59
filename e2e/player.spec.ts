/** The player: a guide with every kind of block, pasted by its reader and played alone; a section done live in a session. */
import type { Page } from '@playwright/test';
import { answerQuestion, expect, joinSession, openGuide, startSession, test } from './stage';

const FIELD = '[data-testid="data-testid Query field"]';
const RUN = '[data-testid="data-testid RefreshPicker run button"]';
const PICKER = '[data-testid="data-testid Data source picker select container"]';

const GUIDE = {
  id: 'every-block',
  title: 'Every kind of block',
  blocks: [
    {
      type: 'markdown',
      content: 'Read this.\n\n![spy](https://pictures.example.com/spy.png)\n\n[All dashboards](/dashboards)',
    },
    {
      type: 'html',
      content: '<p id="x" onclick="document.title=1">In <kbd>HTML</kbd></p><script>document.title=1</script>',
    },
    { type: 'image', src: 'https://pictures.example.com/spy.png', alt: 'A spy' },
    { type: 'video', src: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', title: 'A film' },
    { type: 'collapsible', title: 'Why?', blocks: [{ type: 'markdown', content: 'Because it is so.' }] },
    {
      ...{ type: 'input', id: 'ask', prompt: 'Which metric?', inputType: 'text', variableName: 'metric' },
      ...{ pattern: '^[a-z_]+$', validationMessage: 'Letters and underscores.' },
    },
    { type: 'markdown', content: 'Your metric is **{{metric}}**.' },
    {
      ...{ type: 'section', id: 'query', title: 'Ask' },
      blocks: [
        {
          ...{ type: 'interactive', id: 'go', action: 'navigate', reftarget: '/explore', content: 'Go to Explore.' },
          verify: 'on-page:/explore',
        },
        {
          ...{ type: 'interactive', id: 'fill', action: 'formfill', reftarget: FIELD, content: 'Write {{metric}}.' },
          ...{ targetvalue: '{{metric}}', requirements: ['on-page:/explore', 'exists-reftarget'] },
        },
        { type: 'interactive', id: 'run', action: 'button', reftarget: RUN, content: 'Run it.' },
      ],
    },
    {
      ...{ type: 'conditional', conditions: ['on-page:/explore'] },
      whenTrue: [{ type: 'markdown', content: 'You are in Explore.' }],
      whenFalse: [{ type: 'markdown', content: 'You are elsewhere.' }],
    },
    {
      ...{ type: 'multistep', id: 'look', content: 'Look at two things.' },
      steps: [
        { action: 'hover', reftarget: PICKER, tooltip: 'The source.' },
        { action: 'hover', reftarget: RUN, tooltip: 'The button.' },
      ],
    },
    {
      ...{ type: 'guided', id: 'turn', content: 'Your turn.' },
      steps: [
        { action: 'noop', description: 'Read this first.' },
        { action: 'highlight', reftarget: RUN, description: 'Press it.' },
        {
          ...{ action: 'formfill', reftarget: FIELD, targetvalue: '/^count/', validateInput: true },
          ...{ description: 'Count something.', formHint: 'It begins with **count**.' },
        },
      ],
    },
    {
      ...{ type: 'code-block', id: 'code', reftarget: FIELD, language: 'promql', content: 'Or all at once:' },
      code: 'sum(\n  {{metric}}\n)',
    },
    {
      ...{ type: 'quiz', id: 'quiz', question: 'What does `sum` do?' },
      choices: [
        { id: 'adds', text: 'It adds up', correct: true },
        { id: 'counts', text: 'It counts', hint: 'That is `count`.' },
      ],
    },
    {
      ...{ type: 'input', id: 'source', prompt: 'Where is your data?', inputType: 'datasource' },
      ...{ variableName: 'source', dataCheckQuery: 'http_requests_total', dataCheckBlocking: true },
      datasourceFilter: 'prometheus',
    },
    { type: 'terminal', id: 'command', content: 'Ask by command:', command: 'curl -s {{metric}}' },
    { type: 'terminal-connect', content: 'Open a terminal.' },
    {
      ...{ type: 'challenge', id: 'alone', title: 'Alone', brief: 'Be in Explore.', mode: 'standard' },
      ...{ successCriteria: 'on-page:/explore', hintLevels: [{ text: 'You are there.' }] },
    },
    {
      type: 'grot-guide',
      welcome: { title: 'Which one?', body: 'Choose.', ctas: [{ text: 'This one', screenId: 'r' }] },
      screens: [{ type: 'result', id: 'r', title: 'That is it', body: 'Good.', links: [] }],
    },
    { type: 'assistant', blocks: [{ type: 'markdown', content: 'Inside an assistant.' }] },
    { type: 'snippet-ref', snippetId: 'not-there' },
    {
      ...{ type: 'interactive', id: 'menu', action: 'highlight', doIt: false, content: 'Administration.' },
      ...{ reftarget: 'a[data-testid="data-testid Nav menu item"][href$="/dashboards"]' },
      requirements: ['navmenu-open', 'on-page:/dashboards'],
    },
  ],
};

const card = (page: Page, id: string) => page.locator(`[data-testid="guide-step"][data-step-id="${id}"]`);
const dock = (page: Page) => page.getByTestId('live-dock');
const isDone = (page: Page, id: string) => expect(card(page, id), id).toHaveAttribute('data-state', 'done');
const run = (page: Page) => page.getByTestId('guide-section-run');

const editorText = (page: Page) =>
  page.evaluate((field) => {
    const lines = document.querySelectorAll(`${field} .view-line`);
    return [...lines].map((line) => line.textContent?.replace(/\u00a0/g, ' ')).join('\n');
  }, FIELD);

async function paste(page: Page, guide: object): Promise<void> {
  await page.getByTestId('guide-open-other').click();
  await page.getByTestId('guide-open-text').fill(JSON.stringify(guide));
  await page.getByTestId('guide-open-submit').click();
}

test('a reader pastes a guide with every kind of block and goes through it', async ({ stage }) => {
  const { page, errors } = await stage.person('admin');
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!/^(http:\/\/(localhost|127\.0\.0\.1):|data:|blob:)/.test(request.url())) {
      outside.push(request.url());
    }
  });
  await page.getByTestId('live-launcher').click();

  await test.step('a guide with a mistake says where it is', async () => {
    await paste(page, { ...GUIDE, blocks: [{ type: 'interactive', action: 'button', content: 'x' }] });
    await expect(page.getByTestId('guide-problems')).toContainText('blocks.0.reftarget');
    await page.getByTestId('guide-open-text').fill(JSON.stringify(GUIDE));
    await page.getByTestId('guide-open-submit').click();
    await expect(page.getByTestId('guide-title')).toHaveText(GUIDE.title);
    await expect(page.getByTestId('guide-own')).toBeVisible();
  });

  await test.step('texts are safe, links stay in Grafana', async () => {
    await expect(dock(page).locator('kbd')).toHaveText('HTML');
    await expect(dock(page).locator('script, [onclick], img')).toHaveCount(0);
    await page.getByText('Why?').click();
    await expect(page.getByText('Because it is so.')).toBeVisible();
    await expect(page.getByText('You are elsewhere.')).toBeVisible();
    await expect(page.getByText('Inside an assistant.')).toBeVisible();
    await expect(page.getByText('A part of this guide (not-there) could not be loaded.')).toBeVisible();
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    await dock(page).getByRole('link', { name: 'All dashboards' }).click();
    await expect(page).toHaveURL(/\/dashboards$/);
    expect(await page.evaluate(() => Reflect.get(window, 'stayed'))).toBe(true);
  });

  await test.step('an answer must have its form, and goes into texts as text', async () => {
    const field = page.getByTestId('guide-input').getByRole('textbox');
    await field.fill('<b>no</b>');
    await field.press('Enter');
    await expect(page.getByText('Letters and underscores.')).toBeVisible();
    await field.fill('http_requests_total');
    await field.press('Enter');
    await expect(page.getByText('Your metric is http_requests_total.')).toBeVisible();
  });

  await test.step('the section is done, paused by a press on the page, and resumed', async () => {
    await page.getByTestId('guide-do-section').click();
    await isDone(page, 'go');
    await expect(page.getByText('You are in Explore.')).toBeVisible();
    await expect(page.getByTestId('live-highlight')).toHaveAttribute('data-step-id', 'fill');
    await page
      .locator('header')
      .first()
      .click({ position: { x: 400, y: 5 } });
    await expect(run(page)).toHaveAttribute('data-state', 'paused');
    await expect(card(page, 'fill')).toHaveAttribute('data-state', 'ready');
    expect(await editorText(page)).not.toContain('http_requests_total');
    await run(page).getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByTestId('guide-section-progress')).toContainText('3 of 3', { timeout: 40_000 });
    expect(await editorText(page)).toBe('http_requests_total');
    await expect(run(page)).toHaveCount(0);
  });

  await test.step('the machine does a multistep', async () => {
    await card(page, 'look').getByTestId('guide-do-it').click();
    await expect(page.getByTestId('live-highlight')).toHaveAttribute('data-step-id', 'look/1');
    await expect(card(page, 'look')).toHaveAttribute('data-state', 'done', { timeout: 40_000 });
  });

  await test.step('the person does what is guided, and the machine checks', async () => {
    const turn = card(page, 'turn');
    await turn.getByTestId('guide-start').click();
    await turn.getByTestId('guide-continue').click();
    await expect(page.getByTestId('live-highlight')).toHaveAttribute('data-step-id', 'turn/2');
    await page.locator(RUN).click();
    await expect(page.getByTestId('live-highlight')).toHaveAttribute('data-step-id', 'turn/3');
    await expect(turn.getByText('It begins with count.')).toBeVisible();
    await page.locator(FIELD).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('count(up)');
    await isDone(page, 'turn');
    await expect(page.getByTestId('live-highlight')).toHaveCount(0);
  });

  await test.step('code, quiz, data, command, challenge and tree', async () => {
    await card(page, 'code').getByTestId('guide-do-it').click();
    await isDone(page, 'code');
    expect(await editorText(page)).toBe('sum(\n  http_requests_total\n)');

    await card(page, 'quiz').getByRole('radio', { name: 'It counts' }).check();
    await card(page, 'quiz').getByTestId('guide-quiz-check').click();
    await expect(card(page, 'quiz').getByText('That is count.')).toBeVisible();
    await card(page, 'quiz').getByRole('radio', { name: 'It adds up' }).check();
    await card(page, 'quiz').getByTestId('guide-quiz-check').click();
    await isDone(page, 'quiz');

    await card(page, 'source').getByRole('combobox').click();
    await page.getByRole('option').first().click();
    await card(page, 'source').getByTestId('guide-check-data').click();
    await isDone(page, 'source');

    await expect(card(page, 'command').getByText('curl -s http_requests_total')).toBeVisible();
    await card(page, 'command').getByTestId('guide-mark-done').click();
    await isDone(page, 'command');
    await card(page, 'alone').getByRole('button', { name: 'Show a hint' }).click();
    await card(page, 'alone').getByTestId('guide-check').click();
    await isDone(page, 'alone');
    await page.getByRole('button', { name: 'This one' }).click();
    await expect(page.getByText('That is it')).toBeVisible();
  });

  await test.step('what is required is explained and fixed', async () => {
    const menu = card(page, 'menu');
    await expect(menu.getByText('Go to the page /dashboards first.')).toBeVisible();
    // Below its text, where there is no room beside it, it begins where that does.
    await menu.evaluate((card) => (card.style.width = '240px'));
    const beginning = (element: Element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      return { left: Math.round(words.getBoundingClientRect().left), top: words.getBoundingClientRect().top };
    };
    const text = await menu.getByText('Go to the page /dashboards first.').evaluate(beginning);
    const fix = await menu.getByTestId('guide-fix').last().locator('span').last().evaluate(beginning);
    await menu.screenshot({ path: 'test-results/fix-this.png' });
    expect(fix.top).toBeGreaterThan(text.top + 5);
    expect(fix.left).toBe(text.left);
    await menu.evaluate((card) => (card.style.width = ''));
    await menu.getByTestId('guide-fix').last().click();
    await expect(page).toHaveURL(/\/dashboards$/);
    await expect(menu).toHaveAttribute('data-state', 'ready');
    await menu.getByTestId('guide-show-me').click();
    await isDone(page, 'menu');
    await expect(page.getByTestId('guide-complete')).toBeVisible();
  });

  await test.step('progress and answers are there after a reload, until they are forgotten', async () => {
    await page.reload();
    await expect(page.getByTestId('guide-complete')).toBeVisible();
    await expect(page.getByText('Your metric is http_requests_total.')).toBeVisible();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('button', { name: 'Forget them' }).click();
    await expect(card(page, 'quiz')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByText('Your metric is {{metric}}.')).toBeVisible();
  });

  expect(outside, 'nothing was fetched from another site').toEqual([]);
  expect(errors).toEqual([]);
});

test('a presenter does a section, paused and resumed, and it goes on at the same steps in the room', async ({
  stage,
}) => {
  const [presenter, guided, follower] = await Promise.all([
    stage.person('editor'),
    stage.person('admin'),
    stage.person('admin'),
  ]);
  await openGuide(presenter.page, 'demo-explore-query');
  const { code } = await startSession(presenter.page);
  await Promise.all([
    joinSession(guided.page, code, 'Grace', 'guided'),
    joinSession(follower.page, code, 'Frank', 'follow'),
  ]);

  await presenter.page.getByTestId('guide-do-section').first().click();
  await isDone(presenter.page, 'go-to-explore');
  await run(presenter.page).getByRole('button', { name: 'Pause' }).click();
  await expect(run(presenter.page)).toHaveAttribute('data-state', 'paused');
  await expect(follower.page).toHaveURL(/\/explore/);
  await isDone(follower.page, 'go-to-explore');
  await expect(card(guided.page, 'go-to-explore')).toHaveAttribute('data-state', 'ready');
  await run(presenter.page).getByRole('button', { name: 'Resume' }).click();

  await expect(card(follower.page, 'choose-source')).toHaveAttribute('aria-current', 'step');
  await isDone(follower.page, 'choose-source');
  await expect(card(follower.page, 'choose-source')).toBeInViewport();
  await answerQuestion(follower.page, 'consent', 'confirm');
  await isDone(follower.page, 'write-query');
  await isDone(follower.page, 'run-query');
  await expect(run(presenter.page)).toHaveCount(0, { timeout: 40_000 });
  await expect(presenter.page.getByTestId('guide-section-progress').first()).toContainText('4 of 4');

  const heard = follower.console.filter((line) => /Received event: (show_me|do_it)$/.test(line));
  expect(heard.map((line) => line.replace(/.* /, ''))).toEqual(['do_it', 'show_me', 'do_it', 'do_it']);
  // In guided mode nothing is done: the attendee is still where they were.
  await expect(guided.page).not.toHaveURL(/\/explore/);
  expect([presenter, guided, follower].flatMap(({ errors }) => errors)).toEqual([]);
});
