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
  const receipts = new Map([[guide.id, new Map([[stepId, { shown: 2, done: 0, asked: 1, declined: 1, failed: 1 }]])]]);
  const drawn = drawWith(panel, { guides: [guide], session: fakePresenting({ receipts }), stepAnswers });
  const [counts] = await screen.findAllByTestId('live-receipts');
  return { ...drawn, counts };
};

test('a step’s counts open to those for whom it failed, and why, who are being asked, who declined and who say nothing', async () => {
  const { user, counts } = await draw({
    failed: [{ attendeeId: '1', name: 'Ada', outcome: 'failed', detail: 'No such menu entry.' }],
    asked: [{ attendeeId: '4', name: 'Grace', outcome: 'asked', detail: '' }],
    declined: [{ attendeeId: '2', name: '<b>Eve</b>', outcome: 'declined', detail: '' }],
    skipped: [{ attendeeId: '5', name: 'Alan', outcome: 'skipped', detail: 'following is paused' }],
    unanswered: [{ attendeeId: '3', name: 'Bob' }],
  });
  expect(counts.dataset).toMatchObject({ shown: '2', asked: '1', declined: '1', failed: '1' });
  expect(counts).toHaveTextContent('2 shown · 0 done · 1 being asked · 1 declined · 1 failed');
  expect(screen.queryByTestId('live-step-answers')).toBeNull();
  await user.click(counts);
  const answers = await screen.findByTestId('live-step-answers');
  const listed = (group: string) =>
    within(answers)
      .getAllByTestId(`live-step-${group}`)
      .map((one) => one.textContent);
  expect(listed('failed')).toEqual(['AdaDid not work: No such menu entry.']);
  expect(listed('asked')).toEqual(['Grace']);
  expect(listed('declined')).toEqual(['<b>Eve</b>']);
  expect(listed('skipped')).toEqual(['Alanfollowing is paused']);
  expect(listed('unanswered')).toEqual(['Bob']);
  expect(within(answers).getByText('Being asked: 1')).toBeVisible();
  await user.keyboard('{Escape}');
  expect(screen.queryByTestId('live-step-answers')).toBeNull();
});

test('and say so when it failed for nobody', async () => {
  const { user, counts } = await draw({});
  await user.click(counts);
  expect(await screen.findByText('It failed for nobody, and everybody has answered.')).toBeVisible();
});
