/** The shared browser's page and its files, below the session server's `/shared-session`. */
import { Router, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { normaliseCode } from '../../src/protocol/shareCode';
import { unpackFiles, type PageFiles } from '../page/files';
import { builtPage } from './builtPage';
import { assetsFrom, browserPage, browserRefusal, contentPolicy, type PageSettings } from './pages';

export interface PageRoutesDeps extends PageSettings {
  /** The address that browsers use, or null. */
  publicUrl: string | null;
}

let loading: Promise<PageFiles> | null = null;

function loadPage(): Promise<PageFiles> {
  loading ??= builtPage().then(unpackFiles);
  return loading;
}

/** Mount it at BROWSER_PAGE_PATH, behind the check of the request's host. */
export function browserPageRoutes(deps: PageRoutesDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.use(protect(deps));
  router.get('/assets/:name', (request, response, next) => {
    loadPage().then((files) => {
      const file = files.get(request.params.name);
      if (file) {
        response.type(file.type).send(file.body);
      } else {
        next();
      }
    }, next);
  });
  router.get(['/', '/:code'], (request, response) => {
    const assets = assetsOf(request.originalUrl);
    const { code } = request.params;
    if (needsOwnAddress(deps)) {
      refuse(response, 503, assets, OWN_ADDRESS);
    } else if (code !== undefined && normaliseCode(code) === null) {
      refuse(response, 400, assets, NO_CODE);
    } else {
      response.send(browserPage(assets, deps));
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
function needsOwnAddress({ provider, publicUrl, allowedOrigins }: PageRoutesDeps): boolean {
  return provider === 'hyperbeam' && publicUrl !== null && allowedOrigins.includes(new URL(publicUrl).origin);
}

const assetsOf = (url: string) => assetsFrom(url.split('?')[0]);

function protect(deps: PageRoutesDeps): RequestHandler {
  return (request, response, next) => {
    const isEmbedded = request.query.embed === '1';
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: contentPolicy(deps, request.headers.host ?? '', isEmbedded),
      },
      referrerPolicy: { policy: 'no-referrer' },
      // It knows one origin at most; the policy says the same, and which.
      xFrameOptions: isEmbedded && deps.allowedOrigins.length > 0 ? false : { action: 'deny' },
      strictTransportSecurity: false,
    })(request, response, (error?: unknown) => {
      if (isEmbedded && deps.allowedOrigins.length > 0) {
        response.removeHeader('X-Frame-Options');
      }
      response.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), usb=(), serial=()');
      next(error);
    });
  };
}
