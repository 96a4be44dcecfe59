import type { PluginExtensionOpenModalOptions } from '@grafana/data';
import { createStore } from '../shell/store';

/** The modal that a plugin's link opened, or null. */
export const pluginModal = createStore<PluginExtensionOpenModalOptions | null>(null);
