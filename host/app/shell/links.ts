import { locationUtil } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';

/** The in-app path that a click on `anchor` should go to, or null where the browser should follow the link itself. */
function inAppPath(anchor: HTMLAnchorElement): string | null {
  const { origin, pathname, search, hash } = anchor;
  const root = `${config.appSubUrl}/`;
  const ours = origin === window.location.origin && pathname.startsWith(root);
  const toServer = ['api/', 'public/', 'logout'].some((start) => pathname.startsWith(root + start));
  if (!ours || toServer || anchor.hasAttribute('download') || (anchor.target !== '' && anchor.target !== '_self')) {
    return null;
  }
  return locationUtil.stripBaseFromUrl(pathname + search + hash);
}

/** Plain links, of plugins too, change the page without loading it anew, as in Grafana; returns its undo. */
export function followLinksInApp(): () => void {
  const listener = (event: MouseEvent) => {
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    const anchor = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    const path = anchor && !modified && !event.defaultPrevented ? inAppPath(anchor) : null;
    if (path !== null) {
      event.preventDefault();
      locationService.push(path);
    }
  };
  document.addEventListener('click', listener);
  return () => document.removeEventListener('click', listener);
}
