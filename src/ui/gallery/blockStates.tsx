/** Every kind of block of a guide, in the states that a reader sees it in. */
import type { Guide } from '../../guide/model';
import { parseGuide } from '../../guide/parseGuide';
import { explainCondition } from '../../guide/requirements';
import { fakeLiveApp, type FakeLiveApp } from '../../testing/fakeLiveApp';
import { fakePresenting } from '../../testing/fakeViews';
import { GuidePanel } from '../dock/GuidePanel';
import type { GalleryState } from './GalleryState';
import { Pressed } from './Pressed';

interface Drawing {
  readonly title: string;
  readonly blocks: readonly unknown[];
  /** Selectors of what is pressed, in order. */
  readonly press?: readonly string[];
  /** Changes the made-up world before it is drawn. */
  readonly prepare?: (app: FakeLiveApp, guide: Guide) => void;
  readonly source?: Guide['source'];
  readonly presenting?: boolean;
}

const step = (content: string, more: object = {}) => ({
  ...{ type: 'interactive', action: 'button', reftarget: 'Run query', content },
  ...more,
});
const inner = (description: string, more: object = {}) => ({
  ...{ action: 'highlight', reftarget: '#x', description },
  ...more,
});

const QUIZ = {
  ...{ type: 'quiz', id: 'quiz', question: 'Which of these **count** how often something has happened?' },
  shuffle: false,
  choices: [
    { id: 'a', text: 'A gauge', hint: 'A gauge goes up *and down*.' },
    { id: 'b', text: 'A counter', correct: true },
    { id: 'c', text: 'A log line', hint: 'It tells of one thing that happened.' },
  ],
};
const pick = (value: string) => `input[value="${value}"]`;

const TEXT = `Some **bold** and *slanted* words, \`code\`, a [link](https://grafana.com/docs) and a [page](/explore).

> What someone else said.

1. First
2. Second
   - and below it

| Panel | Shows |
| --- | --- |
| Time series | how a value changes |
| Stat | what it is now |

\`\`\`promql
sum by (instance) (rate(http_requests_total{job="shop"}[5m]))
\`\`\``;

const done =
  (...ids: string[]) =>
  (app: FakeLiveApp, guide: Guide) =>
    guide.steps
      .filter(({ id }) => ids.includes(id))
      .forEach((one) => app.player.records.complete(guide.id, one, 'done'));

const unmet = (app: FakeLiveApp) => {
  app.conditions = {
    ...app.conditions,
    unmet: ({ requirements }) =>
      Promise.resolve(requirements.map((condition) => ({ condition, ...explainCondition(condition) }))),
  };
};

const section = (title: string, ...blocks: unknown[]) => ({ type: 'section', title, blocks });
const PARTS = ['Open the page', 'Write a query', 'Look at the answer'].map((title, index) =>
  section(title, step('One thing.', { id: `p${index}a` }), step('Another thing.', { id: `p${index}b` }))
);

const DRAWINGS: readonly Drawing[] = [
  { title: 'markdown', blocks: [{ type: 'markdown', content: TEXT }] },
  { title: 'html', blocks: [{ type: 'html', content: '<p>Words in <b>HTML</b>, <kbd>Ctrl</kbd> included.</p>' }] },
  {
    title: 'image and video',
    blocks: [
      { type: 'image', src: 'https://pictures.example.com/a.png', alt: 'A dashboard' },
      { type: 'video', src: 'https://www.youtube.com/embed/dQw4w9WgXcQ', title: 'A first look' },
    ],
  },
  {
    title: 'collapsible',
    blocks: [
      { type: 'collapsible', title: 'Why is that?', blocks: [{ type: 'markdown', content: 'Because.' }] },
      { type: 'collapsible', title: 'More', collapsed: false, blocks: [{ type: 'markdown', content: 'It is open.' }] },
    ],
  },
  {
    title: 'steps in a section',
    blocks: [
      section(
        'Ask a question',
        step('Go to **Explore**.', { id: 'a', action: 'navigate', reftarget: '/explore' }),
        step('Look at the query field.', { doIt: false }),
        step('Press **Run query**.', { skippable: true })
      ),
    ],
    prepare: done('a'),
  },
  {
    title: 'requirements that do not hold',
    blocks: [
      step('Press **Run query**.', {
        requirements: ['on-page:/explore', 'has-datasource:loki', 'section-completed:basics'],
        hint: 'The menu has a way to **Explore**.',
        skippable: true,
      }),
    ],
    prepare: unmet,
  },
  {
    title: 'a step that failed',
    blocks: [step('Press **Run query**.', { id: 'a', hint: 'Look at the top right of the page.' })],
    press: ['[data-testid="guide-do-it"]'],
    prepare: (app) =>
      (app.runner.do = () =>
        Promise.resolve({ outcome: 'failed', found: 0, detail: 'the element is not on this page' })),
  },
  {
    title: 'Do section, running',
    blocks: PARTS.slice(0, 1),
    prepare: done('p0a'),
    press: ['[data-testid="guide-do-section"]'],
  },
  {
    title: 'Do section, paused for the reader',
    blocks: [section('Check yourself', step('Read.', { id: 'a' }), QUIZ)],
    prepare: done('a'),
    press: ['[data-testid="guide-do-section"]'],
  },
  { title: 'table of contents', blocks: PARTS, prepare: done('p0a', 'p0b', 'p1a'), press: ['nav button'] },
  {
    title: 'multistep, running',
    blocks: [
      {
        ...{ type: 'multistep', content: 'Choose the **Prometheus** data source.' },
        steps: [inner('', { tooltip: 'Open the list.' }), inner('', { tooltip: 'Choose Prometheus.' })],
      },
    ],
    press: ['[data-testid="guide-do-it"]'],
  },
  {
    title: 'guided, while the reader does it',
    blocks: [
      {
        ...{ type: 'guided', content: 'Now it is your turn.' },
        steps: [inner('Open the list.', { skippable: true }), inner('Choose **Prometheus**.'), inner('Run it.')],
      },
    ],
    press: ['[data-testid="guide-start"]'],
  },
  {
    title: 'code block',
    blocks: [
      {
        ...{ type: 'code-block', content: 'This counts requests:', reftarget: '#x', language: 'promql' },
        code: 'sum by (instance) (\n  rate(http_requests_total[5m])\n)',
      },
    ],
  },
  { title: 'quiz', blocks: [QUIZ] },
  {
    title: 'quiz, a wrong answer',
    blocks: [{ ...QUIZ, completionMode: 'max-attempts', maxAttempts: 3 }],
    press: [pick('a'), '[data-testid="guide-quiz-check"]'],
  },
  { title: 'quiz, the right answer', blocks: [QUIZ], press: [pick('b'), '[data-testid="guide-quiz-check"]'] },
  {
    title: 'inputs',
    blocks: [
      { type: 'input', prompt: 'Which metric?', inputType: 'text', variableName: 'm', placeholder: 'such as up' },
      { type: 'input', prompt: 'Alerts, too?', inputType: 'boolean', variableName: 'b', checkboxLabel: 'Yes, alerts' },
      {
        ...{ type: 'input', id: 'ds', prompt: 'Where is your data?', inputType: 'datasource', variableName: 'd' },
        ...{ dataCheckQuery: 'up', dataCheckBlocking: true },
      },
      { type: 'markdown', content: 'You have chosen `{{m}}`.' },
    ],
    prepare: (app, guide) => app.player.records.answer(guide.id, 'm', '<b>up</b>'),
  },
  {
    title: 'conditional, as a section',
    blocks: [
      {
        ...{ type: 'conditional', conditions: ['has-datasource:prometheus'], display: 'section' },
        whenTrueSectionConfig: { title: 'With your own data' },
        whenTrue: [step('Choose it.')],
        whenFalse: [],
      },
    ],
  },
  {
    title: 'terminal and terminal-connect',
    blocks: [
      { type: 'terminal-connect', content: 'Open a terminal on the machine.' },
      { type: 'terminal', content: 'See whether it runs:', command: 'systemctl status grafana-server --no-pager' },
    ],
  },
  {
    title: 'challenge, with a hint',
    blocks: [
      {
        ...{ type: 'challenge', title: 'Bring it back', brief: 'The server **does not answer**. Find out why.' },
        ...{ successCriteria: 'is-admin', mode: 'standard', setupCommands: ['sudo systemctl stop shop'] },
        hintLevels: [{ text: 'Look at its log.' }, { text: 'It is not running.' }],
      },
    ],
    press: ['button:has(+ [data-testid="guide-copy"])'],
  },
  {
    title: 'grot-guide, a question',
    blocks: [
      {
        type: 'grot-guide',
        welcome: { title: 'Which panel?', body: 'Let us find out.', ctas: [{ text: 'Go on', screenId: 'q' }] },
        screens: [
          {
            ...{ type: 'question', id: 'q', title: 'Does it change over time?' },
            options: [
              { text: 'Yes', screenId: 'r' },
              { text: 'No', screenId: 'r' },
            ],
          },
          { type: 'result', id: 'r', title: 'A time series', body: 'It fits.', links: [] },
        ],
      },
    ],
    press: ['li button'],
  },
  { title: 'a guide of one’s own, while presenting', blocks: [step('Press it.')], source: 'own', presenting: true },
  {
    title: 'multistep, while presenting',
    blocks: [
      {
        ...{ type: 'multistep', content: 'Choose a data source.' },
        steps: [inner('', { tooltip: 'Open the list.', id: 'x' }), inner('', { tooltip: 'Choose one.', id: 'y' })],
      },
    ],
    presenting: true,
  },
  { title: 'a guide that is done', blocks: [step('Press it.', { id: 'a' })], prepare: done('a') },
];

export const BLOCK_STATES: readonly GalleryState[] = DRAWINGS.map((drawing, index) => stateOf(drawing, index));

function stateOf({ title, blocks, press = [], prepare, source = 'bundled', presenting = false }: Drawing, at: number) {
  const parsed = parseGuide({ id: `blocks-${at}`, title: 'A guide', blocks }, { source, baseUrl: null });
  if (!parsed.ok) {
    throw new Error(`${title}: ${parsed.errors[0].path} ${parsed.errors[0].message}`);
  }
  const { guide } = parsed;
  const receipts = new Map([
    [guide.id, new Map(guide.steps.map(({ id }) => [id, { shown: 4, done: 2, asked: 1, declined: 1, failed: 1 }]))],
  ]);
  const app = fakeLiveApp({ guides: [guide], ...(presenting && { session: fakePresenting({ receipts }) }) });
  prepare?.(app, guide);
  return {
    title: `Block: ${title}`,
    app,
    draw: () => (
      <Pressed buttons={press}>
        <GuidePanel tab={{ id: guide.id, title: guide.title, state: 'ready', guide }} />
      </Pressed>
    ),
  };
}
