import { cleanup, screen, within } from '@testing-library/react';
import type { SessionView } from '../../session/view';
import { drawWith, type Drawn } from '../../testing/drawWith';
import { type FakeOptions } from '../../testing/fakeLiveApp';
import { fakeAttendees, fakePresenting } from '../../testing/fakeViews';
import { SessionArea } from './SessionArea';

type Presenting = Extract<SessionView, { role: 'presenting' }>;

function draw(change: Partial<Presenting> = {}, options: FakeOptions = {}): Drawn {
  // Nothing of a terminal here: what the server offers is not known yet.
  return drawWith(<SessionArea />, {
    session: fakePresenting(change),
    offers: () => new Promise(() => {}),
    ...options,
  });
}
const scrollingPart = () => screen.getByRole('group', { name: 'Attendees and settings' });
const rows = () => screen.queryAllByTestId('live-attendee');

describe('the presenter’s console', () => {
  test('shows code, link and QR code', async () => {
    draw();
    expect(screen.getByTestId('live-code')).toHaveTextContent(/^7K3M9Q$/);
    const link = screen.getByTestId('live-link');
    expect(link).toHaveAttribute('href', expect.stringMatching(/\/join\/7K3M9Q\/\w{26}$/));
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    expect(within(await screen.findByTestId('live-qr')).getByRole('img')).toBeVisible();
  });

  test('copies the code and the link, and says so', async () => {
    const { user } = draw();
    await user.click(screen.getByTestId('live-copy-code'));
    expect(screen.getByTestId('live-copy-code')).toHaveTextContent('Copied');
    expect(await navigator.clipboard.readText()).toBe('7K3M9Q');
    await user.click(screen.getByTestId('live-copy-link'));
    expect(await navigator.clipboard.readText()).toBe(screen.getByTestId('live-link').getAttribute('href'));
  });

  test('has a large view for the projector with one QR code on the page', async () => {
    const { user } = draw();
    await user.click(screen.getByRole('button', { name: 'Show code full screen' }));
    const dialog = screen.getByRole('dialog', { name: 'Grafana for newcomers' });
    expect(within(dialog).getByText('7K3M9Q')).toBeVisible();
    expect(await within(dialog).findByTestId('live-qr')).toBeVisible();
    expect(screen.getAllByTestId('live-qr')).toHaveLength(1);
  });

  test('lists attendees with mode, state and hand, raised hands first', () => {
    draw();
    expect(screen.getByRole('region', { name: 'Connected Attendees' })).toHaveTextContent('5 of 6');
    expect(rows()).toHaveLength(6);
    expect(rows()[0]).toHaveAttribute('data-name', 'Edsger W. Dijkstra');
    expect(within(rows()[0]).getByTestId('live-need')).toHaveTextContent('Hand up');
    const hopper = rows().find((row) => row.dataset.name === 'Grace Hopper');
    expect(hopper).toHaveAttribute('data-mode', 'follow');
    expect(hopper).toHaveAttribute('data-state', 'present');
    const keller = rows().find((row) => row.dataset.name === 'Mary Kenneth Keller');
    expect(keller).toHaveAttribute('data-state', 'away');
    expect(keller).toHaveTextContent('Away');
  });

  test('shows a name as text, whatever it holds', () => {
    const [attendee] = fakeAttendees(1);
    draw({ attendees: [{ ...attendee, name: '<img src=x onerror=alert(1)>' }] });
    expect(rows()[0]).toHaveTextContent('<img src=x onerror=alert(1)>');
    expect(rows()[0].querySelector('img')).toBeNull();
  });

  test('says after a reload that those who were in are on their way back', () => {
    draw({ attendees: [], expected: true });
    expect(screen.getByText('Waiting for your attendees to come back.')).toBeVisible();
    expect(screen.queryByText(/Hand out the code/)).toBeNull();
  });

  test('says what to do while nobody is there', () => {
    draw({ attendees: [] });
    expect(rows()).toHaveLength(0);
    expect(screen.getByText(/Hand out the code/)).toBeVisible();
  });

  test('removes an attendee', async () => {
    const { app, user } = draw({ attendees: fakeAttendees(1) });
    await user.click(screen.getByRole('button', { name: 'Remove Ada Lovelace' }));
    await user.click(screen.getByTestId('live-remove-confirm'));
    expect(app.calls).toEqual([{ call: 'removeAttendee', value: '0'.repeat(32) }]);
  });

  test('changes what followers let happen, up to the administrator’s ceiling', async () => {
    const { app, user } = draw({ policy: 'off' }, { followCeiling: 'ask' });
    await user.click(screen.getByRole('button', { name: 'Newcomers: Come in · Follow mode: Off' }));
    await user.click(screen.getByRole('radio', { name: 'Ask' }));
    expect(app.calls).toEqual([{ call: 'setPolicy', value: 'ask' }]);
    cleanup();
    draw({ policy: 'off' }, { followCeiling: 'off' });
    await user.click(screen.getByTestId('live-settings'));
    expect(screen.getByRole('radio', { name: 'Ask' })).toBeDisabled();
  });

  test('offers no choice without a difference: a policy of "on" is drawn as asking', async () => {
    const { user } = draw({ policy: 'on' });
    await user.click(screen.getByTestId('live-settings'));
    expect(within(screen.getByRole('radiogroup', { name: 'Follow mode' })).getAllByRole('radio')).toHaveLength(2);
    expect(screen.getByRole('radio', { name: 'Ask' })).toBeChecked();
  });

  test('asks before it ends the session, with the focus on the harmless answer', async () => {
    const { app, user } = draw();
    await user.click(screen.getByTestId('live-end'));
    expect(app.calls).toEqual([]);
    expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(app.calls).toEqual([]);
    await user.click(screen.getByTestId('live-end'));
    await user.click(screen.getByTestId('live-end-confirm'));
    expect(app.calls).toEqual([{ call: 'end' }]);
  });

  test.each([
    ['who is connected directly stays so, and who is by the relay waits,', 'relay', /by the relay waits/],
    ['everyone stays connected', 'p2p', /Everyone who is connected stays connected/],
  ] as const)('says that %s while the session server is lost', (_what, route, words) => {
    const attendees = fakeAttendees(6).map((row) => ({ ...row, route }));
    draw({ state: 'signalling-lost', attendees });
    const notice = screen.getByText(words);
    expect(notice).toBeVisible();
    expect(rows()).toHaveLength(6);
    expect(scrollingPart()).toContainElement(rows()[0]);
    expect(scrollingPart()).not.toContainElement(notice);
  });

  test('says that nobody hears the presenter, above the list', () => {
    draw({ state: 'unheard' });
    expect(screen.getByTestId('live-unheard')).toHaveTextContent('your network may be gone');
    expect(screen.queryByText('The session server does not answer')).toBeNull();
    expect(scrollingPart()).not.toContainElement(screen.getByTestId('live-unheard'));
  });

  test('scrolls in itself and by keyboard, beside a heading that stays in view', () => {
    draw();
    expect(getComputedStyle(scrollingPart()).overflowY).toBe('auto');
    expect(scrollingPart()).toHaveAttribute('tabindex', '0');
    expect(scrollingPart()).not.toContainElement(screen.getByTestId('live-link'));
    expect(scrollingPart()).not.toContainElement(screen.getByTestId('live-code'));
    expect(scrollingPart()).not.toContainElement(screen.getByTestId('live-end'));
    expect(screen.getByTestId('live-counts')).toHaveTextContent('5 in · 1 hand');
    expect(scrollingPart()).not.toContainElement(screen.getByTestId('live-counts'));
    expect(scrollingPart()).not.toContainElement(screen.getByRole('button', { name: 'Hide code' }));
  });

  test('hides code and link when they are in the way, also when the page is loaded again, and not of another session', async () => {
    const { user } = draw();
    await user.click(screen.getByRole('button', { name: 'Hide code' }));
    expect(screen.queryByTestId('live-code')).toBeNull();
    expect(screen.queryByTestId('live-link')).toBeNull();
    cleanup();
    draw();
    expect(screen.queryByTestId('live-code')).toBeNull();
    cleanup();
    draw({ code: '8K3M9Q' });
    expect(screen.getByTestId('live-code')).toBeVisible();
    cleanup();
    draw();
    await user.click(screen.getByRole('button', { name: 'Show code' }));
    expect(screen.getByTestId('live-code')).toBeVisible();
  });
});
