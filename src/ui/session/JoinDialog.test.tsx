import { act, screen, waitFor } from '@testing-library/react';
import { LIMITS } from '../../protocol/limits';
import { SESSION_ERRORS, SessionError } from '../../session/SessionError';
import { drawWith, type Drawn } from '../../testing/drawWith';
import { fakeLiveApp, type FakeOptions } from '../../testing/fakeLiveApp';
import { JoinDialog, type JoinDialogProps } from './JoinDialog';

const LINK = 'https://grafana.example.com/a/livesessions-guide-app/join/7K3M9Q/04HMASW9NF6YY04HMASW9NF6YY';
const code = () => screen.getByTestId('live-code-input');
const name = () => screen.getByTestId('live-name-input');
const submit = () => screen.getByTestId('live-join-submit');
const error = () => screen.getByTestId('live-error');

function draw(props: Partial<JoinDialogProps> = {}, options: FakeOptions = {}): Drawn & { onClose: jest.Mock } {
  const onClose = jest.fn();
  const app = fakeLiveApp(options);
  const drawn = drawWith(<JoinDialog userName="Grace Hopper" invitation="" onClose={onClose} {...props} />, app);
  return { ...drawn, onClose };
}

describe('the join dialog', () => {
  test('is a named dialog with the focus on the code, the user’s name filled in and guided mode chosen', async () => {
    draw();
    expect(screen.getByRole('dialog', { name: 'Join Live Session' })).toBeVisible();
    await waitFor(() => expect(code()).toHaveFocus());
    expect(name()).toHaveValue('Grace Hopper');
    expect(screen.getByTestId('live-mode-guided')).toBeChecked();
    expect(screen.getByTestId('live-mode-follow')).toHaveAccessibleDescription(/with your rights/);
  });

  test('joins with a code in the chosen mode and closes', async () => {
    const { app, user, onClose } = draw();
    await user.type(code(), '7k3-m9q');
    await user.click(screen.getByTestId('live-mode-follow'));
    await user.click(submit());
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(app.calls).toEqual([
      { call: 'join', options: { invitation: '7k3-m9q', name: 'Grace Hopper', mode: 'follow', takeOver: false } },
    ]);
  });

  test('takes a whole link, hands it on unchanged, and says that it names the presenter’s key', async () => {
    const { app, user } = draw({ invitation: LINK });
    await waitFor(() => expect(name()).toHaveFocus());
    expect(screen.getByText(/Session 7K3M9Q\. The link names the presenter’s key/)).toBeVisible();
    await user.click(submit());
    expect(app.calls[0]).toMatchObject({ call: 'join', options: { invitation: LINK } });
  });

  test('says that the session server vouches for the presenter of a bare code', async () => {
    const { user } = draw();
    await user.type(code(), '7K3M9Q');
    expect(screen.getByText(/the session server vouches for the presenter/)).toBeVisible();
  });

  test.each([
    ['code-malformed', '7K3M9', 'Grace'],
    ['code-malformed', '', 'Grace'],
    ['code-malformed', 'U'.repeat(6), 'Grace'],
    ['code-malformed', '7'.repeat(LIMITS.codeInputLength + 1), 'Grace'],
    ['fingerprint-malformed', LINK.slice(0, -1), 'Grace'],
    ['name-empty', '7K3M9Q', ' \u200b '],
    ['name-too-long', '7K3M9Q', 'x'.repeat(LIMITS.nameLength + 1)],
  ] as const)('says %s of code “%s” before anything is sent', async (reason, typed, userName) => {
    const { app, user } = draw({ userName, invitation: typed });
    await user.click(submit());
    expect(error()).toHaveAttribute('data-reason', reason);
    expect(error()).toHaveTextContent(SESSION_ERRORS[reason].remedy);
    expect(app.calls).toEqual([]);
  });

  test('leaves what was typed when joining fails', async () => {
    const { user, onClose } = draw({}, { onJoin: () => Promise.reject(new SessionError('code-unknown')) });
    await user.type(code(), '7k3 m9q');
    await user.click(screen.getByTestId('live-mode-follow'));
    await user.click(submit());
    expect(await screen.findByTestId('live-error')).toHaveAttribute('data-reason', 'code-unknown');
    expect(code()).toHaveValue('7k3 m9q');
    expect(screen.getByTestId('live-mode-follow')).toBeChecked();
    expect(submit()).toBeEnabled();
    expect(onClose).not.toHaveBeenCalled();
  });

  test('calls what is no SessionError unexpected', async () => {
    const { user } = draw({ invitation: '7K3M9Q' }, { onJoin: () => Promise.reject(new Error('boom')) });
    await user.click(submit());
    expect(await screen.findByTestId('live-error')).toHaveAttribute('data-reason', 'unexpected');
    expect(screen.queryByText(/boom/)).toBeNull();
  });

  test('offers to take over from another tab', async () => {
    const { app, user } = draw(
      { invitation: '7K3M9Q' },
      { onJoin: ({ takeOver }) => (takeOver ? Promise.resolve() : Promise.reject(new SessionError('other-tab'))) }
    );
    await user.click(submit());
    await user.click(await screen.findByRole('button', { name: 'Take over here' }));
    expect(app.calls).toHaveLength(2);
    expect(app.calls[1]).toMatchObject({ call: 'join', options: { takeOver: true } });
  });

  test('shows each stage, and leaves when it is cancelled', async () => {
    const { app, user, onClose } = draw({ invitation: '7K3M9Q' }, { onJoin: () => new Promise(() => undefined) });
    await user.click(submit());
    for (const stage of ['finding', 'connecting', 'verifying', 'joining'] as const) {
      act(() => app.setSession({ role: 'joining', stage }));
      expect(screen.getByTestId('live-joining')).toHaveAttribute('data-stage', stage);
    }
    expect(screen.getByText('Joining', { selector: 'li' })).toHaveAttribute('aria-current', 'step');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(app.calls.at(-1)).toEqual({ call: 'leave' });
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  test('offers guided mode alone where the administrator has switched follow mode off', async () => {
    const { app, user } = draw({ invitation: '7K3M9Q' }, { followCeiling: 'off' });
    expect(screen.getByTestId('live-mode-follow')).toBeDisabled();
    expect(screen.getByText('Follow mode is switched off for this Grafana.')).toBeVisible();
    await user.click(screen.getByTestId('live-mode-follow'));
    await user.click(submit());
    expect(app.calls[0]).toMatchObject({ call: 'join', options: { mode: 'guided' } });
  });

  test('lets the keyboard choose the mode', async () => {
    const { user } = draw({ invitation: '7K3M9Q' });
    await waitFor(() => expect(name()).toHaveFocus());
    await user.tab();
    expect(screen.getByTestId('live-mode-guided')).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByTestId('live-mode-follow')).toBeChecked();
  });
});
