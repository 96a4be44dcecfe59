import { config } from '@grafana/runtime';

/** Whether whoever is at the page may change the plugin's settings: Grafana's own permission for it, or its older role. */
export function mayConfigure(): boolean {
  const { permissions, orgRole } = config.bootData.user;
  return permissions?.['plugins:write'] === true || orgRole === 'Admin';
}
