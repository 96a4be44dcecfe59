/** `fetch` through Grafana's own client: signed in as the person at the page, below the sub-path, in the right organisation. */
import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { Fetch } from './session/DirectoryClient';

/** Rejects only where no answer came. `prefix` is without the sub-path that Grafana may be served under. */
export function grafanaFetch(prefix: string): Fetch {
  return async (path, { method, headers, body }) => {
    const request = {
      url: prefix + path,
      method,
      headers,
      data: body === undefined ? undefined : JSON.parse(body),
      showErrorAlert: false,
      showSuccessAlert: false,
    };
    try {
      const { status, ok, data } = await lastValueFrom(getBackendSrv().fetch<unknown>(request));
      return { status, ok, text: async () => JSON.stringify(data) };
    } catch (error) {
      if (isFetchError(error) && error.status > 0) {
        return { status: error.status, ok: false, text: async () => JSON.stringify(error.data) };
      }
      throw error;
    }
  };
}
