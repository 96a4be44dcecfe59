import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Dock } from './Dock';
import { dock, DOCK_WIDTH } from './dockStore';
import { Launcher } from './Launcher';
import { useView } from '../useView';

beforeEach(() =>
  act(() => {
    dock.close();
    dock.setInSession(false);
    dock.setWidth(DOCK_WIDTH.usual);
  })
);

function Both() {
  return (
    <>
      <Launcher />
      <Toggle />
    </>
  );
}
function Toggle() {
  const open = useView(dock).open;
  return open && <Dock>content</Dock>;
}

describe('launcher and dock', () => {
  test('hand the focus to each other', async () => {
    const user = userEvent.setup();
    render(<Both />);
    await user.click(screen.getByTestId('live-launcher'));
    expect(screen.getByTestId('live-dock')).toHaveFocus();
    expect(screen.queryByTestId('live-launcher')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Close Live Sessions' }));
    expect(screen.getByTestId('live-launcher')).toHaveFocus();
  });

  test('leave the focus where it is when a page opens the dock', () => {
    render(
      <>
        <input aria-label="Elsewhere" />
        <Both />
      </>
    );
    const elsewhere = screen.getByRole('textbox', { name: 'Elsewhere' });
    elsewhere.focus();
    act(() => dock.open());
    expect(screen.getByTestId('live-dock')).toBeVisible();
    expect(elsewhere).toHaveFocus();
  });

  test('say that a session is on', () => {
    render(<Both />);
    expect(screen.getByTestId('live-launcher')).toHaveAccessibleName('Open Live Sessions');
    act(() => dock.setInSession(true));
    expect(screen.getByTestId('live-launcher')).toHaveAccessibleName('Open Live Sessions (a session is on)');
  });

  test('stay below Grafana’s dialogs', () => {
    render(<Both />);
    act(() => dock.open());
    expect(Number(getComputedStyle(screen.getByTestId('live-dock')).zIndex)).toBeLessThan(1050);
  });

  test('change width with the arrow keys', () => {
    render(<Both />);
    act(() => dock.open());
    const edge = screen.getByRole('separator', { name: 'Width of Live Sessions' });
    fireEvent.keyDown(edge, { key: 'ArrowLeft' });
    expect(edge).toHaveAttribute('aria-valuenow', String(DOCK_WIDTH.usual + DOCK_WIDTH.step));
    expect(screen.getByTestId('live-dock')).toHaveStyle({ width: `${DOCK_WIDTH.usual + DOCK_WIDTH.step}px` });
    fireEvent.keyDown(edge, { key: 'Tab' });
    expect(dock.view().width).toBe(DOCK_WIDTH.usual + DOCK_WIDTH.step);
  });
});
