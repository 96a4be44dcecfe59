/** The dashboards of the demo Grafana as its search knows them. */
export interface DashboardEntry {
  id: number;
  uid: string;
  title: string;
  slug: string;
  folderTitle: string;
  folderUid: string;
  tags: readonly string[];
}

export const DASHBOARDS: readonly DashboardEntry[] = [
  {
    id: 11,
    uid: 'web-shop',
    title: 'Web shop overview',
    slug: 'web-shop-overview',
    folderTitle: 'Shop',
    folderUid: 'shop',
    tags: ['shop', 'service'],
  },
  {
    id: 12,
    uid: 'hosts',
    title: 'Hosts',
    slug: 'hosts',
    folderTitle: 'Infrastructure',
    folderUid: 'infra',
    tags: ['linux'],
  },
];

/** The in-app path of a dashboard. */
export function dashboardPath(entry: DashboardEntry): string {
  return `/d/${entry.uid}/${entry.slug}`;
}
