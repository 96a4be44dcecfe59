import { screen } from '@testing-library/react';
import { SESSION_ERRORS, type SessionErrorReason } from '../session/SessionError';
import { drawWith } from '../testing/drawWith';
import { ErrorNotice } from './ErrorNotice';
import { SessionArea } from './session/SessionArea';

const reasons = Object.keys(SESSION_ERRORS).filter((key): key is SessionErrorReason => key in SESSION_ERRORS);

describe.each(reasons)('the error %s', (reason) => {
  test('says what happened and what to do', () => {
    drawWith(<ErrorNotice reason={reason} />);
    const notice = screen.getByTestId('live-error');
    expect(notice).toHaveAttribute('data-reason', reason);
    expect(notice).toHaveTextContent(SESSION_ERRORS[reason].title);
    expect(notice).toHaveTextContent(SESSION_ERRORS[reason].remedy);
    expect(screen.getByRole('alert')).toBeVisible();
  });

  test('can be dismissed where no session is on', async () => {
    const { app, user } = drawWith(<SessionArea />, { session: { role: 'idle', error: reason } });
    expect(screen.getByTestId('live-error')).toHaveAttribute('data-reason', reason);
    await user.click(screen.getByRole('button', { name: /close/i }));
    expect(app.calls).toEqual([{ call: 'dismiss' }]);
  });

  test('ends a session in words, with a way on', async () => {
    const { app, user } = drawWith(<SessionArea />, {
      session: { role: 'ended', reason, sessionName: 'Lesson', joined: null },
    });
    expect(screen.getByTestId('live-error')).toHaveAttribute('data-reason', reason);
    expect(screen.getByText('Lesson')).toBeVisible();
    await user.click(screen.getByTestId('live-dismiss'));
    expect(app.calls).toEqual([{ call: 'dismiss' }]);
  });
});
