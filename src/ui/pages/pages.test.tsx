import { PluginType, type AppPluginMeta } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router-dom-v5-compat';
import { dock } from '../dock/dockStore';
import '../../testing/jsdomGaps';
import AppRoot from './AppRoot';
import '../../testing/patience';

jest.mock('../mount', () => ({ mountDock: () => jest.requireActual('../dock/dockStore').dock }));

const APP = '/a/livesessions-guide-app';
const FINGERPRINT = '04HMASW9NF6YY04HMASW9NF6YY';

function open(path: string, jsonData: object = { serverUrl: 'https://live.example.com' }): void {
  const meta: AppPluginMeta = {
    id: 'livesessions-guide-app',
    name: 'Live Sessions',
    type: PluginType.app,
    module: '',
    baseUrl: '',
    jsonData,
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { large: '', small: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  };
  locationService.push(path);
  render(
    <MemoryRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
      <AppRoot meta={meta} />
    </MemoryRouter>
  );
}

beforeEach(() => {
  dock.closeDialog();
  dock.setInSession(false);
  dock.close();
});

describe('the home page', () => {
  test('opens the dock and leads to both dialogs', async () => {
    open(APP);
    expect(dock.view().open).toBe(true);
    await userEvent.click(screen.getByTestId('home-start'));
    expect(dock.view().dialog).toEqual({ kind: 'start' });
    await userEvent.click(screen.getByTestId('home-join'));
    expect(dock.view().dialog).toEqual({ kind: 'join', invitation: '' });
  });

  test('tells where to set the session server up, and only then', () => {
    open(APP, {});
    expect(screen.getByRole('link', { name: 'Open the configuration' })).toHaveAttribute(
      'href',
      '/plugins/livesessions-guide-app'
    );
  });

  test('is silent about it when there is one', () => {
    open(APP);
    expect(screen.queryByText(/no session server/)).toBeNull();
  });
});

describe('a join link', () => {
  test('fills in the join dialog with the link when it names the presenter’s key', () => {
    open(`${APP}/join/7K3M9Q/${FINGERPRINT}`);
    expect(screen.getByText('You are invited to the live session 7K3M9Q')).toBeVisible();
    expect(dock.view()).toMatchObject({
      open: true,
      dialog: { kind: 'join', invitation: `${window.location.origin}${APP}/join/7K3M9Q/${FINGERPRINT}` },
    });
  });

  test('fills in the code alone when it names none', () => {
    open(`${APP}/join/7k3m9q`);
    expect(dock.view().dialog).toEqual({ kind: 'join', invitation: '7K3M9Q' });
  });

  test.each([
    ['code-malformed', '/join/%3Cscript%3E'],
    ['fingerprint-malformed', `/join/7K3M9Q/${FINGERPRINT}X`],
  ])('that is damaged says %s and opens no dialog', (reason, part) => {
    open(APP + part);
    expect(screen.getByTestId('live-error')).toHaveAttribute('data-reason', reason);
    expect(dock.view().dialog).toEqual({ kind: 'none' });
  });

  test('does not ask again while a session is on', () => {
    dock.setInSession(true);
    open(`${APP}/join/7K3M9Q`);
    expect(screen.getByText('You are in a session now')).toBeVisible();
    expect(dock.view()).toMatchObject({ open: true, dialog: { kind: 'none' } });
  });

  test('says that one waits to be let in, not that one is in', () => {
    dock.setInSession(true, true);
    open(`${APP}/join/7K3M9Q`);
    expect(screen.getByText('You are waiting to be let in')).toBeVisible();
    act(() => dock.setInSession(true));
    expect(screen.getByText('You are in a session now')).toBeVisible();
  });

  test('that is followed to another one asks for that one', () => {
    open(`${APP}/join/7K3M9Q`);
    act(() => locationService.push(`${APP}/join/000000`));
    expect(dock.view().dialog).toEqual({ kind: 'join', invitation: '000000' });
  });
});

describe('the gallery', () => {
  test('is there only while debugging', async () => {
    open(`${APP}/gallery`);
    expect(screen.getByTestId('home-start')).toBeVisible();
  });

  test('is there while debugging', async () => {
    open(`${APP}/gallery`, { debug: true });
    expect((await screen.findAllByTestId('gallery-state')).length).toBeGreaterThan(30);
  });
});

describe('switched off', () => {
  test.each(['', '/join/7K3M9Q', '/shared', '/gallery'])('%s says so, and opens nothing', (path) => {
    open(APP + path, { serverUrl: 'https://live.example.com', debug: true, liveSessions: false });
    expect(screen.getByTestId('live-error')).toHaveAttribute('data-reason', 'switched-off');
    expect(dock.view()).toMatchObject({ open: false, dialog: { kind: 'none' } });
  });
});
