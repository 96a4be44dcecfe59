/** The shared browser's page as it is served: what it may load, who may frame it, and what stands there where there is none. */
import { startServer, type RunningServer } from '../startServer';
import type { ServerConfig } from '../config';
import { call } from '../testing/http';
import { assetsFrom, contentPolicy, HYPERBEAM_SOURCES } from './pages';
import type { Provider } from './provider';
import { PlainProvider } from './testing/PlainProvider';

const servers: RunningServer[] = [];

async function serve(config: Partial<ServerConfig> = {}, browserProvider: Provider = new PlainProvider()) {
  const server = await startServer({
    config: { port: 0, browser: true, logLevel: 'silent', allowedOrigins: ['https://grafana.example'], ...config },
    browserProvider,
  });
  servers.push(server);
  return server.url;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const policyOf = (headers: Headers) =>
  new Map(
    (headers.get('content-security-policy') ?? '').split(';').map((part) => {
      const [name, ...sources] = part.split(' ');
      return [name, sources.join(' ')];
    })
  );

it('BROW-18: is served with or without a code, with its files beside it, and with nothing inline', async () => {
  const url = await serve();
  for (const path of ['/shared-session', '/shared-session/', '/shared-session/K7M2QX', '/shared-session/k7m-2qx']) {
    const response = await fetch(url + path);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/i);
    const [, script] = /<script type="module" src="([^"]+)">/.exec(html) ?? [];
    const [, style] = /<link rel="stylesheet" href="([^"]+)">/.exec(html) ?? [];
    for (const [file, type] of [
      [script, 'text/javascript'],
      [style, 'text/css'],
    ]) {
      const found = await fetch(new URL(file, url + path));
      expect(found.status).toBe(200);
      expect(found.headers.get('content-type')).toContain(type);
    }
  }
});

it('BROW-18: lets scripts be its own alone, and nobody frame it', async () => {
  const response = await fetch(`${await serve()}/shared-session`);
  const policy = policyOf(response.headers);
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('style-src')).toBe("'self'");
  expect(policy.get('require-trusted-types-for')).toBe("'script'");
  expect(policy.get('frame-ancestors')).toBe("'none'");
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it('BROW-18: lets the Grafanas that may call frame it, where it is asked for embedded, and nobody else', async () => {
  const embedded = await fetch(`${await serve()}/shared-session/K7M2QX?embed=1`);
  expect(policyOf(embedded.headers).get('frame-ancestors')).toBe('https://grafana.example');
  expect(embedded.headers.get('x-frame-options')).toBeNull();
  const alone = await fetch(`${await serve({ allowedOrigins: [] })}/shared-session?embed=1`);
  expect(policyOf(alone.headers).get('frame-ancestors')).toBe("'none'");
  expect(alone.headers.get('x-frame-options')).toBe('DENY');
});

it.each([
  ['/shared-session/no-code-at-all', 400, 'This is no share code'],
  ['/shared-session/K7M2QX/more', 404, 'There is nothing here'],
  ['/shared-session/assets/..%2f..%2fpackage.json', 404, 'There is nothing here'],
  ['/shared-session/%E0%A4%A', 400, 'cannot be read'],
])('%s is refused in words', async (path, status, words) => {
  const answer = await call(`${await serve()}${path}`, {});
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(words);
  expect(answer.text).not.toContain('<script');
});

it('says so where this server has no browser', async () => {
  const answer = await call(`${await serve({ browser: false })}/shared-session`, {});
  expect(answer.status).toBe(404);
  expect(answer.text).toContain('No shared browser here');
});

it('is not there by a rebound name', async () => {
  const url = await serve();
  const answer = await call(`${url}/shared-session`, { headers: { host: `evil.example:${new URL(url).port}` } });
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('Not from there');
});

describe('BROW-18: with Hyperbeam', () => {
  class CloudProvider extends PlainProvider {
    override readonly kind = 'hyperbeam' as unknown as 'local';
  }

  it('lets its viewer be loaded from Hyperbeam, and from nowhere else', async () => {
    const response = await fetch(`${await serve({}, new CloudProvider())}/shared-session`);
    const policy = policyOf(response.headers);
    expect(policy.get('script-src')).toBe("'self' blob:");
    expect(policy.get('connect-src')).toContain(HYPERBEAM_SOURCES.join(' '));
    expect(policy.get('default-src')).toBe("'none'");
  });

  it('is not served at the address of a Grafana, whose rights that code would have', async () => {
    const publicUrl = 'https://grafana.example/live-sessions';
    const answer = await call(`${await serve({ publicUrl }, new CloudProvider())}/shared-session`, {});
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('address of its own');
  });
});

it.each([
  ['/shared-session', 'shared-session/assets/'],
  ['/shared-session/', 'assets/'],
  ['/shared-session/K7M2QX', 'assets/'],
  ['/live/shared-session/a/b', '../assets/'],
])('seen from %s its files are at %s', (path, assets) => expect(assetsFrom(path)).toBe(assets));

it('names its sockets for browsers to which "self" means none', () => {
  const settings = { allowedOrigins: [], provider: 'local', providerSources: [] } as const;
  expect(contentPolicy(settings, 'live.example:9000', false)['connect-src']).toEqual([
    "'self'",
    'ws://live.example:9000',
    'wss://live.example:9000',
  ]);
  expect(contentPolicy(settings, null, false)['connect-src']).toEqual(["'self'"]);
});
