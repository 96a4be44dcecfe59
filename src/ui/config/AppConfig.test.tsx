import { GrafanaPlugin, PluginType, type PluginMeta } from '@grafana/data';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import AppConfig from './AppConfig';
import type { TestWorld } from './testConnection';
import '../../testing/patience';

function pluginWith(jsonData: object, stored: boolean): GrafanaPlugin<PluginMeta> {
  const plugin = new GrafanaPlugin<PluginMeta>();
  plugin.meta = {
    id: 'livesessions-guide-app',
    name: 'Live Sessions',
    type: PluginType.app,
    enabled: true,
    pinned: true,
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
    jsonData,
    secureJsonFields: stored ? { apiKey: true } : {},
  };
  return plugin;
}

const url = () => screen.getByTestId('live-config-url');
const save = () => screen.getByTestId('live-config-save');

/** A session server that asks for a key, behind a Grafana that has none. */
const WORLD: TestWorld = {
  barriers: {
    pageOrigin: 'https://grafana.example.com',
    refusedByPolicy: async () => false,
    isDenied: async () => false,
    onRefusal: () => () => undefined,
  },
  ask: async (url) =>
    url.startsWith('https://live.example.com/health')
      ? { status: 200, ok: true, text: async () => '{"ready":true,"version":"1.2.3"}' }
      : { status: 401, ok: false, text: async () => '{"error":"unauthorized","details":""}' },
  firstFrame: async () => null,
  proxied: () => Promise.reject(new Error('There is no way.')),
};

function draw(jsonData: object, saving: () => Promise<void> = () => Promise.resolve(), stored = false) {
  const saved = jest.fn(saving);
  const reload = jest.fn();
  render(<AppConfig plugin={pluginWith(jsonData, stored)} query={{}} save={saved} reload={reload} world={WORLD} />);
  return { saved, reload, user: userEvent.setup() };
}

describe('the configuration page', () => {
  test('saves what was changed, keeps the plugin enabled and reloads', async () => {
    const { saved, reload, user } = draw({ serverUrl: 'http://localhost:9000', followCeiling: 'on' });
    await user.clear(url());
    await user.type(url(), 'https://live.example.com/');
    await user.click(screen.getByRole('radio', { name: /Off/ }));
    await user.click(screen.getByTestId('live-config-debug'));
    await user.click(screen.getByRole('switch', { name: /Live Sessions \(Experimental\)/ }));
    await user.type(screen.getByTestId('live-config-places'), 'https://guides.example.com/training');
    expect(save()).toBeDisabled();
    await user.type(screen.getByTestId('live-config-places'), '/');
    await user.click(save());
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    expect(saved).toHaveBeenCalledWith({
      enabled: true,
      pinned: true,
      jsonData: {
        liveSessions: false,
        serverUrl: 'https://live.example.com',
        grafanaServerUrl: '',
        peerjsKey: 'pathfinder',
        followCeiling: 'off',
        debug: true,
        guidePlaces: 'https://guides.example.com/training/',
      },
    });
  });

  test('says what is wrong with an address and does not save it', async () => {
    const { saved, user } = draw({});
    await user.type(url(), 'live.example.com');
    expect(screen.getByRole('alert')).toHaveTextContent('whole address');
    expect(save()).toBeDisabled();
    await user.type(url(), '{Enter}');
    expect(saved).not.toHaveBeenCalled();
  });

  test('says why Grafana did not save, and keeps what was typed', async () => {
    const { reload, user } = draw({}, () =>
      Promise.reject(Object.assign(new Error('Forbidden'), { data: { message: 'You need to be an administrator' } }))
    );
    await user.type(url(), 'https://live.example.com');
    await user.click(save());
    expect(await screen.findByText('You need to be an administrator')).toBeVisible();
    expect(url()).toHaveValue('https://live.example.com');
    expect(reload).not.toHaveBeenCalled();
  });
});

describe('the server’s key', () => {
  const KEY = 'live-config-api-key';
  const withServer = { serverUrl: 'https://live.example.com', grafanaServerUrl: 'http://live:9000' };
  const done = () => Promise.resolve();

  test('stays as it is where nobody touches it', async () => {
    const { saved, user } = draw(withServer, done, true);
    await user.click(save());
    expect(saved).toHaveBeenCalledWith(expect.not.objectContaining({ secureJsonData: expect.anything() }));
  });

  test('is removed by a reset and nothing in its place', async () => {
    const { saved, user } = draw(withServer, done, true);
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    await user.click(save());
    expect(saved).toHaveBeenCalledWith(expect.objectContaining({ secureJsonData: { apiKey: '' } }));
  });

  test('is refused with 15 characters, and said why', async () => {
    const { saved, user } = draw(withServer);
    await user.type(screen.getByTestId(KEY), 'k'.repeat(15));
    expect(screen.getByRole('alert')).toHaveTextContent('at least 16 characters');
    expect(save()).toBeDisabled();
    await user.type(screen.getByTestId(KEY), 'k');
    await user.click(save());
    expect(saved).toHaveBeenCalledWith(expect.objectContaining({ secureJsonData: { apiKey: 'k'.repeat(16) } }));
  });

  test('is warned of where it is stored without Grafana’s address of the server, which alone would use it', async () => {
    const { user } = draw({ serverUrl: 'https://live.example.com' }, done, true);
    expect(screen.getByText('The session server key is not used')).toBeVisible();
    await user.type(screen.getByTestId('live-config-grafana-url'), 'http://live:9000');
    expect(screen.queryByText('The session server key is not used')).toBeNull();
  });
});

describe('the connection test', () => {
  const check = (way: string) =>
    screen.getAllByTestId('live-config-check').find((line) => line.getAttribute('data-way') === way);

  test('tries what is entered and not saved, and says that nobody can start without Grafana’s address', async () => {
    const { user } = draw({});
    expect(screen.getByTestId('live-config-test')).toBeDisabled();
    await user.type(url(), 'https://live.example.com');
    await user.click(screen.getByTestId('live-config-test'));
    expect(await screen.findAllByTestId('live-config-check')).toHaveLength(3);
    expect(check('browser')).toHaveAttribute('data-ok', 'true');
    expect(check('grafana')).toHaveAttribute('data-ok', 'false');
    expect(check('grafana')).toHaveTextContent('asks for a key');
  });

  test.each(['live-config-url', 'live-config-key', 'live-config-grafana-url', 'live-config-api-key'])(
    'forgets what it found once %s is changed',
    async (field) => {
      const { user } = draw({ serverUrl: 'https://live.example.com' });
      await user.click(screen.getByTestId('live-config-test'));
      await screen.findAllByTestId('live-config-check');
      await user.type(screen.getByTestId(field), 'x');
      expect(screen.queryByTestId('live-config-check')).toBeNull();
    }
  );

  test('keeps what it found while something else is changed', async () => {
    const { user } = draw({ serverUrl: 'https://live.example.com' });
    await user.click(screen.getByTestId('live-config-test'));
    await screen.findAllByTestId('live-config-check');
    await user.click(screen.getByTestId('live-config-debug'));
    expect(screen.getAllByTestId('live-config-check')).toHaveLength(3);
  });
});
