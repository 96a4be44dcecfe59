import { getBackendSrv } from '@grafana/runtime';

/** Ids of the panels that were taken off a dashboard. */
export async function readRemovedPanels(uid: string): Promise<number[]> {
  const { dashboard } = await getBackendSrv().get<{ dashboard: { removedPanels: number[] } }>(
    `/api/dashboards/uid/${uid}`
  );
  return dashboard.removedPanels;
}

export const saveRemovedPanels = (uid: string, removedPanels: number[]) =>
  getBackendSrv().post<unknown>('/api/dashboards/db', { dashboard: { uid, removedPanels } });

/** Uids of the dashboards that the person has starred. */
export const listStars = () => getBackendSrv().get<string[]>('/api/user/stars');

export function setStar(uid: string, starred: boolean): Promise<unknown> {
  const address = `/api/user/stars/dashboard/uid/${uid}`;
  return starred ? getBackendSrv().post(address) : getBackendSrv().delete(address);
}
