import { GrafanaPlugin, PluginType, type PluginMeta } from '@grafana/data';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import AppConfig from './AppConfig';
import '../../testing/patience';

function pluginWith(jsonData: object): GrafanaPlugin<PluginMeta> {
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
  };
  return plugin;
}

const url = () => screen.getByTestId('live-config-url');
const save = () => screen.getByTestId('live-config-save');

function draw(jsonData: object, saving: () => Promise<void> = () => Promise.resolve()) {
  const saved = jest.fn(saving);
  const reload = jest.fn();
  render(<AppConfig plugin={pluginWith(jsonData)} query={{}} save={saved} reload={reload} />);
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
