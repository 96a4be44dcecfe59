/** Where the page is and how it is moved, always without the sub-path that Grafana is served under. */
import type { Undo } from './clock';

export interface PageLocation {
  /** Path and query, such as `/explore?left=1`. */
  route(): string;
  go(route: string): void;
  /** Fires after every change of path or query, not at once. */
  onChange(listener: (route: string) => void): Undo;
}

interface Place {
  readonly pathname: string;
  readonly search: string;
}

/** The part of Grafana's `locationService` that is needed. */
export interface LocationService {
  getLocation(): Place;
  push(route: string): void;
  getLocationObservable(): { subscribe(next: (place: Place) => void): { unsubscribe(): void } };
}

export function pageLocation(service: LocationService): PageLocation {
  const route = () => routeOf(service.getLocation());
  return {
    route,
    go: (to) => service.push(to),
    onChange(listener) {
      // The observable repeats its last value to a newcomer.
      let last = route();
      const subscription = service.getLocationObservable().subscribe((place) => {
        const next = routeOf(place);
        if (next !== last) {
          last = next;
          listener(next);
        }
      });
      return () => subscription.unsubscribe();
    },
  };
}

export function pathOf(route: string): string {
  return route.split(/[?#]/, 1)[0];
}

function routeOf({ pathname, search }: Place): string {
  return pathname + search;
}
