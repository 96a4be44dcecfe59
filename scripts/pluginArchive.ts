/** The plugin as Grafana's catalogue takes it: what has to be in the archive, and the archive. Pure. */
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { z } from 'zod';

/** Contents by path, with "/" between folders. */
export type Files = ReadonlyMap<string, Uint8Array>;

export interface Expected {
  id: string;
  /** As in package.json. */
  version: string;
  /** Text of src/README.md: the catalogue's page. */
  readme: string;
  license: string;
  changelog: string;
}

const metadataSchema = z.object({
  id: z.string(),
  info: z.object({
    version: z.string(),
    updated: z.string(),
    logos: z.object({ small: z.string(), large: z.string() }),
    screenshots: z.array(z.object({ path: z.string() })).default([]),
  }),
});

/** What does not belong into a plugin: sources, settings, whatever begins with a dot. */
const STRAY = /(^|\/)(\.[^/]*|node_modules|[^/]*\.(tsx?|env|pem|key|log|zip))(\/|$)/;
/** A Unix file that everybody may read and its owner may write, in the upper half of a ZIP's attributes. */
const READABLE = 0o100644 << 16;
const UNIX = 3;

/** Sentences for who builds; none when the build may be handed out. `files` are those of dist/. */
export function problemsOf(files: Files, expected: Expected): string[] {
  const text = (name: string) => new TextDecoder().decode(files.get(name));
  const missing = ['module.js', 'plugin.json', 'README.md', 'LICENSE', 'CHANGELOG.md'].filter(
    (name) => !files.has(name)
  );
  const stray = [...files.keys()].filter((name) => STRAY.test(name));
  const problems = [
    ...missing.map((name) => `${name} is missing.`),
    ...stray.map((name) => `${name} does not belong into the plugin.`),
  ];
  const same: Array<[string, string]> = [
    ['README.md', expected.readme],
    ['LICENSE', expected.license],
    ['CHANGELOG.md', expected.changelog],
  ];
  for (const [name, content] of same) {
    if (files.has(name) && text(name) !== content) {
      problems.push(`${name} is not the one of these sources; build again.`);
    }
  }
  return files.has('plugin.json')
    ? [...problems, ...problemsOfMetadata(text('plugin.json'), files, expected)]
    : problems;
}

function problemsOfMetadata(json: string, files: Files, { id, version }: Expected): string[] {
  const metadata = metadataSchema.safeParse(parseJson(json));
  if (!metadata.success) {
    return [`plugin.json is malformed at ${metadata.error.issues[0].path.join('.') || 'its beginning'}.`];
  }
  const { info } = metadata.data;
  const pictures = [info.logos.small, info.logos.large, ...info.screenshots.map(({ path }) => path)];
  return [
    ...(metadata.data.id === id ? [] : [`plugin.json has the id ${metadata.data.id} instead of ${id}.`]),
    ...(info.version === version
      ? []
      : [`plugin.json has version ${info.version} instead of ${version}; build again.`]),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(info.updated) ? [] : ['plugin.json has no date in info.updated.']),
    ...(/%[A-Z_]+%/.test(json) ? ['plugin.json has a placeholder that the build did not fill.'] : []),
    ...[...new Set(pictures)].filter((path) => !files.has(path)).map((path) => `${path} is missing.`),
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A ZIP with one folder at its top. The same files and the same time give the same bytes. */
export function archive(folder: string, files: Files, mtime: Date): Uint8Array {
  const entries = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(
    Object.fromEntries(
      entries.map(([name, content]) => [`${folder}/${name}`, [content, { mtime, os: UNIX, attrs: READABLE, level: 9 }]])
    )
  );
}

/** The catalogue takes an archive with its MD5 or SHA-1; SHA-256 is for people who check what they got. */
export const CHECKSUMS = ['sha256', 'sha1', 'md5'] as const;

/** What stands in a checksum file beside the archive, as `sha256sum`, `sha1sum` and `md5sum` read it. */
export function checksum(algorithm: (typeof CHECKSUMS)[number], name: string, content: Uint8Array): string {
  return `${createHash(algorithm).update(content).digest('hex')}  ${name}\n`;
}
