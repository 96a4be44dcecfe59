import { AppEvents } from '@grafana/data';
import {
  config,
  getAppEvents,
  type BackendSrv,
  type BackendSrvRequest,
  type FetchError,
  type FetchResponse,
} from '@grafana/runtime';
import { defer, lastValueFrom, throwError, type Observable } from 'rxjs';
import { LOGIN_HEADER } from '../../people';

const isBodyless = (method: string) => method === 'GET' || method === 'HEAD';

function addressOf({ url, params }: BackendSrvRequest): string {
  const rooted = /^https?:\/\//.test(url) ? url : `${config.appSubUrl}/${url.replace(/^\/+/, '')}`;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) {
        query.append(name, String(item));
      }
    }
  }
  const text = query.toString();
  return text === '' ? rooted : `${rooted}${rooted.includes('?') ? '&' : '?'}${text}`;
}

async function bodyOf(response: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  switch (type) {
    case 'text':
      return response.text();
    case 'arraybuffer':
      return response.arrayBuffer();
    case 'blob':
      return response.blob();
    default: {
      const text = await response.text();
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    }
  }
}

const messageOf = (data: unknown): string | undefined =>
  typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : undefined;

/** Grafana's HTTP client over `fetch`; every call carries the tab's login. Errors are `FetchError`s as in Grafana. */
export class FetchBackendSrv implements BackendSrv {
  constructor(private readonly login: string) {}

  get = <T>(
    url: string,
    params?: BackendSrvRequest['params'],
    requestId?: string,
    options?: Partial<BackendSrvRequest>
  ) => this.request<T>({ ...options, method: 'GET', url, params, requestId });
  delete = <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
    this.request<T>({ showSuccessAlert: true, ...options, method: 'DELETE', url, data });
  post = <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
    this.request<T>({ showSuccessAlert: true, ...options, method: 'POST', url, data });
  patch = <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
    this.request<T>({ showSuccessAlert: true, ...options, method: 'PATCH', url, data });
  put = <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
    this.request<T>({ showSuccessAlert: true, ...options, method: 'PUT', url, data });

  async request<T>(options: BackendSrvRequest): Promise<T> {
    return (await lastValueFrom(this.fetch<T>(options))).data;
  }

  datasourceRequest<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(options));
  }

  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return defer(() => this.send<T>(options));
  }

  chunked(): Observable<FetchResponse<Uint8Array | undefined>> {
    return throwError(() => new Error('The demo Grafana does not stream responses'));
  }

  private async send<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    const method = (options.method ?? 'GET').toUpperCase();
    const headers = new Headers(options.headers);
    headers.set(LOGIN_HEADER, this.login);
    let body: string | undefined;
    if (!isBodyless(method) && options.data !== undefined) {
      headers.set('content-type', 'application/json');
      body = JSON.stringify(options.data);
    }
    let response: Response;
    try {
      response = await fetch(addressOf(options), {
        method,
        headers,
        body,
        signal: options.abortSignal,
        credentials: options.credentials,
      });
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw this.failure(options, { status: 0, statusText: message, data: { message } });
    }
    const data = await bodyOf(response, options.responseType);
    if (!response.ok) {
      throw this.failure(options, { status: response.status, statusText: response.statusText, data });
    }
    const message = messageOf(data);
    if (message !== undefined && options.showSuccessAlert) {
      getAppEvents().publish({ type: AppEvents.alertSuccess.name, payload: [message] });
    }
    const { status, statusText, ok, redirected, type, url } = response;
    // As in Grafana, the caller says what shape it expects.
    return {
      data: data as T,
      status,
      statusText,
      ok,
      headers: response.headers,
      redirected,
      type,
      url,
      config: options,
    };
  }

  private failure(
    request: BackendSrvRequest,
    { status, statusText, data }: { status: number; statusText: string; data: unknown }
  ): FetchError<unknown> {
    const message = messageOf(data) ?? statusText;
    if (request.showErrorAlert !== false) {
      getAppEvents().publish({ type: AppEvents.alertError.name, payload: [message] });
    }
    return { status, statusText, data, message, config: request };
  }
}
