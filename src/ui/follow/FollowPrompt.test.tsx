import { act, createEvent, fireEvent, render, screen } from '@testing-library/react';
import { DoneList } from '../../actions/DoneList';
import { ARMING, ReplayBoard } from '../../actions/replayView';
import { memoryStorage } from '../../testing/memoryStorage';
import { LiveAppProvider } from '../LiveApp';
import { drawWith } from '../../testing/drawWith';
import { fakeLiveApp } from '../../testing/fakeLiveApp';
import { fakeAttending, fakePending } from '../../testing/fakeViews';
import { FollowPrompt } from './FollowPrompt';

const confirm = () => screen.getByTestId('follow-confirm');
const decline = () => screen.getByTestId('follow-decline');
const session = fakeAttending({ mode: 'follow' });

describe('SAFE-10: a question of follow mode', () => {
  test('is not drawn while nothing is asked', () => {
    drawWith(<FollowPrompt />, { session });
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  test.each(['consent', 'danger', 'unlisted-page'] as const)('of %s says who asks and what would be done', (kind) => {
    const pending = fakePending(kind);
    drawWith(<FollowPrompt />, { session, replay: { pending } });
    expect(screen.getByRole('alertdialog')).toHaveAccessibleDescription(
      new RegExp(`Ada Lovelace.*${pending.describes}`)
    );
    expect(screen.getByRole('alertdialog')).toHaveAttribute('data-live-own');
  });

  test('about a page that is only on no list does not say that it is hard to undo', () => {
    drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('unlisted-page') } });
    const words = screen.getByRole('alertdialog').textContent;
    expect(words).toContain('a page that Live Sessions does not know');
    expect(words).not.toContain('undo');
  });

  test('is in the browser’s top layer, above the highlight', () => {
    const shown: HTMLElement[] = [];
    HTMLElement.prototype.showPopover = function (this: HTMLElement) {
      shown.push(this);
    };
    try {
      drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('consent') } });
      expect(shown).toHaveLength(1);
      expect(shown[0]).toContainElement(screen.getByRole('alertdialog'));
    } finally {
      Reflect.deleteProperty(HTMLElement.prototype, 'showPopover');
    }
  });

  test('has the focus on Decline, so that a hasty Enter does nothing', async () => {
    const { app, user } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('danger') } });
    expect(decline()).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(app.calls).toContainEqual({ call: 'decline', value: 'pending-danger' });
  });

  test('is declined by Escape', async () => {
    const { app, user } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('danger') } });
    await user.keyboard('{Escape}');
    expect(app.calls).toContainEqual({ call: 'decline', value: 'pending-danger' });
  });

  test('is told to be seen when it is on the screen, and cannot be confirmed before', () => {
    jest.useFakeTimers();
    try {
      const { app } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('danger', null) } });
      expect(app.calls).toEqual([]);
      act(() => void jest.advanceTimersByTime(100));
      expect(app.calls).toEqual([{ call: 'seen', id: 'pending-danger' }]);
      expect(confirm()).toBeDisabled();
    } finally {
      jest.useRealTimers();
    }
  });

  test('shows that it is not armed yet, by more than a faint button', () => {
    const { app } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('danger', 700) } });
    expect(confirm()).toBeDisabled();
    expect(screen.getByTestId('follow-arming')).toBeInTheDocument();
    act(() => app.setReplay({ ...app.replay.view(), pending: { ...fakePending('danger', 0), id: 'armed' } }));
    expect(confirm()).toBeEnabled();
    expect(screen.queryByTestId('follow-arming')).toBeNull();
  });

  test('can be confirmed only once it is armed', () => {
    jest.useFakeTimers();
    try {
      const { app } = drawWith(<FollowPrompt />, {
        session,
        replay: { pending: fakePending('danger', ARMING) },
        now: 0,
      });
      expect(confirm()).toBeDisabled();
      act(() => void jest.advanceTimersByTime(ARMING - 1));
      fireEvent.click(confirm());
      expect(app.calls).not.toContainEqual(expect.objectContaining({ call: 'confirm' }));
      act(() => void jest.advanceTimersByTime(1));
      expect(confirm()).toBeEnabled();
    } finally {
      jest.useRealTimers();
    }
  });

  test.each([
    ['a press of the pointer', () => createEvent.pointerDown(confirm()), 1],
    ['a key', () => createEvent.keyDown(confirm(), { key: 'Enter' }), 0],
  ])('says when %s went down, however late the page hears of it', (_what, goesDown, detail) => {
    const { app } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('danger') } });
    fireEvent(confirm(), Object.defineProperty(goesDown(), 'timeStamp', { value: 1234 }));
    fireEvent.click(confirm(), { detail });
    expect(app.calls).toContainEqual({
      call: 'confirm',
      id: 'pending-danger',
      press: { trusted: false, began: 1234 },
    });
  });

  test.each([
    ['a key that was down before', () => fireEvent.keyDown(confirm(), { key: 'Enter', repeat: true }), 0],
    ['a pointer that went down elsewhere', () => undefined, 1],
  ])('says that %s began long ago', (_what, goesDown, detail) => {
    const { app } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('danger') } });
    goesDown();
    fireEvent.click(confirm(), { detail });
    expect(app.calls).toContainEqual({
      call: 'confirm',
      id: 'pending-danger',
      press: { trusted: false, began: -Infinity },
    });
  });

  test('arms anew for the next question', () => {
    jest.useFakeTimers();
    try {
      const { app } = drawWith(<FollowPrompt />, { session, replay: { pending: fakePending('consent', 0) }, now: 0 });
      expect(confirm()).toBeEnabled();
      act(() => app.setReplay({ pending: fakePending('danger', ARMING), paused: false, missed: 0, log: [] }));
      expect(confirm()).toBeDisabled();
    } finally {
      jest.useRealTimers();
    }
  });

  test('hands on that a script’s click is not trusted, and replay then does nothing', () => {
    jest.useFakeTimers();
    try {
      const now = () => Date.now();
      const storage = memoryStorage();
      const done = new DoneList({ storage: () => storage, now });
      const board = new ReplayBoard({ now, after: () => () => undefined }, done, () => undefined);
      const app = { ...fakeLiveApp({ session }), replay: board, now };
      render(
        <LiveAppProvider value={app}>
          <FollowPrompt />
        </LiveAppProvider>
      );
      act(() => void board.ask('danger', 'Press “Delete”', new AbortController().signal));
      // Two frames until it is on the screen.
      act(() => void jest.advanceTimersByTime(100));
      act(() => void jest.advanceTimersByTime(ARMING));
      expect(confirm()).toBeEnabled();
      fireEvent.click(confirm());
      expect(board.view().pending?.describes).toBe('Press “Delete”');
      fireEvent.click(decline());
      expect(board.view().pending).toBeNull();
    } finally {
      jest.useRealTimers();
    }
  });
});
