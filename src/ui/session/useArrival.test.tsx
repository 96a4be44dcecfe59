import { act, screen } from '@testing-library/react';
import { drawWith } from '../../testing/drawWith';
import { fakeAttending, fakePresenting } from '../../testing/fakeViews';
import { dock } from '../dock/dockStore';
import { SessionArea } from './SessionArea';

beforeEach(() => act(() => dock.closeDialog()));

describe('the focus', () => {
  test('goes to the console when the start dialog has led there', () => {
    const { app } = drawWith(<SessionArea />);
    act(() => dock.showDialog({ kind: 'start' }));
    act(() => app.setSession(fakePresenting()));
    expect(document.body).toHaveFocus();
    act(() => dock.closeDialog());
    expect(screen.getByRole('heading', { name: 'Grafana for newcomers' })).toHaveFocus();
  });

  test('goes to the banner when the join dialog has led there', () => {
    const { app } = drawWith(<SessionArea />);
    act(() => dock.showDialog({ kind: 'join', invitation: '' }));
    act(() => app.setSession({ role: 'joining', stage: 'finding' }));
    act(() => app.setSession(fakeAttending()));
    act(() => dock.closeDialog());
    expect(screen.getByTestId('live-connected')).toHaveFocus();
  });

  test('stays where it is when a session is taken up, or after a dialog that was cancelled', () => {
    const { app } = drawWith(<SessionArea />);
    act(() => dock.showDialog({ kind: 'start' }));
    act(() => dock.closeDialog());
    act(() => app.setSession(fakePresenting()));
    expect(document.body).toHaveFocus();
  });
});
