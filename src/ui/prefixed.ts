import { locationUtil } from '@grafana/data';

/** The address of a page of Grafana for a link, with the path that Grafana may be served under. */
export const prefixed = (path: string): string => locationUtil.assureBaseUrl(path);
