import { act, screen } from '@testing-library/react';
import { drawWith } from '../../testing/drawWith';
import { CatchUpNotice } from './CatchUpNotice';

const view = (missed: number) => ({ pending: null, paused: false, missed, log: [] });

test('says how much was missed, and hands on what the follower wants', async () => {
  const { app, user } = drawWith(<CatchUpNotice />, { replay: view(3) });
  expect(screen.getByText('You missed 3 steps')).toBeInTheDocument();
  await user.click(screen.getByTestId('follow-catch-up'));
  await user.click(screen.getByTestId('follow-skip'));
  expect(app.calls).toEqual([
    { call: 'catchUp', choice: 'catch-up' },
    { call: 'catchUp', choice: 'skip' },
  ]);
});

test('is there only while something waits', () => {
  const { app } = drawWith(<CatchUpNotice />, { replay: view(0) });
  expect(screen.queryByTestId('follow-missed')).not.toBeInTheDocument();
  act(() => app.setReplay(view(1)));
  expect(screen.getByText('You missed a step')).toBeInTheDocument();
});
