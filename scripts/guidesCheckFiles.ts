/** Guide files on the disk: which ones there are, what each of them is, and what is wrong with it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { GUIDE_LIMITS } from '../src/guide/guideLimits';
import { parseManifest, type Manifest } from '../src/guide/manifest';
import { isJson, type GuideProblem } from '../src/guide/reading';
import { checkGuide } from './guidesCheckGuide';

export interface CheckedFile {
  readonly file: string;
  /** `none`: JSON that is neither guide nor manifest, met while a folder was walked. */
  readonly kind: 'guide' | 'manifest' | 'none';
  readonly errors: readonly GuideProblem[];
  readonly warnings: readonly GuideProblem[];
  readonly counts: { readonly blocks: number; readonly steps: number; readonly targets: number };
}

interface Found {
  readonly file: string;
  /** Named by the user, not met in a folder: then it must be a guide or a manifest. */
  readonly named: boolean;
}

const NOTHING = { blocks: 0, steps: 0, targets: 0 };
const SKIPPED_FOLDERS = new Set(['node_modules', '.git']);

/** Files first named, and those in folders, at any depth. Throws where a name leads nowhere. */
export async function checkFiles(names: readonly string[]): Promise<CheckedFile[]> {
  const found = names.flatMap(foundBy);
  const checked: CheckedFile[] = [];
  const ids = new Set<string>();
  const manifests = new Map<string, Manifest>();
  for (const each of found) {
    checked.push(await checkFile(each, ids, manifests));
  }
  return checked.map((each) => {
    const manifest = manifests.get(each.file);
    return manifest ? { ...each, errors: [...each.errors, ...packageProblems(each.file, manifest, ids)] } : each;
  });
}

function foundBy(name: string): Found[] {
  if (!existsSync(name)) {
    throw new Error(`There is no file or folder ${name}.`);
  }
  return statSync(name).isDirectory() ? walk(name) : [{ file: name, named: true }];
}

function walk(folder: string): Found[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): Found[] => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return SKIPPED_FOLDERS.has(entry.name) ? [] : walk(file);
      }
      return entry.isFile() && entry.name.endsWith('.json') ? [{ file, named: false }] : [];
    });
}

async function checkFile(
  { file, named }: Found,
  ids: Set<string>,
  manifests: Map<string, Manifest>
): Promise<CheckedFile> {
  const isPackage = ['content.json', 'manifest.json'].includes(path.basename(file));
  const json = readJson(file);
  if (json === undefined) {
    return refused(file, 'The file is not JSON.');
  }
  if (statSync(file).size > GUIDE_LIMITS.bytes) {
    return refused(file, `The file is larger than ${GUIDE_LIMITS.bytes / 1024} KiB.`);
  }
  if (path.basename(file) === 'manifest.json') {
    const read = parseManifest(json);
    if (read.ok) {
      manifests.set(file, read.manifest);
    }
    return { file, kind: 'manifest', errors: read.ok ? [] : read.errors, warnings: [], counts: NOTHING };
  }
  if (!named && !isPackage && !(isJson(json) && 'blocks' in json)) {
    return { file, kind: 'none', errors: [], warnings: [], counts: NOTHING };
  }
  const { guide, errors, warnings, targets } = await checkGuide(json, (id) => readSnippetFor(file, id));
  if (guide) {
    ids.add(guide.id);
  }
  const counts = guide ? { blocks: guide.blocks.length, steps: guide.steps.length, targets } : NOTHING;
  return { file, kind: 'guide', errors, warnings, counts };
}

function refused(file: string, message: string): CheckedFile {
  return { file, kind: 'guide', errors: [{ path: '', message }], warnings: [], counts: NOTHING };
}

/** Undefined where it is no JSON. */
function readJson(file: string): unknown {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return json;
  } catch {
    return undefined;
  }
}

/** From `snippets` or `shared/snippets` beside the guide or above it. */
function readSnippetFor(file: string, id: string): unknown {
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    for (const place of ['snippets', 'shared/snippets']) {
      const candidate = path.join(folder, place, `${id}.json`);
      if (existsSync(candidate)) {
        return readJson(candidate);
      }
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

function packageProblems(file: string, manifest: Manifest, ids: ReadonlySet<string>): GuideProblem[] {
  const content = path.join(path.dirname(file), 'content.json');
  const json = existsSync(content) ? readJson(content) : undefined;
  const guideId = isJson(json) ? json.id : undefined;
  const own: GuideProblem[] =
    guideId === manifest.id
      ? []
      : [
          {
            path: 'id',
            message: `must be the id in content.json beside it, ${JSON.stringify(guideId) ?? 'which is missing'}`,
          },
        ];
  const missing = manifest.milestones.flatMap((id, index) =>
    ids.has(id)
      ? []
      : [
          {
            path: `milestones.${index}`,
            message: `names ${id}, and no guide among these files has that id: add its folder`,
          },
        ]
  );
  return [...own, ...missing];
}
