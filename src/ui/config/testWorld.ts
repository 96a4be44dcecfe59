/** The browser as `testConnection` sees it. */
import { pageBarriers } from '../../barriers/browserBarriers';
import { grafanaFetch } from '../../grafanaFetch';
import { PROXY_PATH } from '../identity';
import type { TestWorld } from './testConnection';

const throughProxy = grafanaFetch(PROXY_PATH);
/** Milliseconds. */
const OPEN_WITHIN = 5_000;

export function testWorld(): TestWorld {
  return {
    barriers: pageBarriers(),
    ask: (url) => fetch(url, { credentials: 'omit', signal: AbortSignal.timeout(OPEN_WITHIN) }),
    proxied: (path) => throughProxy(path, { method: 'GET', headers: {}, credentials: 'omit' }),
    firstFrame: (url) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(url);
        let opened = false;
        const overdue = setTimeout(() => socket.close(), OPEN_WITHIN);
        socket.onopen = () => (opened = true);
        socket.onmessage = ({ data }) => {
          resolve(typeof data === 'string' ? data : null);
          socket.close();
        };
        // A socket that the page's policy refuses gets this event and no other.
        socket.onerror = () => reject(new Error('The socket did not open.'));
        socket.onclose = () => {
          clearTimeout(overdue);
          if (opened) {
            resolve(null);
          } else {
            reject(new Error('The socket did not open.'));
          }
        };
      }),
  };
}
