import {
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginLinksHook,
} from '@grafana/runtime';
import { useMemo } from 'react';
import { useStore } from '../shell/store';
import { componentsAt, extensions, functionsAt, linksAt } from './registry';

const useExtensions = () => useStore(extensions);

/** Gives @grafana/runtime its extension hooks; without them `usePluginLinks` and its kin throw. */
export function installExtensionHooks(): void {
  setPluginLinksHook(function useLinks({ extensionPointId, context, limitPerPlugin }) {
    const all = useExtensions();
    const links = useMemo(
      () => linksAt(all, extensionPointId, context, limitPerPlugin),
      [all, extensionPointId, context, limitPerPlugin]
    );
    return { links, isLoading: false };
  });
  setPluginComponentsHook(function useComponents<Props extends object>({
    extensionPointId,
    limitPerPlugin,
  }: {
    extensionPointId: string;
    limitPerPlugin?: number;
  }) {
    const all = useExtensions();
    const components = useMemo(
      () => componentsAt<Props>(all, extensionPointId, limitPerPlugin),
      [all, extensionPointId, limitPerPlugin]
    );
    return { components, isLoading: false };
  });
  setPluginComponentHook(function useComponent(id) {
    return { component: useExtensions().exposed.get(id)?.component ?? null, isLoading: false };
  });
  setPluginFunctionsHook(function useFunctions({ extensionPointId, limitPerPlugin }) {
    const all = useExtensions();
    const functions = useMemo(
      () => functionsAt<unknown>(all, extensionPointId, limitPerPlugin),
      [all, extensionPointId, limitPerPlugin]
    );
    return { functions, isLoading: false };
  });
}
