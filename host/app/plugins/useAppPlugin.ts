import type { AppPlugin } from '@grafana/data';
import { useEffect, useState } from 'react';
import { loadAppPlugin } from './loader';

export type PluginState =
  { state: 'loading' } | { state: 'ready'; plugin: AppPlugin } | { state: 'failed'; message: string };

/** Loads the plugin with this id. */
export function useAppPlugin(id: string): PluginState {
  const [state, setState] = useState<PluginState>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    const settle = (next: PluginState) => wanted && setState(next);
    loadAppPlugin(id).then(
      (plugin) => settle({ state: 'ready', plugin }),
      (error: unknown) => settle({ state: 'failed', message: error instanceof Error ? error.message : String(error) })
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  return state;
}
