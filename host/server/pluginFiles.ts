import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { routesSchema } from './pluginProxy';

/** The parts of plugin.json that Grafana's server passes on; unknown ones stay. */
const manifestSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  preload: z.boolean().default(false),
  info: z.looseObject({
    version: z.string().default('0.0.0'),
    updated: z.string().default(''),
    description: z.string().default(''),
    logos: z.looseObject({ small: z.string(), large: z.string() }).optional(),
  }),
  includes: z
    .array(
      z.looseObject({
        type: z.string(),
        name: z.string(),
        path: z.string().optional(),
        role: z.enum(['Viewer', 'Editor', 'Admin']).default('Viewer'),
        addToNav: z.boolean().default(false),
      })
    )
    .default([]),
  routes: routesSchema,
  dependencies: z.looseObject({ grafanaDependency: z.string().optional() }).prefault({}),
  extensions: z.looseObject({}).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

export type PluginFiles =
  { built: false; reason: string } | { built: true; manifest: Manifest; loadingStrategy: 'script' | 'fetch' };

const BANNER_SEARCHED = 2000;

/**
 * Reads what `distDir` holds. A bundle whose banner names create-plugin is loaded by a script element, any other
 * is fetched, as in Grafana's own loader.
 */
export async function readPluginFiles(distDir: string): Promise<PluginFiles> {
  try {
    const [manifest, bundle] = await Promise.all([
      readFile(path.join(distDir, 'plugin.json'), 'utf8'),
      readFile(path.join(distDir, 'module.js'), 'utf8'),
    ]);
    return {
      built: true,
      manifest: manifestSchema.parse(JSON.parse(manifest)),
      loadingStrategy: bundle.slice(0, BANNER_SEARCHED).includes('[create-plugin]') ? 'script' : 'fetch',
    };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const why = error instanceof Error ? error.message : String(error);
    return { built: false, reason: missing ? `No built plugin in ${distDir}` : `The plugin in ${distDir}: ${why}` };
  }
}
