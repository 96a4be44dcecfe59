/** Where the session server's signalling is. */
export interface SignallingAddress {
  host: string;
  port: number;
  /** With a slash at its end. */
  path: string;
  key: string;
  secure: boolean;
}

/** `baseUrl` is the session server's, `peerjsPath` as in its PEERJS_PATH. */
export function signallingAddress(baseUrl: string, key: string, peerjsPath = '/pathfinder'): SignallingAddress {
  const url = new URL(baseUrl);
  const secure = url.protocol === 'https:';
  return {
    host: url.hostname,
    port: Number(url.port) || (secure ? 443 : 80),
    path: `${url.pathname.replace(/\/$/, '')}${peerjsPath}/`,
    key,
    secure,
  };
}
