import { locationService } from '@grafana/runtime';
import { useSyncExternalStore } from 'react';

/** The path within Grafana, without the sub-path that Grafana may be served under. */
export function usePathname(): string {
  return useSyncExternalStore(onLocation, () => locationService.getLocation().pathname);
}

function onLocation(listener: () => void): () => void {
  const subscription = locationService.getLocationObservable().subscribe(listener);
  return () => subscription.unsubscribe();
}
