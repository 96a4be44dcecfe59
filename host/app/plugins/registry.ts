import {
  PluginExtensionTypes,
  type AppPlugin,
  type ComponentTypeWithExtensionMeta,
  type IconName,
  type PluginExtensionAddedComponentConfig,
  type PluginExtensionAddedFunctionConfig,
  type PluginExtensionAddedLinkConfig,
  type PluginExtensionExposedComponentConfig,
  type PluginExtensionFunction,
  type PluginExtensionLink,
} from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { createElement, type ComponentType } from 'react';
import { createStore } from '../shell/store';
import { pluginModal } from './modals';

type Owned<T> = T & { pluginId: string };

/** Everything that plugins added to Grafana; a new value on every change. */
export interface Extensions {
  links: ReadonlyArray<Owned<PluginExtensionAddedLinkConfig>>;
  components: ReadonlyArray<Owned<PluginExtensionAddedComponentConfig>>;
  functions: ReadonlyArray<Owned<PluginExtensionAddedFunctionConfig>>;
  exposed: ReadonlyMap<string, PluginExtensionExposedComponentConfig>;
}

/** What the loaded plugins added. */
export const extensions = createStore<Extensions>({ links: [], components: [], functions: [], exposed: new Map() });

/** Takes over what `plugin` adds, under its id. */
export function registerExtensions(pluginId: string, plugin: AppPlugin): void {
  const owned = <T extends object>(configs: T[]): Array<Owned<T>> => configs.map((added) => ({ ...added, pluginId }));
  const before = extensions.get();
  extensions.set({
    links: [...before.links, ...owned(plugin.addedLinkConfigs)],
    components: [...before.components, ...owned(plugin.addedComponentConfigs)],
    functions: [...before.functions, ...owned(plugin.addedFunctionConfigs)],
    exposed: new Map([...before.exposed, ...plugin.exposedComponentConfigs.map((added) => [added.id, added] as const)]),
  });
}

const aims = (config: { targets: string | string[] }, point: string) => [config.targets].flat().includes(point);

function limited<T extends { pluginId: string }>(items: T[], perPlugin: number | undefined): T[] {
  if (perPlugin === undefined) {
    return items;
  }
  const taken = new Map<string, number>();
  return items.filter(({ pluginId }) => {
    const count = (taken.get(pluginId) ?? 0) + 1;
    taken.set(pluginId, count);
    return count <= perPlugin;
  });
}

/** The links at an extension point, as `configure` leaves them for this context. */
export function linksAt(
  { links }: Extensions,
  point: string,
  context?: object,
  perPlugin?: number
): PluginExtensionLink[] {
  const found = links.flatMap((config): PluginExtensionLink[] => {
    if (!aims(config, point)) {
      return [];
    }
    const overrides = config.configure ? config.configure(context) : {};
    if (overrides === undefined) {
      return [];
    }
    const { title, description = '', path, icon, category, group, onClick, openInNewTab } = { ...config, ...overrides };
    return [
      {
        id: `${config.pluginId}/${config.title}`,
        pluginId: config.pluginId,
        type: PluginExtensionTypes.link,
        title,
        description,
        path,
        icon: icon as IconName | undefined,
        category,
        group,
        openInNewTab,
        onClick:
          onClick &&
          ((event) =>
            onClick(event, {
              context,
              extensionPointId: point,
              openModal: pluginModal.set,
              // The docked sidebar takes only plugins on Grafana's own list; others go to their page.
              openSidebar: () => locationService.push(`/a/${config.pluginId}`),
              toggleSidebar: () => locationService.push(`/a/${config.pluginId}`),
              closeSidebar: () => {},
            })),
      },
    ];
  });
  return limited(found, perPlugin);
}

/** The components at an extension point. */
export function componentsAt<Props extends object>(
  { components }: Extensions,
  point: string,
  perPlugin?: number
): Array<ComponentTypeWithExtensionMeta<Props>> {
  const found = components.filter((config) => aims(config, point));
  return limited(found, perPlugin).map(({ component, title, description, pluginId }) => {
    const Added = component as ComponentType<Props>;
    return Object.assign((props: Props) => createElement(Added, props), {
      meta: { id: `${pluginId}/${title}`, pluginId, title, description, type: PluginExtensionTypes.component as const },
    });
  });
}

/** The functions at an extension point. */
export function functionsAt<Signature>(
  { functions }: Extensions,
  point: string,
  perPlugin?: number
): Array<PluginExtensionFunction<Signature>> {
  const found = functions.filter((config) => aims(config, point));
  return limited(found, perPlugin).map(({ title, description = '', pluginId, fn }) => ({
    id: `${pluginId}/${title}`,
    pluginId,
    title,
    description,
    type: PluginExtensionTypes.function,
    fn: fn as Signature,
  }));
}
