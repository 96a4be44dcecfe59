import { screen } from '@testing-library/react';
import { drawWith } from '../../testing/drawWith';
import { SessionArea } from './SessionArea';

const LEFT = { sessionName: 'Grafana basics', code: '7K3M9Q' };

test('a session whose tab is gone is named, and goes on only on request', async () => {
  const { app, user } = drawWith(<SessionArea />, { session: { role: 'idle', error: null, left: LEFT } });
  expect(screen.getByText('You were presenting “Grafana basics”')).toBeInTheDocument();
  expect(app.calls).toEqual([]);
  await user.click(screen.getByTestId('live-go-on'));
  expect(app.calls).toEqual([{ call: 'goOn' }]);
});

test('it can be ended instead', async () => {
  const { app, user } = drawWith(<SessionArea />, { session: { role: 'idle', error: null, left: LEFT } });
  await user.click(screen.getByTestId('live-forget'));
  expect(app.calls).toEqual([{ call: 'forgetLeft' }]);
});

test('nothing is offered where nothing was left', () => {
  drawWith(<SessionArea />);
  expect(screen.queryByTestId('live-left')).not.toBeInTheDocument();
});
