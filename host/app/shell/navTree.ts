import type { IconName } from '@grafana/data';
import { config } from '@grafana/runtime';
import { PLUGIN_ID } from '../../plugin';

export interface NavItem {
  id: string;
  text: string;
  /** In-app path. */
  url: string;
  icon?: IconName;
  subTitle?: string;
  children?: readonly NavItem[];
}

const may = (permission: string) => config.bootData.user.permissions?.[permission] === true;

const allow = <T>(allowed: boolean, ...items: T[]): T[] => (allowed ? items : []);

const ROLES = ['Viewer', 'Editor', 'Admin'];

/** The plugin's own pages that this person may see. */
const appPages = (): NavItem[] =>
  window.demoBoot.appPages
    .filter(({ role }) => ROLES.indexOf(config.bootData.user.orgRole) >= ROLES.indexOf(role))
    .map(({ text, url }) => ({ id: `plugin-page-${PLUGIN_ID}${url}`, text, url }));

/** The mega menu of the person who is looking. */
export function navTree(): NavItem[] {
  return [
    { id: 'home', text: 'Home', url: '/', icon: 'home-alt' },
    {
      id: 'dashboards',
      text: 'Dashboards',
      url: '/dashboards',
      icon: 'apps',
      subTitle: 'Create and manage dashboards to visualize your data',
      children: [{ id: 'dashboards/starred', text: 'Starred', url: '/dashboards?starred' }],
    },
    ...allow<NavItem>(may('datasources:explore'), {
      id: 'explore',
      text: 'Explore',
      url: '/explore',
      icon: 'compass',
      subTitle: 'Explore your data',
    }),
    {
      id: 'alerting',
      text: 'Alerting',
      url: '/alerting',
      icon: 'bell',
      subTitle: 'Learn about problems in your systems moments after they occur',
      children: [
        {
          id: 'alert-list',
          text: 'Alert rules',
          url: '/alerting/list',
          subTitle: 'Rules that determine whether an alert will fire',
        },
      ],
    },
    ...allow<NavItem>(may('datasources:create'), {
      id: 'connections',
      text: 'Connections',
      url: '/connections',
      icon: 'adjust-circle',
      subTitle: 'Browse and create new connections',
      children: [
        {
          id: 'connections-add-new-connection',
          text: 'Add new connection',
          url: '/connections/add-new-connection',
          subTitle: 'Browse and create new connections',
        },
        {
          id: 'connections-datasources',
          text: 'Data sources',
          url: '/connections/datasources',
          subTitle: 'View and manage your connected data source connections',
        },
      ],
    }),
    ...allow<NavItem>(config.apps[PLUGIN_ID] !== undefined, {
      id: 'apps',
      text: 'More apps',
      url: '/apps',
      icon: 'layer-group',
      subTitle: 'App plugins that extend the Grafana experience',
      children: [
        { id: `plugin-page-${PLUGIN_ID}`, text: 'Live Sessions', url: `/a/${PLUGIN_ID}`, children: appPages() },
      ],
    }),
    {
      id: 'demo',
      text: 'Demo',
      url: '/demo',
      icon: 'sliders-v-alt',
      subTitle: 'Pages that only this demo has',
      children: [
        {
          id: 'demo-controls',
          text: 'Controls',
          url: '/demo/controls',
          subTitle: 'Every control that guides act on, and the hard cases',
        },
      ],
    },
    ...allow<NavItem>(may('plugins:write'), {
      id: 'cfg',
      text: 'Administration',
      url: '/admin',
      icon: 'cog',
      subTitle: 'Manage server-wide settings and access to resources',
      children: [
        {
          id: 'cfg/plugins',
          text: 'Plugins and data',
          url: '/admin/plugins',
          subTitle: 'Install plugins and define the relationships between data',
          children: [
            { id: 'plugins', text: 'Plugins', url: '/plugins', subTitle: 'Extend the Grafana experience with plugins' },
          ],
        },
        {
          id: 'cfg/access',
          text: 'Users and access',
          url: '/admin/access',
          subTitle: 'Configure access for individual users, teams, and service accounts',
          children: [{ id: 'global-users', text: 'Users', url: '/admin/users', subTitle: 'Manage users in Grafana' }],
        },
      ],
    }),
  ];
}

/** Pages that have breadcrumbs and a place of their own, but are not in the menu. */
const OFF_MENU: readonly NavItem[] = [
  {
    id: 'profile',
    text: 'Profile',
    url: '/profile',
    children: [{ id: 'profile/settings', text: 'Profile', url: '/profile', subTitle: 'Your name and preferences' }],
  },
];

/** The items from a top-level one down to `id`; empty when the person has no such item. */
export function navPath(id: string, items: readonly NavItem[] = [...navTree(), ...OFF_MENU]): NavItem[] {
  for (const item of items) {
    const below = item.id === id ? [] : navPath(id, item.children ?? []);
    if (item.id === id || below.length > 0) {
      return [item, ...below];
    }
  }
  return [];
}
