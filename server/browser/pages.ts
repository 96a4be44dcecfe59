/** The shared browser's page as HTML, its refusals, and what it may load. Pure. */
import { BROWSER_PAGE_PATH, type ProviderKind } from '../../src/protocol/browserApi';
import { escapeHtml, htmlShell, refusalShell } from '../page/html';

export interface PageSettings {
  /** Exact origins of the Grafanas that may frame the page. */
  allowedOrigins: readonly string[];
  provider: ProviderKind;
  /** Where the provider's own viewer comes from and connects to, as CSP sources. Ours needs none. */
  providerSources: readonly string[];
}

/** The viewer is loaded by its vendor's library from the VM's own address. */
export const HYPERBEAM_SOURCES = ['https://*.hyperbeam.com', 'wss://*.hyperbeam.com'];

/**
 * Where the page's files are, seen from `path`, so that the page works below whatever a proxy puts before it.
 * @param path an absolute one, without query
 */
export function assetsFrom(path: string): string {
  const below = path.slice(path.indexOf(BROWSER_PAGE_PATH) + BROWSER_PAGE_PATH.length);
  const slashes = below.split('/').length - 1;
  return slashes === 0 ? `${BROWSER_PAGE_PATH.slice(1)}/assets/` : `${'../'.repeat(slashes - 1)}assets/`;
}

/** The page of every session; which one it is, it reads from its address. */
export function browserPage(assets: string, { allowedOrigins }: PageSettings): string {
  return htmlShell({
    title: 'Shared browser',
    assets,
    hasScript: true,
    body: `<main id="browser" data-origins="${escapeHtml(allowedOrigins.join(' '))}"></main>\n<noscript>The shared browser needs JavaScript.</noscript>`,
  });
}

/** A page that says what is wrong and what to do. */
export function browserRefusal(assets: string, title: string, text: string): string {
  return refusalShell(assets, title, text);
}

/**
 * No script but the page's own, and nothing that makes one of a text. The provider's viewer is code that its library loads as
 * a blob, so with such a provider scripts may be that, too.
 * @param host as the browser named the server; to older browsers "self" means no sockets
 */
export function contentPolicy(
  { allowedOrigins, provider, providerSources }: PageSettings,
  host: string | null,
  isEmbedded: boolean
): Record<string, string[]> {
  const own = ["'self'", ...(host === null ? [] : [`ws://${host}`, `wss://${host}`])];
  const common = {
    'default-src': ["'none'"],
    'font-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': isEmbedded ? [...allowedOrigins] : ["'none'"],
  };
  return provider === 'hyperbeam'
    ? {
        ...common,
        'script-src': ["'self'", 'blob:'],
        'worker-src': ['blob:'],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'blob:', 'data:'],
        'media-src': ['blob:'],
        'connect-src': [...own, ...providerSources],
      }
    : {
        ...common,
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'connect-src': own,
        'require-trusted-types-for': ["'script'"],
        'trusted-types': ["'none'"],
      };
}
