/** Whether the page that is shown now is one on which the dock may be; follows navigation. Part of module.js. */
import { useSyncExternalStore } from 'react';
import { locationService } from '@grafana/runtime';
import { mayMount } from './mountRules';
import { pageFacts } from './page';

export function useMayMount(): boolean {
  return useSyncExternalStore(onLocation, isAllowed);
}

function onLocation(listener: () => void): () => void {
  const subscription = locationService.getLocationObservable().subscribe(listener);
  return () => subscription.unsubscribe();
}

function isAllowed(): boolean {
  return mayMount(pageFacts());
}
