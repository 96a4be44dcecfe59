import { fakeLiveApp } from '../testing/fakeLiveApp';
import { fakeAttending, fakePresenting } from '../testing/fakeViews';
import type { SessionView } from '../session/view';
import { GRACE, windDown } from './windDown';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function world(inSession: boolean, first: SessionView) {
  const app = fakeLiveApp({ session: first });
  const told: string[] = [];
  const dock = { inSession };
  const loaded = jest.fn(async () => app.session);
  const done = windDown({
    dock: {
      view: () => ({
        open: true,
        place: 'sidebar',
        width: 400,
        dialog: { kind: 'none' },
        inSession: dock.inSession,
        asks: false,
        hiddenCode: null,
        takesFocus: false,
      }),
      setInSession: (now) => (dock.inSession = now),
      close: () => undefined,
    },
    session: loaded,
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    tell: (words) => told.push(words),
  });
  return { app, told, dock, loaded, done };
}
const settled = () => jest.advanceTimersByTimeAsync(0);

test('a tab that was in no session loads nothing', async () => {
  const { loaded, done, told } = world(false, { role: 'idle', error: null });
  await done;
  expect(loaded).not.toHaveBeenCalled();
  expect(told).toEqual([]);
});

test('a presenter’s attendees are given time to come back and hear of the end', async () => {
  const { app, told, done, dock } = world(true, { role: 'starting' });
  await settled();
  app.setSession(fakePresenting());
  await settled();
  expect(told).toEqual([expect.stringContaining('switched Live Sessions off. Your session ends for everyone')]);
  await jest.advanceTimersByTimeAsync(GRACE - 1);
  expect(app.calls).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  await done;
  expect(app.calls).toEqual([{ call: 'end', reason: 'ended-by-administrator' }]);
  expect(told).toHaveLength(1);
  expect(dock.inSession).toBe(false);
});

test('an attendee leaves as soon as the presenter can be told', async () => {
  const { app, told, done } = world(true, { role: 'joining', stage: 'finding' });
  await settled();
  app.setSession(fakeAttending({ state: 'reconnecting' }));
  await settled();
  expect(told).toEqual([expect.stringContaining('You leave the session')]);
  expect(app.calls).toEqual([]);
  app.setSession(fakeAttending({ state: 'live' }));
  await done;
  expect(app.calls).toEqual([{ call: 'leave' }]);
  expect(told).toHaveLength(1);
});

test('a session that is gone by then is let go of', async () => {
  const { app, told, done } = world(true, { role: 'starting' });
  await settled();
  app.setSession({ role: 'idle', error: 'server-down' });
  await jest.advanceTimersByTimeAsync(GRACE);
  await done;
  expect(app.calls).toEqual([]);
  expect(told).toEqual([]);
});
