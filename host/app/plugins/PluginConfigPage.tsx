import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PluginContextProvider, type AppPlugin } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Alert, LoadingPlaceholder, Tab, TabContent, TabsBar } from '@grafana/ui';
import { Page } from '../shell/Page';
import { useAppPlugin } from './useAppPlugin';

/** `/plugins/ID`: overview and the plugin's own configuration tabs. */
export function PluginConfigPage() {
  const { pluginId = '' } = useParams();
  const loading = useAppPlugin(pluginId);
  switch (loading.state) {
    case 'loading':
      return <LoadingPlaceholder text="Loading..." />;
    case 'failed':
      return (
        <Page navId="plugins" below={[{ text: pluginId, href: `/plugins/${pluginId}` }]} title="Plugin not found">
          <Alert severity="error" title={loading.message} />
        </Page>
      );
    case 'ready':
      return <Details plugin={loading.plugin} />;
  }
}

function Details({ plugin }: { plugin: AppPlugin }) {
  const { meta, configPages = [] } = plugin;
  const query = new URLSearchParams(useLocation().search);
  const asked = query.get('page') ?? configPages[0]?.id ?? 'overview';
  const open = configPages.find(({ id }) => id === asked);
  const show = (id: string) => () => locationService.partial({ page: id });
  return (
    <Page
      navId="plugins"
      below={[{ text: meta.name, href: `/plugins/${meta.id}` }]}
      title={meta.name}
      subTitle={meta.info.description}
    >
      <TabsBar>
        <Tab label="Overview" icon="file-alt" active={!open} onChangeTab={show('overview')} />
        {configPages.map(({ id, title, icon }) => (
          <Tab key={id} label={title} icon={icon ?? 'cog'} active={open?.id === id} onChangeTab={show(id)} />
        ))}
      </TabsBar>
      <TabContent style={{ paddingTop: 24 }}>
        <PluginContextProvider meta={meta}>
          {open ? (
            <open.body plugin={plugin} query={Object.fromEntries(query)} />
          ) : (
            <dl>
              <dt>Version</dt>
              <dd>{meta.info.version}</dd>
              <dt>Signature</dt>
              <dd>unsigned (demo)</dd>
            </dl>
          )}
        </PluginContextProvider>
      </TabContent>
    </Page>
  );
}
