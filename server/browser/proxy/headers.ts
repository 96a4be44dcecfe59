/** What a proxy passes on of a message's head. Pure. */

/** Of one connection alone, so not passed on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Answered here.
  'expect',
]);

/** Name and value in turn, as they came, without those of the connection and those that it names. */
export function endToEnd(raw: readonly string[], without: readonly string[] = []): string[] {
  const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]] as const] : []));
  const named = pairs
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((each) => each.trim().toLowerCase()));
  const dropped = new Set([...HOP_BY_HOP, ...named, ...without]);
  // The length is what frames the body; no Connection header may take it away.
  dropped.delete('content-length');
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase())).flat();
}
