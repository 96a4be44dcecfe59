/**
 * An address that was typed without a scheme, with one: as Chrome has it https, but http where a certificate is rare, which is
 * with IP addresses, localhost, and ports other than 443. Pure.
 */
export function withScheme(typed: string): string {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/.exec(typed) ?? [];
  const isOwnKind = host.startsWith('[') || /^[\d.]+$/.test(host) || /^(.+\.)?localhost$/i.test(host);
  const isPlain = port === undefined ? isOwnKind : port !== '443';
  return `${isPlain ? 'http' : 'https'}://${typed}`;
}
