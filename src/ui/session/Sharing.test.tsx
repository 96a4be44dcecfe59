import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SessionError } from '../../session/SessionError';
import { fakeLiveApp, type FakeOptions } from '../../testing/fakeLiveApp';
import { fakeAttendees, fakePresenting } from '../../testing/fakeViews';
import '../../testing/jsdomGaps';
import '../../testing/patience';
import { LiveAppProvider } from '../LiveApp';
import { SessionArea } from './SessionArea';

const OFFERED = { offers: () => Promise.resolve({ relay: true, terminal: true, browser: false }) };
const shared = (typists = 0) => ({ state: 'on' as const, shell: '0a'.repeat(16), typists });

async function draw(options: FakeOptions) {
  const app = fakeLiveApp(options);
  await act(async () => {
    render(
      <LiveAppProvider value={app}>
        <SessionArea />
      </LiveAppProvider>
    );
  });
  return app;
}

test('TERM-14: is offered where the server offers it alone', async () => {
  await draw({ session: fakePresenting() });
  expect(screen.queryByTestId('live-terminal-share')).not.toBeInTheDocument();
});

test('says what a shell of the server is before one is shared, with the focus on the harmless answer', async () => {
  const user = userEvent.setup();
  const app = await draw({ session: fakePresenting(), ...OFFERED });
  await user.click(await screen.findByTestId('live-terminal-share'));
  expect(screen.getByText(/on the machine that the session server runs on/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(app.calls).toEqual([]);
  await user.click(screen.getByTestId('live-terminal-share'));
  await user.click(screen.getByTestId('live-terminal-confirm'));
  expect(app.calls).toEqual([{ call: 'shareTerminal' }]);
});

test('why there is none is said in the table’s words', async () => {
  const user = userEvent.setup();
  await draw({
    session: fakePresenting(),
    ...OFFERED,
    onShareTerminal: () => Promise.reject(new SessionError('no-terminal')),
  });
  await user.click(await screen.findByTestId('live-terminal-share'));
  await user.click(screen.getByTestId('live-terminal-confirm'));
  expect(await screen.findByTestId('live-error')).toHaveAttribute('data-reason', 'no-terminal');
});

test('TERM-17: typing is given and taken back in an attendee’s row, by id', async () => {
  const user = userEvent.setup();
  const [grace, ada] = fakeAttendees(2);
  // Two of one name are two people.
  const attendees = [
    { ...grace, types: true },
    { ...ada, name: grace.name },
  ];
  const app = await draw({ session: fakePresenting({ attendees, terminal: shared(1) }) });
  expect(screen.getByText('Terminal shared. You and one attendee type.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: `Let ${grace.name} type in the terminal` }));
  await user.click(screen.getByRole('button', { name: `Take typing back from ${grace.name}` }));
  expect(app.calls).toEqual([
    { call: 'letType', value: ada.attendeeId, may: true },
    { call: 'letType', value: grace.attendeeId, may: false },
  ]);
});

test('rows have no such button while no terminal is shared; ending it is asked about', async () => {
  const user = userEvent.setup();
  const app = await draw({ session: fakePresenting({ attendees: fakeAttendees(2) }) });
  expect(screen.queryByTestId('live-let-type')).not.toBeInTheDocument();
  await act(async () => app.setSession(fakePresenting({ terminal: shared() })));
  expect(screen.getByText('Terminal shared. Only you type.')).toBeInTheDocument();
  await user.click(screen.getByTestId('live-terminal-stop'));
  expect(app.calls).toEqual([]);
  await user.click(screen.getByTestId('live-terminal-stop-confirm'));
  expect(app.calls).toEqual([{ call: 'stopTerminal' }]);
});

test('BROW-1: a browser is offered where the server offers it, and asked about first', async () => {
  const user = userEvent.setup();
  const app = await draw({
    session: fakePresenting(),
    offers: () => Promise.resolve({ relay: true, terminal: false, browser: true }),
  });
  expect(screen.queryByTestId('live-terminal-share')).not.toBeInTheDocument();
  await user.click(await screen.findByTestId('live-browser-share'));
  expect(
    screen.getByText(/Everybody in the session sees it, with whatever you type and sign in to/)
  ).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await user.click(screen.getByTestId('live-browser-confirm'));
  expect(app.calls).toEqual([{ call: 'shareBrowser' }]);
});

test('BROW-3: driving is given and taken back in an attendee’s row, by id, or given to everyone', async () => {
  const user = userEvent.setup();
  const [grace, ada] = fakeAttendees(2);
  const attendees = [
    { ...grace, drives: true },
    { ...ada, name: grace.name },
  ];
  const browser = { state: 'on' as const, browser: '0d'.repeat(16) };
  const app = await draw({
    session: fakePresenting({
      attendees,
      browser: { ...browser, driver: { kind: 'attendee', attendeeId: grace.attendeeId } },
    }),
  });
  expect(screen.getByText(`Browser shared. ${grace.name} drives.`)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: `Let ${grace.name} drive the browser` }));
  await user.click(screen.getByRole('button', { name: `Take the browser back from ${grace.name}` }));
  await user.click(screen.getByRole('button', { name: 'Let everyone drive' }));
  expect(app.calls).toEqual([
    { call: 'letDrive', who: ada.attendeeId },
    { call: 'letDrive', who: null },
    { call: 'letDrive', who: 'everyone' },
  ]);
  act(() => app.setSession(fakePresenting({ attendees, browser: { ...browser, driver: { kind: 'everyone' } } })));
  expect(screen.queryByTestId('live-let-drive')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Drive alone' }));
  expect(app.calls.at(-1)).toEqual({ call: 'letDrive', who: null });
});

test('terminal and browser shared, each row has a button for each, told apart by name and state', async () => {
  const [grace] = fakeAttendees(1);
  await draw({
    session: fakePresenting({
      attendees: [{ ...grace, types: true }],
      terminal: shared(1),
      browser: { state: 'on', browser: '0d'.repeat(16), driver: { kind: 'presenter' } },
    }),
  });
  expect(screen.getByRole('button', { name: `Take typing back from ${grace.name}` })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  expect(screen.getByRole('button', { name: `Let ${grace.name} drive the browser` })).toHaveAttribute(
    'aria-pressed',
    'false'
  );
});
