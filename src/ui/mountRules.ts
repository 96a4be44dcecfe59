/** On which pages the dock has no business. Pure, and imported by module.js: keep it free of imports. */

export interface PageFacts {
  /** Path within Grafana, without its sub-path. */
  pathname: string;
  /** Query string with or without its question mark. */
  search: string;
  inFrame: boolean;
  /** `bootData.user.authenticatedBy`; the image renderer signs in as `render`. */
  authenticatedBy: string;
  /** Set while a public dashboard is shown. */
  publicDashboard: boolean;
}

/** Pages that are pictures of one panel, shown to people outside, or shown before anyone is signed in. */
const BARE_PATHS = /^\/(d-solo|dashboard-solo|public-dashboards|render|login|logout|signup|verify|invite)(\/|$)/;

export function mayMount(page: PageFacts): boolean {
  const query = new URLSearchParams(page.search);
  return !(
    page.inFrame ||
    page.publicDashboard ||
    page.authenticatedBy === 'render' ||
    query.has('kiosk') ||
    query.get('render') === '1' ||
    BARE_PATHS.test(page.pathname)
  );
}
