import { act, screen, waitFor } from '@testing-library/react';
import type { SessionView } from '../../session/view';
import { drawWith, type Drawn } from '../../testing/drawWith';
import { type FakeOptions } from '../../testing/fakeLiveApp';
import { fakeAttending, fakeLast, fakeLog } from '../../testing/fakeViews';
import { SessionArea } from './SessionArea';

type Attending = Extract<SessionView, { role: 'attending' }>;

function draw(change: Partial<Attending> = {}, options: FakeOptions = {}): Drawn {
  return drawWith(<SessionArea />, { session: fakeAttending(change), ...options });
}
const banner = () => screen.getByTestId('live-connected');

describe('the attendee’s banner', () => {
  test('says to whom they are connected, how, and who vouches for it', () => {
    draw();
    expect(banner()).toHaveTextContent('Connected to: Ada Lovelace');
    expect(banner()).toHaveAttribute('data-state', 'live');
    expect(banner()).toHaveAttribute('data-route', 'p2p');
    expect(banner()).toHaveTextContent('Verified by link');
  });

  test('tells the relay and a bare code apart from them', () => {
    draw({ route: 'relay', trust: 'server' });
    expect(banner()).toHaveAttribute('data-route', 'relay');
    expect(banner()).toHaveTextContent('By the relay');
    expect(banner()).toHaveTextContent('Trusted by session server');
    expect(banner()).not.toHaveTextContent('Verified');
  });

  test.each([
    ['reconnecting', 7_400, 'Reconnecting for 7 s.'],
    ['waiting', 83_000, 'Waiting for the presenter for 1 min 23 s.'],
  ] as const)('says for how long it has been %s', (state, now, text) => {
    draw({ state, outage: { since: 0 } }, { now });
    expect(banner()).toHaveAttribute('data-state', state);
    expect(banner()).toHaveTextContent(text);
    expect(banner()).toHaveTextContent(state === 'waiting' ? /^Waiting for: Ada/ : /^Reconnecting to: Ada/);
    expect(banner()).not.toHaveTextContent('Connected');
  });

  test('says that the presenter has no guide open, and not when they have one', () => {
    const { app } = draw({ guide: null });
    expect(screen.getByText(/The presenter has no guide open/)).toBeVisible();
    act(() => app.setSession(fakeAttending()));
    expect(screen.queryByText(/no guide open/)).toBeNull();
  });

  describe('about the newest step', () => {
    const guide = { open: ['explore-basics'] };
    const note = () => screen.queryByTestId('live-last-note');

    test('says which did not work here and why, and keeps quiet when it did', async () => {
      const { app } = draw({ last: fakeLast }, guide);
      await waitFor(() =>
        expect(note()).toHaveTextContent(/^“.+” could not be shown or done here: the element is not/)
      );
      act(() => app.setSession(fakeAttending({ last: { ...fakeLast, outcome: 'shown', detail: '' } })));
      expect(note()).toBeNull();
    });

    test('says on which other page the presenter is, and goes there by a click of one’s own', async () => {
      const { app, user } = draw({ last: fakeLast }, guide);
      await waitFor(() => expect(note()).toHaveTextContent(/^“/));
      expect(note()).toHaveTextContent('Ada Lovelace is on the page /explore.');
      await user.click(screen.getByTestId('live-open-page'));
      expect(app.calls).toEqual([{ call: 'goToPage', value: '/explore' }]);
    });

    test('offers no page where both are on the same', async () => {
      draw({ last: { ...fakeLast, page: { path: '/?from=now-1h' } } }, guide);
      await waitFor(() => expect(note()).toHaveTextContent(/^“/));
      expect(screen.queryByTestId('live-open-page')).toBeNull();
    });

    test('says where the presenter went while one stays where one is', () => {
      draw({ last: { outcome: 'skipped', detail: 'guided mode', step: null, page: { path: '/dashboards' } } });
      expect(note()).toHaveTextContent(/^Ada Lovelace is on the page \/dashboards/);
    });

    test('says nothing about a page that one left by oneself', () => {
      draw({ last: { ...fakeLast, outcome: 'shown', detail: '' } });
      expect(note()).toBeNull();
    });
  });

  test('counts on while the outage lasts', () => {
    jest.useFakeTimers();
    try {
      const { app } = draw({ state: 'reconnecting', outage: { since: 1_000 } }, { now: 2_000 });
      expect(banner()).toHaveTextContent('for 1 s');
      app.setNow(6_000);
      act(() => void jest.advanceTimersByTime(1_000));
      expect(banner()).toHaveTextContent('for 5 s');
    } finally {
      jest.useRealTimers();
    }
  });

  test('changes the mode, raises the hand and leaves', async () => {
    const { app, user } = draw();
    expect(screen.getByTestId('live-mode-guided')).toBeChecked();
    await user.click(screen.getByTestId('live-mode-follow'));
    await user.click(screen.getByTestId('live-hand'));
    await user.click(screen.getByTestId('live-leave'));
    expect(app.calls).toEqual([
      { call: 'setMode', value: 'follow' },
      { call: 'setHand', value: true },
      { call: 'leave' },
    ]);
  });

  test('lowers a hand that is up, and says that it is', async () => {
    const { app, user } = draw({ hand: true });
    expect(screen.getByRole('button', { name: 'Lower hand', pressed: true })).toBeVisible();
    await user.click(screen.getByTestId('live-hand'));
    expect(app.calls).toEqual([{ call: 'setHand', value: false }]);
  });

  test.each([
    ['the presenter', 'off', 'on'],
    ['the administrator', 'on', 'off'],
  ] as const)('cannot follow where %s has switched it off', (_, policy, followCeiling) => {
    draw({ policy }, { followCeiling });
    expect(screen.getByTestId('live-mode-follow')).toBeDisabled();
  });
});

describe('for followers', () => {
  test('a pause is shown and can be ended', async () => {
    const { app, user } = draw({ mode: 'follow' }, { replay: { paused: true } });
    expect(screen.getByTestId('follow-paused')).toBeVisible();
    await user.click(screen.getByTestId('follow-resume'));
    expect(app.calls).toEqual([{ call: 'resume' }]);
  });

  test('no pause is shown while there is none', () => {
    draw({ mode: 'follow' });
    expect(screen.queryByTestId('follow-paused')).toBeNull();
  });

  test('SAFE-16: what was done is a list that can be read, with times', async () => {
    const { user } = draw({ mode: 'follow' }, { replay: { log: fakeLog } });
    await user.click(screen.getByRole('button', { name: /What was done in your Grafana \(3\)/ }));
    const entries = screen.getAllByRole('listitem').map((item) => item.textContent);
    expect(entries).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d Go to \/explore done$/),
      expect.stringMatching(/^\d\d:\d\d:\d\d Put “up” into “Metric” done$/),
      expect.stringMatching(/^\d\d:\d\d:\d\d Click “Delete dashboard” declined$/),
    ]);
  });

  test('SAFE-16: the list stays when following does not', () => {
    draw({ mode: 'guided' }, { replay: { log: fakeLog } });
    expect(screen.getByText('What was done in your Grafana (3)')).toBeVisible();
  });

  test('nothing of this is shown to one who never followed', () => {
    draw({}, { replay: { paused: true } });
    expect(screen.queryByTestId('follow-paused')).toBeNull();
    expect(screen.queryByText(/What was done/)).toBeNull();
  });
});
