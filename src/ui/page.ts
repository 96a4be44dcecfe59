/** What page of Grafana this is, from Grafana's own services. Part of module.js. */
import { config, locationService } from '@grafana/runtime';
import { mayMount, type PageFacts } from './mountRules';

export function pageFacts(): PageFacts {
  const { pathname, search } = locationService.getLocation();
  return {
    pathname,
    search,
    inFrame: window.self !== window.top,
    authenticatedBy: config.bootData.user.authenticatedBy ?? '',
    publicDashboard: Boolean(config.publicDashboardAccessToken),
  };
}

/** Calls `whenAllowed` once, as soon as a page is shown on which the dock may be. Returns the undo. */
export function onFirstAllowedPage(whenAllowed: () => void): () => void {
  if (mayMount(pageFacts())) {
    whenAllowed();
    return () => undefined;
  }
  const subscription = locationService.getLocationObservable().subscribe(() => {
    if (mayMount(pageFacts())) {
      subscription.unsubscribe();
      whenAllowed();
    }
  });
  return () => subscription.unsubscribe();
}
