import { PluginType, usePluginContext } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SessionError } from '../session/SessionError';
import { fakeLiveApp } from '../testing/fakeLiveApp';
import { AppGate } from './AppGate';
import { parseSettings } from './config/settings';
import { useSessionView } from './LiveApp';
import type { LoadedApp } from './loadApp';
import '../testing/patience';

const loaded: LoadedApp = {
  app: fakeLiveApp(),
  settings: parseSettings({}),
  meta: {
    id: 'livesessions-guide-app',
    name: 'Live Sessions',
    type: PluginType.app,
    module: '',
    baseUrl: '',
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { large: '', small: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  },
};

function Inside() {
  return (
    <p>
      {useSessionView().role} in {usePluginContext()?.meta.name}
    </p>
  );
}

describe('the gate before the session machinery', () => {
  test('shows that it loads, then what is inside, which knows app and plugin', async () => {
    const load = () => Promise.resolve(loaded);
    render(
      <AppGate load={load}>
        <Inside />
      </AppGate>
    );
    expect(screen.getByText('Loading Live Sessions...')).toBeVisible();
    expect(await screen.findByText('idle in Live Sessions')).toBeVisible();
  });

  test.each([
    [new SessionError('not-configured'), 'not-configured'],
    [new Error('ChunkLoadError'), 'unexpected'],
  ] as const)('says what went wrong (%s), and tries again when asked to', async (error, reason) => {
    const answers = [() => Promise.reject(error), () => Promise.resolve(loaded)];
    const load = jest.fn(() => (answers.shift() ?? answers[0])());
    render(
      <AppGate load={load}>
        <Inside />
      </AppGate>
    );
    expect(await screen.findByTestId('live-error')).toHaveAttribute('data-reason', reason);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('idle in Live Sessions')).toBeVisible();
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('puts its notice where it is told to', async () => {
    const load = () => Promise.reject(new SessionError('not-configured'));
    render(
      <AppGate load={load} meanwhile={() => 'somewhere else'}>
        <Inside />
      </AppGate>
    );
    expect(await screen.findByText('somewhere else')).toBeVisible();
    expect(screen.queryByTestId('live-error')).toBeNull();
  });
});
