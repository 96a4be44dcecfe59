/** Runs on every page of Grafana: decides whether to mount the dock and says what there is; all else is lazy. */
import { lazy, Suspense, type ComponentType } from 'react';
import {
  AppPlugin,
  PluginExtensionPoints,
  type AppPluginMeta,
  type AppRootProps,
  type PluginConfigPageProps,
  type PluginMeta,
} from '@grafana/data';
import { PLUGIN_TITLE } from './ui/identity';
import { onFirstAllowedPage } from './ui/page';
import { isSwitchedOn } from './ui/switch';

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

let state: 'not started' | 'on' | 'off' = 'not started';

class LiveSessionsPlugin extends AppPlugin {
  /** Grafana gives the saved settings before it uses anything that the plugin has added; it may do so more than once. */
  init({ jsonData }: AppPluginMeta): void {
    if (state !== 'not started') {
      return;
    }
    state = isSwitchedOn(jsonData) ? 'on' : 'off';
    if (state === 'on') {
      onFirstAllowedPage(() => void import('./ui/mount').then(({ mountDock }) => mountDock()));
    } else {
      void import('./ui/windDown').then(({ windDown }) => windDown());
    }
  }
}

type Mount = typeof import('./ui/mount');

/** Three, because Grafana's command palette has shown no more of one plugin than that. */
function command(title: string, description: string, run: (dock: ReturnType<Mount['mountDock']>) => void) {
  return {
    targets: PluginExtensionPoints.CommandPalette,
    title,
    description,
    category: PLUGIN_TITLE,
    icon: 'users-alt',
    configure: () => (state === 'off' ? undefined : {}),
    onClick: () => void import('./ui/mount').then(({ mountDock }) => run(mountDock())),
  } as const;
}

export const plugin = new LiveSessionsPlugin()
  .setRootPage(Root)
  .addConfigPage({ title: 'Configuration', icon: 'cog', id: 'configuration', body: Config })
  .addLink(
    command('Start Live Session', 'Present the open guide to others', (dock) => dock.showDialog({ kind: 'start' }))
  )
  .addLink(
    command('Join Live Session', 'Join by a code or a link', (dock) =>
      dock.showDialog({ kind: 'join', invitation: '' })
    )
  )
  .addLink(command('Open guide...', 'Open the guides beside the page', (dock) => dock.open(true)))
  .addLink({
    targets: PluginExtensionPoints.ExtensionSidebar,
    title: PLUGIN_TITLE,
    description: 'Guides and live sessions beside the page',
    configure: () => (state === 'off' ? undefined : {}),
    onClick: (_, { openSidebar }) => openSidebar(PLUGIN_TITLE),
  })
  .addComponent({
    targets: PluginExtensionPoints.ExtensionSidebar,
    title: PLUGIN_TITLE,
    description: 'Guides and live sessions beside the page',
    component: Sidebar,
  });
