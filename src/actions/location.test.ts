import { pageLocation, pathOf } from './location';

/** As Grafana's: newcomers get the last value at once. */
class Service {
  private place = { pathname: '/explore', search: '?left=1' };
  private readonly listeners = new Set<(place: { pathname: string; search: string }) => void>();
  getLocation = () => this.place;
  push = (route: string) => {
    const [pathname, query] = route.split('?');
    this.place = { pathname, search: query ? `?${query}` : '' };
    this.listeners.forEach((listener) => listener(this.place));
  };
  getLocationObservable = () => ({
    subscribe: (next: (place: { pathname: string; search: string }) => void) => {
      this.listeners.add(next);
      next(this.place);
      return { unsubscribe: () => void this.listeners.delete(next) };
    },
  });
}

describe('pageLocation', () => {
  it('tells path and query, and each change once', () => {
    const location = pageLocation(new Service());
    const seen: string[] = [];
    const off = location.onChange((route) => seen.push(route));
    expect(location.route()).toBe('/explore?left=1');
    location.go('/d/abc?from=now-1h');
    location.go('/d/abc?from=now-1h');
    location.go('/d/abc');
    off();
    location.go('/explore');
    expect(seen).toEqual(['/d/abc?from=now-1h', '/d/abc']);
  });
});

describe('pathOf', () => {
  it.each([
    ['/explore?left=1#x', '/explore'],
    ['/explore#x', '/explore'],
    ['/', '/'],
  ])('%s is %s', (route, path) => expect(pathOf(route)).toBe(path));
});
