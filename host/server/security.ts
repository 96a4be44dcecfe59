/**
 * The policy of `content_security_policy_template` in Grafana's default configuration.
 * @param rootPath host, port and path that Grafana is reached at, as in its `$ROOT_PATH`: `root_url` without its scheme.
 * @param connectSrc what an administrator has added to `connect-src`.
 */
export function contentSecurityPolicy(nonce: string, rootPath: string, connectSrc: readonly string[]): string {
  const root = /^[a-zA-Z0-9.:[\]/_-]*$/.test(rootPath) ? rootPath : '';
  return [
    `script-src 'self' 'unsafe-eval' 'unsafe-inline' 'strict-dynamic' 'nonce-${nonce}'`,
    "object-src 'none'",
    "font-src 'self'",
    "style-src 'self' 'unsafe-inline' blob:",
    'img-src * data:',
    "base-uri 'self'",
    ["connect-src 'self'", 'grafana.com', `ws://${root}`, `wss://${root}`, ...connectSrc].join(' '),
    "manifest-src 'self'",
    "media-src 'none'",
    "form-action 'self'",
  ].join(';');
}
