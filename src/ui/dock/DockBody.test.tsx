import { act, screen, waitFor, within } from '@testing-library/react';
import { drawWith, type Drawn } from '../../testing/drawWith';
import { fakeGuide, fakeLiveApp, type FakeOptions } from '../../testing/fakeLiveApp';
import { fakeAttending, fakePresenting } from '../../testing/fakeViews';
import { DockBody } from './DockBody';

async function draw(options: FakeOptions = {}): Promise<Drawn> {
  const app = fakeLiveApp(options);
  await waitFor(() => expect(app.guides.view().tabs.every(({ state }) => state !== 'loading')).toBe(true));
  return act(async () => drawWith(<DockBody />, app));
}
const tab = (name: string) => screen.getByRole('tab', { name });

describe('the guides in the dock', () => {
  test('are recommended, and open in a tab of their own', async () => {
    const { user } = await draw();
    const cards = await screen.findAllByTestId('guide-open');
    expect(cards.map((card) => card.dataset.guideId)).toEqual(['explore-basics', 'tour']);
    await user.click(within(cards[1]).getByRole('button'));
    expect(tab('A tour of Grafana')).toHaveAttribute('aria-selected', 'true');
    expect(await screen.findByTestId('guide-title')).toHaveTextContent('A tour of Grafana');
    expect(screen.getByTestId('guide-title')).toHaveFocus();
  });

  test('leave the focus where it is when a session opens one', async () => {
    const { app } = await draw();
    await act(async () => app.guides.open('tour'));
    expect(await screen.findByTestId('guide-title')).not.toHaveFocus();
  });

  test('scroll beside Recommendations, which stay in sight', async () => {
    await draw({ open: ['explore-basics', 'tour'] });
    const [guide, other] = [tab('First query in Explore'), tab('A tour of Grafana')].map(
      (one) => one.parentElement?.parentElement
    );
    expect(other).toBe(guide);
    expect(guide && getComputedStyle(guide).overflowX).toBe('auto');
    expect(guide).not.toContainElement(tab('Recommendations'));
  });

  test('keep two fifths of the dock while one is open', async () => {
    await draw({ open: ['tour'], session: fakePresenting() });
    const session = screen.getByRole('region', { name: 'Session' });
    expect(parseFloat(getComputedStyle(session).maxHeight)).toBeLessThan(60);
    expect(getComputedStyle(screen.getByRole('tabpanel')).overflowY).toBe('auto');
  });

  test('mark for an attendee the step that the presenter is at, in the guide that it is of', async () => {
    const step = { guideId: 'tour', stepId: 'tour-step-2', stepHash: '0'.repeat(64) };
    const { app } = await draw({ open: ['explore-basics', 'tour'], session: fakeAttending({ step }) });
    const current = () => screen.getAllByTestId('guide-step').filter((card) => card.hasAttribute('aria-current'));
    await screen.findAllByTestId('guide-step');
    expect(current().map((card) => card.dataset.stepId)).toEqual(['tour-step-2']);
    act(() => app.setSession(fakeAttending({ step: { ...step, guideId: 'explore-basics' } })));
    expect(current()).toEqual([]);
  });

  test('close, and leave the recommendations', async () => {
    const { user } = await draw({ open: ['tour'] });
    await user.click(screen.getByLabelText('Close guide: A tour of Grafana'));
    expect(screen.queryByRole('tab', { name: 'A tour of Grafana' })).toBeNull();
    expect(tab('Recommendations')).toHaveAttribute('aria-selected', 'true');
  });

  test('close with Delete, and the one before them is looked at', async () => {
    const { user } = await draw({ open: ['tour', 'explore-basics'] });
    act(() => tab('First query in Explore').focus());
    await user.keyboard('{Delete}');
    expect(screen.queryByRole('tab', { name: 'First query in Explore' })).toBeNull();
    expect(tab('A tour of Grafana')).toHaveFocus();
    await user.keyboard('{Delete}{Delete}');
    expect(tab('Recommendations')).toHaveAttribute('aria-selected', 'true');
  });

  test('are reached with the arrow keys, round and round', async () => {
    const { user } = await draw({ open: ['tour', 'explore-basics'] });
    act(() => tab('First query in Explore').focus());
    await user.keyboard('{ArrowRight}');
    expect(tab('Recommendations')).toHaveFocus();
    expect(tab('Recommendations')).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(tab('A tour of Grafana')).toHaveFocus();
    expect(screen.getByRole('tabpanel', { name: 'A tour of Grafana' })).toBeVisible();
  });

  test('that cannot be opened say why, and can be tried again', async () => {
    const { app, user } = await draw({ open: ['gone'], guides: [fakeGuide('tour', 'A tour of Grafana')] });
    expect(screen.getByText('There is no guide "gone" here.')).toBeVisible();
    const opened = jest.spyOn(app.guides, 'open');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(opened).toHaveBeenCalledWith('gone', 'gone');
    await waitFor(() => expect(app.guides.view().tabs[0].state).toBe('failed'));
  });

  test('that only the presenter has are no error to an attendee, who is told and waits', async () => {
    await draw({ open: ['my-own'], session: fakeAttending({ guide: { guideId: 'my-own', title: 'My own' } }) });
    expect(screen.getByTestId('guide-not-here')).toHaveTextContent('Ada Lovelace shows a guide that only they have.');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  test('whose list cannot be fetched are asked for again', async () => {
    const answers = [Promise.reject(new Error('offline')), Promise.resolve([])];
    answers[0].catch(() => undefined);
    const { user } = await draw({ listGuides: () => answers.shift() ?? Promise.resolve([]) });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No guides here')).toBeVisible();
  });

  test('tell the session what was pressed, and show what became of it at each step', async () => {
    const { app, user } = await draw({ open: ['explore-basics'], session: fakePresenting() });
    const step = await waitFor(() => {
      const first = screen.getAllByTestId('guide-step')[0];
      expect(first).toHaveAttribute('data-step-id', 'explore-basics-step-1');
      return first;
    });
    const receipts = within(step).getByTestId('live-receipts');
    expect(receipts).toHaveAttribute('data-shown', '4');
    expect(receipts).toHaveAttribute('data-failed', '1');
    await user.click(within(step).getByTestId('guide-show-me'));
    expect(app.calls).toEqual([
      { call: 'player', kind: 'show', stepId: 'explore-basics-step-1', guideId: 'explore-basics' },
    ]);
  });

  test('show no receipts to attendees', async () => {
    await draw({ open: ['explore-basics'] });
    await screen.findAllByTestId('guide-step');
    expect(screen.queryByTestId('live-receipts')).toBeNull();
  });
});
