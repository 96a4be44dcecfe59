import { act, screen } from '@testing-library/react';
import { drawWith } from '../../testing/drawWith';
import { fakeAdmitting } from '../../testing/fakeViews';
import { SessionArea } from './SessionArea';

const card = () => screen.getByTestId('live-admitting');

describe('somebody who waits to be let in', () => {
  test('sees whom they wait for and for how long, and nothing of the session', () => {
    drawWith(<SessionArea />, { session: fakeAdmitting({ since: 1_000 }), now: 84_000 });
    expect(screen.getByRole('status')).toHaveTextContent('Waiting for the presenter to let you in');
    expect(card()).toHaveTextContent('PresenterAda Lovelace');
    expect(card()).toHaveTextContent('SessionGrafana for newcomers');
    expect(card()).toHaveTextContent('1 min 23 s');
    expect(screen.queryByTestId('live-connected')).toBeNull();
  });

  test('is told when the presenter cannot answer just now', () => {
    const { app } = drawWith(<SessionArea />, { session: fakeAdmitting({ state: 'waiting' }) });
    expect(card()).toHaveTextContent('The presenter is not connected just now');
    act(() => app.setSession(fakeAdmitting({ state: 'reconnecting' })));
    expect(card()).toHaveTextContent('You keep your place');
  });

  test('can give it up', async () => {
    const { app, user } = drawWith(<SessionArea />, { session: fakeAdmitting() });
    await user.click(screen.getByTestId('live-admitting-cancel'));
    expect(app.calls).toEqual([{ call: 'leave' }]);
  });
});
