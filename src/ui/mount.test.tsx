import { createTheme, EventBusSrv } from '@grafana/data';
import { config, locationService, setAppEvents, ThemeChangedEvent } from '@grafana/runtime';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { dock } from './dock/dockStore';
import { mountDock } from './mount';
import { onFirstAllowedPage } from './page';
import '../testing/patience';

const events = new EventBusSrv();
setAppEvents(events);

const go = (path: string) => act(() => locationService.push(path));
beforeEach(() => go('/'));

describe('the first page on which the dock may be', () => {
  test('is this one', () => {
    const allowed = jest.fn();
    onFirstAllowedPage(allowed);
    expect(allowed).toHaveBeenCalledTimes(1);
  });

  test('is waited for, and told once', () => {
    go('/d-solo/abc');
    const allowed = jest.fn();
    onFirstAllowedPage(allowed);
    go('/d/abc?kiosk');
    expect(allowed).not.toHaveBeenCalled();
    go('/d/abc');
    go('/explore');
    expect(allowed).toHaveBeenCalledTimes(1);
  });

  test('is not waited for any more after the undo', () => {
    go('/d-solo/abc');
    const allowed = jest.fn();
    onFirstAllowedPage(allowed)();
    go('/');
    expect(allowed).not.toHaveBeenCalled();
  });

  test('is none for the image renderer', () => {
    config.bootData.user.authenticatedBy = 'render';
    const allowed = jest.fn();
    onFirstAllowedPage(allowed)();
    expect(allowed).not.toHaveBeenCalled();
    config.bootData.user.authenticatedBy = '';
  });
});

describe('mounting', () => {
  test('puts one marked element on the page, however often it is asked to', async () => {
    await act(async () => void mountDock());
    await act(async () => void mountDock());
    expect(document.querySelectorAll('body > [data-live-own]')).toHaveLength(1);
    expect(await screen.findByTestId('live-launcher')).toBeVisible();
  });

  test('hides the dock on pages without it and shows it again after them', async () => {
    await act(async () => void mountDock());
    await screen.findByTestId('live-launcher');
    go('/d/abc?kiosk');
    expect(screen.getByTestId('live-launcher')).not.toBeVisible();
    go('/d/abc');
    expect(screen.getByTestId('live-launcher')).toBeVisible();
  });

  test('follows the theme', async () => {
    await act(async () => void mountDock());
    const colour = () => getComputedStyle(screen.getByTestId('live-launcher')).color;
    await screen.findByTestId('live-launcher');
    const dark = colour();
    act(() => events.publish(new ThemeChangedEvent(createTheme({ colors: { mode: 'light' } }))));
    expect(colour()).not.toBe(dark);
  });

  test('opens the dock from the launcher, even when the session machinery cannot be loaded', async () => {
    await act(async () => void mountDock());
    fireEvent.click(await screen.findByTestId('live-launcher'));
    expect(await screen.findByTestId('live-dock')).toBeVisible();
    await waitFor(() => expect(screen.getByTestId('live-error')).toHaveAttribute('data-reason', 'unexpected'));
    act(() => dock.close());
  });
});
