/** Snippets: blocks that several guides share, put in before anything is read or hashed. Pure. */
import { z } from 'zod';
import { authoredId } from './fields';
import { GUIDE_LIMITS } from './guideLimits';
import { isJson, type Json } from './reading';

const LISTS = ['blocks', 'whenTrue', 'whenFalse'];
const SNIPPET_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const snippetSchema = z.object({ id: authoredId, blocks: z.array(z.unknown()) });

/** Blocks by the snippet's id. */
export type Snippets = ReadonlyMap<string, readonly unknown[]>;

/** The snippets that a guide asks for, each once. @param json within the bounds of parseGuide's */
export function snippetIdsIn(json: unknown): string[] {
  const ids = new Set<string>();
  walk(json, (block) => {
    if (typeof block.snippetId === 'string' && SNIPPET_ID.test(block.snippetId)) {
      ids.add(block.snippetId);
    }
    return null;
  });
  return [...ids];
}

/** The blocks of a snippet file; null when it is no snippet, is another than the one asked for, or asks for snippets itself. */
export function readSnippet(json: unknown, id: string): readonly unknown[] | null {
  const read = snippetSchema.safeParse(json);
  return read.success && read.data.id === id && snippetIdsIn(json).length === 0 ? read.data.blocks : null;
}

/**
 * The guide with each reference replaced by its snippet's blocks; a reference without a snippet stays, and is read as a
 * note that something is missing.
 * @returns null when that would be more than a guide may be
 */
export function withSnippets(json: unknown, snippets: Snippets): unknown {
  const sizes = new Map(Array.from(snippets, ([id, blocks]) => [id, JSON.stringify(blocks).length]));
  let added = 0;
  const composed = walk(json, (block) => {
    const id = typeof block.snippetId === 'string' ? block.snippetId : '';
    const blocks = snippets.get(id);
    added += sizes.get(id) ?? 0;
    return blocks && added <= GUIDE_LIMITS.bytes ? blocks : null;
  });
  return added <= GUIDE_LIMITS.bytes ? composed : null;
}

/** A copy in which each reference to a snippet is replaced by what the visitor returns for it, null leaving it as it is. */
function walk(json: unknown, visit: (block: Json) => readonly unknown[] | null): unknown {
  if (!isJson(json)) {
    return json;
  }
  const lists = LISTS.filter((name) => Array.isArray(json[name]));
  const walked = lists.map((name): [string, unknown] => {
    const list = json[name];
    const blocks: readonly unknown[] = Array.isArray(list) ? list : [];
    return [
      name,
      blocks.flatMap((block) =>
        isJson(block) && block.type === 'snippet-ref' ? (visit(block) ?? [block]) : [walk(block, visit)]
      ),
    ];
  });
  return walked.length === 0 ? json : { ...json, ...Object.fromEntries(walked) };
}
