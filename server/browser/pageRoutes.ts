/** The shared browser's page and its files, below the session server's `/shared-session`. */
import { Router, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { ProviderKind } from '../../src/protocol/browserApi';
import { normaliseCode } from '../../src/protocol/shareCode';
import type { ServerConfig } from '../config';
import { isKnownHost } from '../guards';
import { sendFile, unpackFiles, type PageFiles } from '../page/files';
import { builtPage } from './builtPage';
import { assetsFrom, browserPage, browserRefusal, contentPolicy, type PageSettings } from './pages';

export interface PageRoutesDeps {
  config: ServerConfig;
  /** What runs the browsers; null where this server has none. */
  provider: ProviderKind | null;
  /** Where the provider's own viewer comes from and connects to, as CSP sources. */
  providerSources: readonly string[];
}

let loading: Promise<PageFiles> | null = null;

function loadPage(): Promise<PageFiles> {
  loading ??= builtPage().then(unpackFiles);
  return loading;
}

/** Mount it at BROWSER_PAGE_PATH. It looks at the request's host itself, to say so on a page. */
export function browserPageRoutes(deps: PageRoutesDeps): Router {
  const { config, provider } = deps;
  const settings: PageSettings = {
    allowedOrigins: config.allowedOrigins,
    provider: provider ?? 'local',
    providerSources: deps.providerSources,
  };
  const router = Router({ strict: true, caseSensitive: true });
  router.use((request, _response, next) => {
    request.headers.host = isKnownHost(request.headers.host, config) ? request.headers.host : undefined;
    next();
  });
  router.use(protect(settings));
  router.get('/assets/:name', sendFile(loadPage));
  router.get(['/', '/:code'], (request, response) => {
    const assets = assetsOf(request.originalUrl);
    const { code } = request.params;
    if (request.headers.host === undefined) {
      refuse(response, 403, assets, OTHER_HOST);
    } else if (provider === null) {
      refuse(response, 404, assets, NONE_HERE);
    } else if (needsOwnAddress(provider, config)) {
      refuse(response, 503, assets, OWN_ADDRESS);
    } else if (code !== undefined && normaliseCode(code) === null) {
      refuse(response, 400, assets, NO_CODE);
    } else {
      response.send(browserPage(assets, settings));
    }
  });
  router.use((request, response) => refuse(response, 404, assetsOf(request.originalUrl), NOTHING));
  return router;
}

const NO_CODE = [
  'This is no share code',
  'A share code has six letters and digits. Ask for it again, or start a browser of your own at /shared-session.',
] as const;
const NOTHING = ['There is nothing here', 'A shared browser is at /shared-session, or /shared-session/CODE.'] as const;
const OTHER_HOST = [
  'Not from there',
  'The session server is not known by that host name. Use the address that it printed at its start, or see ALLOWED_HOSTS.',
] as const;
const NONE_HERE = [
  'No shared browser here',
  'This session server has none. Whoever runs it can switch it on: see BROWSER in its documentation.',
] as const;
const OWN_ADDRESS = [
  'Not at this address',
  'The viewer of Hyperbeam’s browsers is code from elsewhere, which must not run at the address of a Grafana. Give the session server an address of its own, and set PUBLIC_URL to it.',
] as const;

function refuse(
  response: Response,
  status: number,
  assets: string,
  [title, text]: readonly [title: string, text: string]
): void {
  response.status(status).send(browserRefusal(assets, title, text));
}

/** Whether a provider's code would run with the rights of a Grafana's pages. */
function needsOwnAddress(provider: ProviderKind, { publicUrl, allowedOrigins }: ServerConfig): boolean {
  return provider === 'hyperbeam' && publicUrl !== null && allowedOrigins.includes(new URL(publicUrl).origin);
}

const assetsOf = (url: string) => assetsFrom(url.split('?')[0]);

function protect(settings: PageSettings): RequestHandler {
  return (request, response, next) => {
    const isEmbedded = request.query.embed === '1' && settings.allowedOrigins.length > 0;
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: contentPolicy(settings, request.headers.host ?? null, isEmbedded),
      },
      referrerPolicy: { policy: 'no-referrer' },
      // It knows one origin at most; the policy says the same, and which.
      xFrameOptions: isEmbedded ? false : { action: 'deny' },
      strictTransportSecurity: false,
    })(request, response, (error?: unknown) => {
      if (isEmbedded) {
        response.removeHeader('X-Frame-Options');
      }
      response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), usb=(), serial=()');
      next(error);
    });
  };
}
