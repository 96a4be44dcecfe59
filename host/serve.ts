import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { z } from 'zod';
import { PLUGIN_ID } from './plugin';
import { sameOrigin } from './server/access';
import { apiRoutes } from './server/api';
import { appPages, settingsOf } from './server/frontendSettings';
import { indexPage } from './server/indexPage';
import { listen } from './server/listen';
import { readPluginFiles } from './server/pluginFiles';
import { answerErrors } from './server/errors';
import { contentSecurityPolicy } from './server/security';
import { signIn } from './server/signIn';
import { createState } from './server/state';

const HERE = __dirname;
const BUNDLE = path.resolve(HERE, '../build/host');

const optionsSchema = z.object({
  port: z.number().int().min(0).max(65535),
  host: z.string().min(1).default('127.0.0.1'),
  sessionServerUrl: z.url({ protocol: /^https?$/ }),
  sessionServerKey: z.string().min(1).nullable().default(null),
  grafanaServerUrl: z.url({ protocol: /^https?$/ }).optional(),
  distDir: z.string().default(path.resolve(HERE, '../dist')),
  appSubUrl: z
    .string()
    .regex(/^(\/[a-zA-Z0-9_-]+)*$/, 'a path such as /grafana, without a slash at its end')
    .default(''),
  csp: z.boolean().default(false),
  connectSrc: z.array(z.string().regex(/^[^\s;,]+$/, 'one address, without blanks, commas and semicolons')).default([]),
});

export type HostOptions = z.input<typeof optionsSchema>;

export interface RunningHost {
  /** Address of the home page, without a slash at its end, sub-path included. */
  url: string;
  /** Ends the open connections and frees the port. */
  stop: () => Promise<void>;
}

/**
 * Serves the demo Grafana from `build/host` with the plugin in `distDir`.
 * @param given.port 0 takes any free port.
 * @param given.sessionServerUrl where browsers reach the session server; the plugin's setting at the start.
 * @param given.sessionServerKey the session server's API_KEY, which the plugin proxy adds.
 * @param given.grafanaServerUrl where the plugin proxy reaches the session server; as browsers do without it.
 * @param given.appSubUrl the path that Grafana is served under, such as `/grafana`.
 * @param given.csp sends the content security policy of Grafana's configuration template.
 * @param given.connectSrc what an administrator has added to `connect-src` of that template.
 * @throws Error that names the port if it is taken, or says that the bundle is missing.
 */
export async function serveHost(given: HostOptions): Promise<RunningHost> {
  const options = optionsSchema.parse(given);
  const stamp = await readFile(path.join(BUNDLE, 'stamp.json'), 'utf8').catch(() => {
    throw new Error('The demo Grafana is not built: run "npm run build:host"');
  });
  const { grafanaVersion: version, stamp: bundle } = z
    .object({ grafanaVersion: z.string(), stamp: z.string() })
    .parse(JSON.parse(stamp));
  const { appSubUrl } = options;
  const state = createState(options.sessionServerUrl, options.sessionServerKey, options.grafanaServerUrl);
  const readPlugin = () => readPluginFiles(options.distDir);

  const site = express.Router();
  site.use('/api', apiRoutes({ state, appSubUrl, version, readPlugin }));
  site.use(`/public/plugins/${PLUGIN_ID}`, express.static(options.distDir, { index: false, fallthrough: false }));
  site.use('/public', express.static(path.join(BUNDLE, 'public'), { index: false, fallthrough: false }));
  site.post('/login', sameOrigin, express.json({ limit: '4kb' }), signIn);
  site.get('/logout', (_request, response) => response.redirect(`${appSubUrl}/login`));
  // The shared browser's page is the session server's.
  site.get(['/shared-session', '/shared-session/:code'], ({ params: { code } }, response) =>
    response.redirect(`${options.sessionServerUrl}/shared-session${code ? `/${encodeURIComponent(code)}` : ''}`)
  );
  site.get('*', async (request, response) => {
    const plugin = await readPlugin();
    const settings = settingsOf({ state, appSubUrl, version, plugin });
    const nonce = options.csp ? randomBytes(16).toString('base64') : null;
    if (nonce !== null) {
      const rootPath = `${request.get('host') ?? ''}${appSubUrl}/`;
      response.set('content-security-policy', contentSecurityPolicy(nonce, rootPath, options.connectSrc));
    }
    response
      .set('cache-control', 'no-store')
      .type('html')
      .send(
        indexPage({
          boot: {
            settings,
            pluginProblem: plugin.built ? null : plugin.reason,
            appPages: plugin.built ? appPages(plugin) : [],
          },
          appSubUrl,
          version: bundle,
          nonce,
        })
      );
  });

  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'deny' });
    next();
  });
  app.use(appSubUrl || '/', site);
  app.use(answerErrors);
  const server = createServer(app);
  const url = await listen(server, options.port, options.host);
  return {
    url: url + appSubUrl,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function main(): Promise<void> {
  const { HOST_PORT = '3000', PORT = '9000' } = process.env;
  const { url } = await serveHost({ port: Number(HOST_PORT), sessionServerUrl: `http://localhost:${PORT}` });
  console.log(`Demo Grafana: ${url}`);
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === pathToFileURL(__filename).href) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
