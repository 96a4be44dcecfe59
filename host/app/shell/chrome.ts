import { createStore, useStore } from './store';

/** Heights and widths of Grafana's chrome, in pixels. */
export const CHROME = { topBar: 40, megaMenu: 300 } as const;

export interface Crumb {
  text: string;
  /** In-app path. */
  href: string;
}

/** Crumbs of the page that is shown, Home first. */
export const breadcrumbs = createStore<readonly Crumb[]>([]);

/** Id of the menu's item that the shown page belongs to. */
export const activeNavId = createStore('');

export type MegaMenuState = 'docked' | 'closed' | 'overlay';

const DOCKED_KEY = 'grafana.navigation.docked';
const WIDE = '(min-width: 1200px)';

function firstMenuState(): MegaMenuState {
  const chosen = window.localStorage.getItem(DOCKED_KEY);
  return chosen !== 'false' && window.matchMedia(WIDE).matches ? 'docked' : 'closed';
}

export const megaMenu = createStore<MegaMenuState>(firstMenuState());

/** Docks the menu beside the page, or frees it; remembered as in Grafana. */
export function setMenuDocked(docked: boolean): void {
  window.localStorage.setItem(DOCKED_KEY, String(docked));
  megaMenu.set(docked ? 'docked' : 'closed');
}

/** A link in an overlaid menu was followed. */
export function closeOverlayMenu(): void {
  if (megaMenu.get() === 'overlay') {
    megaMenu.set('closed');
  }
}

/** For `useMegaMenuOpen` of @grafana/runtime. */
export function useMenuOpen(): Readonly<[boolean, (open: boolean, persist?: boolean) => void]> {
  const state = useStore(megaMenu);
  return [
    state !== 'closed',
    (open, persist) => (persist ? setMenuDocked(open) : megaMenu.set(open ? 'overlay' : 'closed')),
  ];
}
