/** Runs on every page of Grafana: decides whether to mount the dock and says what there is; all else is lazy. */
import { lazy, Suspense, type ComponentType } from 'react';
import {
  AppPlugin,
  PluginExtensionPoints,
  type AppRootProps,
  type PluginConfigPageProps,
  type PluginMeta,
} from '@grafana/data';
import { PLUGIN_TITLE } from './ui/identity';
import { onFirstAllowedPage } from './ui/page';

const LazyRoot = lazy(() => import('./ui/pages/AppRoot'));
const LazyConfig = lazy(() => import('./ui/config/AppConfig'));
const LazySidebar = lazy(() => import('./ui/dock/SidebarPanel'));

const Root: ComponentType<AppRootProps> = ({ meta }) => (
  <Suspense fallback={null}>
    <LazyRoot meta={meta} />
  </Suspense>
);
const Config: ComponentType<PluginConfigPageProps<PluginMeta>> = (props) => (
  <Suspense fallback={null}>
    <LazyConfig {...props} />
  </Suspense>
);
const Sidebar: ComponentType = () => (
  <Suspense fallback={null}>
    <LazySidebar />
  </Suspense>
);

const openDock = async () => (await import('./ui/mount')).mountDock().open(true);

export const plugin = new AppPlugin()
  .setRootPage(Root)
  .addConfigPage({ title: 'Configuration', icon: 'cog', id: 'configuration', body: Config })
  .addLink({
    targets: PluginExtensionPoints.CommandPalette,
    title: 'Open Live Sessions',
    description: 'Open the Live Sessions dock beside the page',
    icon: 'users-alt',
    onClick: () => void openDock(),
  })
  .addLink({
    targets: PluginExtensionPoints.ExtensionSidebar,
    title: PLUGIN_TITLE,
    description: 'Guides and live sessions beside the page',
    onClick: (_, { openSidebar }) => openSidebar(PLUGIN_TITLE),
  })
  .addComponent({
    targets: PluginExtensionPoints.ExtensionSidebar,
    title: PLUGIN_TITLE,
    description: 'Guides and live sessions beside the page',
    component: Sidebar,
  });

onFirstAllowedPage(() => void import('./ui/mount').then(({ mountDock }) => mountDock()));
