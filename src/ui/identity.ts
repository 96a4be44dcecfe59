/** What this plugin is called and where its pages are. Imported by module.js: keep it free of imports. */
export const PLUGIN_ID = 'livesessions-guide-app';
export const PLUGIN_TITLE = 'Live Sessions';
/** Paths as Grafana's locationService has them, without the sub-path that Grafana may be served under. */
export const HOME_PATH = `/a/${PLUGIN_ID}`;
export const SHARED_PATH = `${HOME_PATH}/shared`;
export const GALLERY_PATH = `${HOME_PATH}/gallery`;
export const CONFIG_PATH = `/plugins/${PLUGIN_ID}`;

/** Below Grafana's sub-path: its own server calls the session server, with the key that only it has (plugin.json, routes). */
export const PROXY_PATH = `/api/plugin-proxy/${PLUGIN_ID}`;

/** The part after `/join/` of the app's join page, or null when the path is another. */
export function joinPart(pathname: string): string | null {
  const prefix = `${HOME_PATH}/join/`;
  const part = pathname.startsWith(prefix) ? pathname.slice(prefix.length).replace(/\/+$/, '') : '';
  return part === '' ? null : part;
}
