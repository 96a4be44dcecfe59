import { screen, waitFor } from '@testing-library/react';
import { drawWith } from '../../testing/drawWith';
import { fakeAttending, fakeEnded, fakeLog } from '../../testing/fakeViews';
import { dock } from '../dock/dockStore';
import { Dialogs } from './Dialogs';
import { SessionArea } from './SessionArea';

const area = (
  <>
    <SessionArea />
    <Dialogs />
  </>
);

beforeEach(() => dock.closeDialog());

test.each(['taken-over', 'presenter-gone', 'removed', 'declined', 'handshake-failed'] as const)(
  'after %s one joins again as one was: with the whole link, the name and the mode',
  async (reason) => {
    const view = fakeEnded(reason);
    const { app, user } = drawWith(area, { session: view });
    await user.click(screen.getByTestId('live-join-again'));
    await waitFor(() => expect(screen.getByTestId('live-name-input')).toHaveValue('Grace at the back'));
    expect(screen.getByTestId('live-mode-follow')).toBeChecked();
    await user.click(screen.getByTestId('live-join-submit'));
    const joined = view.role === 'ended' ? view.joined : null;
    await waitFor(() => expect(app.calls.at(-1)).toEqual({ call: 'join', options: { ...joined, takeOver: false } }));
    expect(joined?.invitation).toMatch(/\/join\/7K3M9Q\/04HMASW9NF6YY04HMASW9NF6YY$/);
  }
);

test.each(['ended', 'identity-changed'] as const)('after %s there is nothing to join again', (reason) => {
  drawWith(area, { session: fakeEnded(reason) });
  expect(screen.queryByTestId('live-join-again')).toBeNull();
});

test('whoever presented a session that another tab presents now is not offered to join it', () => {
  drawWith(area, { session: { role: 'ended', reason: 'taken-over', sessionName: 'Lesson', joined: null } });
  expect(screen.queryByTestId('live-join-again')).toBeNull();
});

test.each([
  ['in the session', fakeAttending({ mode: 'guided' })],
  ['when it is over', fakeEnded('ended')],
  ['when another tab has taken over', fakeEnded('taken-over')],
  ['when one has left', { role: 'idle', error: null }],
] as const)('SAFE-16: what was done can be read %s', async (_when, session) => {
  const { user } = drawWith(area, { session, replay: { log: fakeLog } });
  await user.click(screen.getByRole('button', { name: /What was done in your Grafana \(3\)/ }));
  expect(screen.getByTestId('follow-done')).toHaveTextContent('Click “Delete dashboard” declined');
});

test('who never had anything done is shown no list of it', () => {
  drawWith(area, { session: { role: 'idle', error: null } });
  expect(screen.queryByText(/What was done/)).toBeNull();
});
