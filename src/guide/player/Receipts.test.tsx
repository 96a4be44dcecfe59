import { screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { drawWith } from '../../testing/drawWith';
import { fakeGuide, type FakeOptions } from '../../testing/fakeLiveApp';
import { fakePresenting } from '../../testing/fakeViews';
import { GuidePanel } from '../../ui/dock/GuidePanel';

const guide = fakeGuide('tour', 'A tour');
const [{ id: stepId }] = guide.steps;
const panel: ReactNode = <GuidePanel tab={{ id: guide.id, title: guide.title, state: 'ready', guide }} />;

const draw = async (stepAnswers: FakeOptions['stepAnswers']) => {
  const receipts = new Map([[guide.id, new Map([[stepId, { shown: 2, done: 0, failed: 2 }]])]]);
  const drawn = drawWith(panel, { guides: [guide], session: fakePresenting({ receipts }), stepAnswers });
  const [counts] = await screen.findAllByTestId('live-receipts');
  return { ...drawn, counts };
};

test('a step’s counts open to those for whom it failed, and why, and to those who say nothing', async () => {
  const { user, counts } = await draw({
    failed: [
      { attendeeId: '1', name: 'Ada', outcome: 'failed', detail: 'No such menu entry.' },
      { attendeeId: '2', name: '<b>Eve</b>', outcome: 'declined', detail: '' },
    ],
    unanswered: [{ attendeeId: '3', name: 'Bob' }],
  });
  expect(counts).toHaveTextContent('2 shown · 0 done · 2 failed');
  expect(screen.queryByTestId('live-step-answers')).toBeNull();
  await user.click(counts);
  const answers = await screen.findByTestId('live-step-answers');
  expect(
    within(answers)
      .getAllByTestId('live-step-failed')
      .map((one) => one.textContent)
  ).toEqual(['AdaDid not work: No such menu entry.', '<b>Eve</b>Declined']);
  expect(
    within(answers)
      .getAllByTestId('live-step-unanswered')
      .map((one) => one.textContent)
  ).toEqual(['Bob']);
  await user.keyboard('{Escape}');
  expect(screen.queryByTestId('live-step-answers')).toBeNull();
});

test('and say so when it failed for nobody', async () => {
  const { user, counts } = await draw({ failed: [], unanswered: [] });
  await user.click(counts);
  expect(await screen.findByText('It failed for nobody, and everybody has answered.')).toBeVisible();
});
