import { useCallback } from 'react';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PluginContextProvider } from '@grafana/data';
import { locationSearchToObject } from '@grafana/runtime';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { Page } from '../shell/Page';
import { useAppPlugin } from './useAppPlugin';

/** `/a/ID/*`: the root page of an app plugin. */
export function AppPluginPage() {
  const { pluginId = '' } = useParams();
  const { pathname, search } = useLocation();
  const loading = useAppPlugin(pluginId);
  const onNavChanged = useCallback(() => {}, []);
  switch (loading.state) {
    case 'loading':
      return <LoadingPlaceholder text="Loading..." />;
    case 'failed':
      return (
        <Page navId="apps" below={[{ text: 'App', href: pathname }]} title="App not found">
          <Alert severity="error" title={loading.message} />
        </Page>
      );
    case 'ready': {
      const { plugin } = loading;
      const Root = plugin.root;
      if (!Root) {
        return <Alert severity="warning" title="No root app page component found" />;
      }
      return (
        <PluginContextProvider meta={plugin.meta}>
          <Root
            meta={plugin.meta}
            basename={`/a/${pluginId}`}
            onNavChanged={onNavChanged}
            query={locationSearchToObject(search)}
            path={pathname}
          />
        </PluginContextProvider>
      );
    }
  }
}
