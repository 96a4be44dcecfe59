import { screen, waitFor } from '@testing-library/react';
import { LIMITS } from '../../protocol/limits';
import { SESSION_ERRORS, SessionError } from '../../session/SessionError';
import { drawWith } from '../../testing/drawWith';
import { fakeLiveApp } from '../../testing/fakeLiveApp';
import { StartDialog } from './StartDialog';

const sessionName = () => screen.getByTestId('live-session-name');
const presenterName = () => screen.getByTestId('live-presenter-name');
const create = () => screen.getByTestId('live-create');

describe('the start dialog', () => {
  test('is a named dialog with the focus on the session’s name and the user’s name filled in', async () => {
    drawWith(<StartDialog userName="Ada Lovelace" onClose={jest.fn()} />);
    expect(screen.getByRole('dialog', { name: 'Start Live Session' })).toBeVisible();
    await waitFor(() => expect(sessionName()).toHaveFocus());
    expect(presenterName()).toHaveValue('Ada Lovelace');
  });

  test('starts a session on the guide that is open, named after it, and closes', async () => {
    const app = fakeLiveApp({ open: ['tour'] });
    await waitFor(() => expect(app.guides.view().tabs[0].state).toBe('ready'));
    const onClose = jest.fn();
    const { user } = drawWith(<StartDialog userName="Ada" onClose={onClose} />, app);
    expect(sessionName()).toHaveValue('A tour of Grafana');
    await user.click(create());
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(app.calls).toEqual([
      {
        call: 'start',
        options: {
          sessionName: 'A tour of Grafana',
          presenterName: 'Ada',
          guide: { guideId: 'tour', title: 'A tour of Grafana' },
          admit: false,
        },
      },
    ]);
  });

  test('starts without a guide, and sends names without their blanks and hidden characters', async () => {
    const { app, user } = drawWith(<StartDialog userName="" onClose={jest.fn()} />);
    await user.type(sessionName(), '  Monday \u202e lesson ');
    await user.type(presenterName(), ' Ada{Enter}');
    expect(app.calls).toEqual([
      { call: 'start', options: { sessionName: 'Monday lesson', presenterName: 'Ada', guide: null, admit: false } },
    ]);
  });

  test('starts a session that asks about everybody new, where that is chosen', async () => {
    const { app, user } = drawWith(<StartDialog userName="Ada" onClose={jest.fn()} />);
    await user.type(sessionName(), 'Lesson');
    await user.click(screen.getByRole('checkbox', { name: /Admit attendees/ }));
    await user.click(create());
    expect(app.calls).toMatchObject([{ call: 'start', options: { admit: true } }]);
  });

  test.each([
    ['session-name-empty', '   ', 'Ada'],
    ['session-name-too-long', 'x'.repeat(LIMITS.sessionNameLength + 1), 'Ada'],
    ['name-empty', 'Lesson', ''],
    ['name-too-long', 'Lesson', 'x'.repeat(LIMITS.nameLength + 1)],
  ] as const)('says %s before anything is sent', async (reason, session, name) => {
    const { app, user } = drawWith(<StartDialog userName={name} onClose={jest.fn()} />);
    await user.click(sessionName());
    await user.paste(session);
    await user.click(create());
    const error = screen.getByTestId('live-error');
    expect(error).toHaveAttribute('data-reason', reason);
    expect(error).toHaveTextContent(SESSION_ERRORS[reason].title);
    expect(error).toHaveTextContent(SESSION_ERRORS[reason].remedy);
    expect(app.calls).toEqual([]);
  });

  test('takes names at their limits', async () => {
    const { app, user } = drawWith(<StartDialog userName={'n'.repeat(LIMITS.nameLength)} onClose={jest.fn()} />);
    await user.click(sessionName());
    await user.paste('s'.repeat(LIMITS.sessionNameLength));
    await user.click(create());
    expect(app.calls).toHaveLength(1);
  });

  test('stays open with what was typed when the session cannot be started, and starts on another try', async () => {
    const answers = [Promise.reject(new SessionError('server-down')), Promise.resolve()];
    answers[0].catch(() => undefined);
    const onClose = jest.fn();
    const { user } = drawWith(<StartDialog userName="Ada" onClose={onClose} />, {
      onStart: () => answers.shift() ?? Promise.resolve(),
    });
    await user.type(sessionName(), 'Lesson');
    await user.click(create());
    expect(await screen.findByTestId('live-error')).toHaveAttribute('data-reason', 'server-down');
    expect(sessionName()).toHaveValue('Lesson');
    expect(onClose).not.toHaveBeenCalled();
    await user.click(create());
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  });

  test('cannot be sent twice while it starts', async () => {
    const { app, user } = drawWith(<StartDialog userName="Ada" onClose={jest.fn()} />, {
      onStart: () => new Promise(() => undefined),
    });
    await user.type(sessionName(), 'Lesson');
    await user.click(create());
    expect(create()).toBeDisabled();
    await user.type(sessionName(), '{Enter}');
    expect(app.calls).toHaveLength(1);
  });
});
