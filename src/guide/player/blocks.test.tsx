/** What each kind of block shows and does, by name and by keyboard. */
import { act, screen, within } from '@testing-library/react';
import type { DataCheckResult } from './GuideContext';
import { button, card, Conditions, DONE, guideOf, mount, section, stateOf, step } from '../../testing/playerForTests';

const QUIZ = {
  ...{ type: 'quiz', id: 'q', question: 'Which one **counts**?' },
  choices: [
    { id: 'a', text: 'A gauge', hint: 'It goes *down*, too.' },
    { id: 'b', text: 'A counter', correct: true },
    { id: 'c', text: 'A histogram' },
  ],
};
const choice = (name: string) => screen.getByRole('radio', { name });

describe('a quiz', () => {
  it('is answered with the keyboard, tells why an answer is wrong, and is done when it is right', async () => {
    const { user } = await mount(guideOf([{ ...QUIZ, shuffle: false }]));
    expect(screen.getByRole('radiogroup', { name: /^Which one counts/ })).toBeInTheDocument();
    await user.tab();
    await user.keyboard(' ');
    expect(choice('A gauge')).toBeChecked();
    await user.click(button('q', 'Check answer'));
    expect(screen.getByText('That is not right yet.').closest('[role="status"]')).toHaveTextContent(
      'It goes down, too.'
    );
    expect(button('q', 'Check answer')).toBeDisabled();
    await user.click(choice('A counter'));
    expect(screen.queryByText('That is not right yet.')).toBeNull();
    await user.click(button('q', 'Check answer'));
    expect(stateOf('q')).toBe('done');
    expect(choice('A counter')).toBeDisabled();
  });

  it('shows the answer after the last try where tries are counted', async () => {
    const { user } = await mount(guideOf([{ ...QUIZ, completionMode: 'max-attempts', maxAttempts: 2 }]));
    await user.click(choice('A gauge'));
    await user.click(button('q', 'Check answer'));
    expect(screen.getByText(/1 try left/)).toBeInTheDocument();
    await user.click(choice('A histogram'));
    await user.click(button('q', 'Check answer'));
    expect(stateOf('q')).toBe('done');
    expect(screen.getByText(/last try/)).toBeInTheDocument();
    expect(choice('A counter')).toBeChecked();
  });

  it('with several right answers wants them all', async () => {
    const choices = QUIZ.choices.map((one) => ({ ...one, correct: one.id !== 'a' }));
    const { user } = await mount(guideOf([{ ...QUIZ, choices, multiSelect: true }]));
    await user.click(screen.getByRole('checkbox', { name: 'A counter' }));
    await user.click(button('q', 'Check answer'));
    expect(screen.getByText('Something is still missing.')).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'A histogram' }));
    await user.click(button('q', 'Check answer'));
    expect(stateOf('q')).toBe('done');
  });
});

describe('an input', () => {
  const input = (more: object) => ({ type: 'input', id: 'i', prompt: 'Which?', variableName: 'v', ...more });
  const SAID = { type: 'markdown', content: 'You said **{{v}}**.' };

  it('takes a text that has its form, on Enter and when it is left, and puts it into texts', async () => {
    const text = input({ inputType: 'text', pattern: '^[a-z]+$', validationMessage: 'Letters *alone*.' });
    const { user, records } = await mount(guideOf([text, SAID]));
    const field = screen.getByRole('textbox', { name: 'Which?' });
    await user.type(field, 'A1{Enter}');
    expect(await screen.findByText('alone')).toBeInTheDocument();
    expect(field).toBeInvalid();
    expect(records.of('g').answers.size).toBe(0);
    await user.clear(field);
    await user.type(field, 'up');
    await user.tab();
    expect(await screen.findByText('You said', { exact: false })).toHaveTextContent('You said up.');
    expect(field).toBeValid();
  });

  it('says when an answer is needed, and begins with its default', async () => {
    const { user } = await mount(guideOf([input({ inputType: 'text', required: true, defaultValue: 'up' }), SAID]));
    expect(screen.getByText('You said', { exact: false })).toHaveTextContent('You said up.');
    const field = screen.getByRole('textbox', { name: 'Which?' });
    await user.clear(field);
    await user.keyboard('{Enter}');
    expect(await screen.findByText('An answer is needed here.')).toBeInTheDocument();
  });

  it('of yes or no switches what hangs on it', async () => {
    const conditional = {
      ...{ type: 'conditional', conditions: ['var-v:true'] },
      whenTrue: [{ type: 'markdown', content: 'Then this.' }],
      whenFalse: [{ type: 'markdown', content: 'Else that.' }],
    };
    const box = input({ inputType: 'boolean', checkboxLabel: 'With alerts' });
    const { user } = await mount(guideOf([box, conditional]), { conditions: new Conditions() });
    expect(screen.getByText('Else that.')).toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'With alerts' }));
    expect(await screen.findByText('Then this.')).toBeInTheDocument();
    expect(screen.queryByText('Else that.')).toBeNull();
  });

  it.each<[string, DataCheckResult, string, string]>([
    ['with data is done', { kind: 'rows' }, 'There is data.', 'done'],
    ['without data is not', { kind: 'no-rows' }, 'Send some first.', 'ready'],
    ['that cannot be asked says why', { kind: 'failed', detail: 'no answer' }, 'no answer', 'ready'],
  ])('for a data source %s', async (_, result, words, state) => {
    const source = input({
      ...{ inputType: 'datasource', datasourceFilter: 'prometheus', dataCheckQuery: 'up', dataCheckBlocking: true },
      dataCheckFailureMessage: 'Send *some* first.',
    });
    const asked: string[] = [];
    const dataSources = {
      list: () => [{ name: 'Shop', type: 'prometheus' }],
      async check(name: string) {
        asked.push(name);
        return result;
      },
    };
    const { user, records } = await mount(guideOf([source]), { dataSources });
    expect(button('i', 'Look for data')).toBeDisabled();
    await act(async () => records.answer('g', 'v', 'Shop'));
    expect(asked).toEqual([]);
    await user.click(button('i', 'Look for data'));
    expect(card('i')).toHaveTextContent(words);
    expect([asked, stateOf('i')]).toEqual([['Shop'], state]);
  });

  it('for a data source says when there is none', async () => {
    await mount(guideOf([input({ inputType: 'datasource', datasourceFilter: 'loki' })]));
    expect(screen.getByText(/There is no loki data source here/)).toBeInTheDocument();
  });
});

describe('a conditional', () => {
  const steps = (id: string) => [step(id)];
  const conditional = (more: object = {}) => ({
    ...{ type: 'conditional', conditions: ['on-page:/x'], whenTrue: steps('yes'), whenFalse: steps('no'), ...more },
  });

  it('shows and counts one branch, another one when the page is another', async () => {
    const conditions = new Conditions();
    await mount(guideOf([section(conditional()), step('c')]), { conditions });
    expect([stateOf('no'), screen.queryByText('yes')]).toEqual(['ready', null]);
    expect(screen.getByText('0 of 2 steps done')).toBeInTheDocument();
    await conditions.become('on-page:/x');
    expect([stateOf('yes'), screen.queryByText('no')]).toEqual(['ready', null]);
  });

  it('is a section where it is to be', async () => {
    const more = { display: 'section', whenFalseSectionConfig: { title: 'Otherwise' } };
    await mount(guideOf([conditional(more)]), { conditions: new Conditions() });
    expect(within(screen.getByRole('region', { name: 'Otherwise' })).getByTestId('guide-do-section')).toBeEnabled();
  });
});

it('code is copied and put into the page with the reader’s answers in it', async () => {
  const blocks = [
    { type: 'input', prompt: 'Which?', inputType: 'text', variableName: 'v', defaultValue: 'up' },
    { type: 'code-block', id: 'c', reftarget: '#x', code: 'sum({{v}})', content: 'Take this:' },
  ];
  const { user, runner, pressed } = await mount(guideOf(blocks));
  await user.click(button('c', 'Copy'));
  expect(await navigator.clipboard.readText()).toBe('sum(up)');
  await user.click(button('c', 'Insert'));
  expect(runner.runs[0].step).toMatchObject({ action: 'formfill', reftarget: '#x', targetvalue: 'sum(up)' });
  await runner.settle(0, DONE);
  expect([stateOf('c'), pressed]).toEqual(['done', ['do c']]);
});

it('commands are copied and marked as done, and nothing runs them', async () => {
  const terminal = {
    type: 'terminal',
    id: 't',
    content: 'See:',
    command: 'rm -rf /tmp/x',
    requirements: ['is-terminal-active'],
  };
  const { user, runner } = await mount(guideOf([terminal]), { conditions: new Conditions() });
  expect(card('t')).toHaveTextContent('This needs a sandbox terminal');
  await user.click(button('t', 'Copy command'));
  expect(await navigator.clipboard.readText()).toBe('rm -rf /tmp/x');
  await user.click(button('t', 'Mark as done'));
  expect([stateOf('t'), runner.runs]).toEqual(['done', []]);
});

it('a challenge gives hints one by one and looks at its criteria', async () => {
  const challenge = {
    ...{ type: 'challenge', id: 'c', title: 'Alone', brief: 'Go.', mode: 'standard', successCriteria: 'on-page:/x' },
    ...{ hintLevels: [{ text: 'First' }, { text: 'Second' }], failureMessage: 'Not there yet' },
  };
  const conditions = new Conditions();
  const { user } = await mount(guideOf([challenge]), { conditions });
  await user.click(button('c', 'Show a hint'));
  expect(screen.queryByText('Second')).toBeNull();
  await user.click(button('c', 'Show another hint'));
  expect(screen.getByText('Second')).toBeInTheDocument();
  await user.click(button('c', 'Check my work'));
  expect(await screen.findByText(/Not there yet/)).toBeInTheDocument();
  await conditions.become('on-page:/x');
  await user.click(button('c', 'Check my work'));
  expect(stateOf('c')).toBe('done');
});

it('a tree of questions is walked through and back', async () => {
  const tree = {
    type: 'grot-guide',
    welcome: { title: 'Welcome', body: 'Choose.', ctas: [{ text: 'Go on', screenId: 'q' }] },
    screens: [
      { type: 'question', id: 'q', title: 'Big?', options: [{ text: 'Yes', screenId: 'r' }] },
      {
        ...{ type: 'result', id: 'r', title: 'A table', body: 'Use a *table*.' },
        links: [
          { title: 'More:', linkText: 'docs', href: 'https://grafana.com/docs' },
          { title: 'Bad:', linkText: 'no link', href: 'javascript:alert(1)' },
        ],
      },
    ],
  };
  const guide = guideOf([{ ...tree, screens: [tree.screens[0], { ...tree.screens[1], links: [] }] }]);
  const { user } = await mount(guide);
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  await user.click(screen.getByRole('button', { name: 'Yes' }));
  expect(screen.getByRole('heading', { name: 'A table' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(screen.getByRole('heading', { name: 'Big?' })).toBeInTheDocument();
});

describe('films and pictures', () => {
  it('are asked of another site only after a press, in a frame that can do nothing else', async () => {
    const { user, container } = await mount(
      guideOf([{ type: 'video', src: 'https://youtu.be/dQw4w9WgXcQ', title: 'Look' }])
    );
    expect(container.querySelector('iframe')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Play from YouTube' }));
    const frame = screen.getByTitle('Look');
    expect(frame).toHaveAttribute('src', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0');
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts allow-same-origin allow-presentation');
  });

  it('from elsewhere are named and left to the reader', async () => {
    const blocks = [
      { type: 'image', src: 'https://evil.example/a.png', alt: 'A cat' },
      { type: 'video', src: 'https://evil.example/a.mp4' },
    ];
    const { container } = await mount(guideOf(blocks));
    expect(container.querySelectorAll('img, video, iframe')).toHaveLength(0);
    expect(screen.getByRole('link', { name: /Open the picture/ })).toHaveAttribute(
      'href',
      'https://evil.example/a.png'
    );
  });

  it('of the guide itself are shown', async () => {
    const origin = { source: 'listed', baseUrl: 'https://guides.example.com/tour/' } as const;
    const blocks = [
      { type: 'image', src: 'a.png', alt: 'A cat', width: 120 },
      { type: 'video', src: 'a.mp4', title: 'A walk', start: 2 },
    ];
    await mount(guideOf(blocks, origin));
    expect(screen.getByRole('img', { name: 'A cat' })).toHaveAttribute('src', 'https://guides.example.com/tour/a.png');
    expect(screen.getByLabelText('A walk')).toHaveAttribute('src', 'https://guides.example.com/tour/a.mp4#t=2');
  });
});

it('fenced code can be copied, and links into Grafana are left to the plugin', async () => {
  const followed: string[] = [];
  const content = '[in](/explore) [out](https://example.com/)\n\n- x\n\n      ```\n\n```promql\nsum(up)\n```';
  const { user } = await mount(guideOf([{ type: 'markdown', content }]), {
    followLink: (route) => followed.push(route) > 0,
  });
  await user.click(screen.getAllByRole('button', { name: 'Copy code' }).slice(-1)[0]);
  expect(await navigator.clipboard.readText()).toBe('sum(up)');
  await user.click(screen.getByRole('link', { name: 'in' }));
  expect(followed).toEqual(['/explore']);
});

it('what is folded is opened by keyboard', async () => {
  const { user } = await mount(
    guideOf([{ type: 'collapsible', title: 'Why?', blocks: [{ type: 'markdown', content: 'So.' }] }])
  );
  const details = screen.getByText('Why?').closest('details');
  expect(details).not.toHaveAttribute('open');
  await user.click(screen.getByText('Why?'));
  expect(details).toHaveAttribute('open');
});
