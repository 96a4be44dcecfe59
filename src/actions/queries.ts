/** Which queries only read, as far as that can be told without the data source. Pure. */

/** Words by which query languages write, call or break out: SQL's, Flux's, InfluxQL's and of some databases' own functions. */
const WRITES =
  /\b(insert|update|delete|drop|alter|create|truncate|merge|upsert|replace|grant|revoke|exec|execute|call|copy|into|kill|shutdown|attach|detach|vacuum|rename|load_file|pg_\w+|xp_\w+|sp_\w+|dblink\w*|lo_\w+|do\s*\$|set\s+[\w@.]+)\b|\bto\s*\(|;\s*\S/i;
/** Members of a query that data sources read and that cannot hold one of their own, besides those that hold text to look at. */
const PLAIN_MEMBERS = new Set(
  'refId datasource key hide editorMode range instant exemplar queryType format legendFormat interval intervalMs intervalFactor step direction resolution maxLines limit tableType metricsQueryType profileTypeId groupBy'.split(
    ' '
  )
);
/** The text of a query in languages that only read, or that show by their words that they write. */
const TEXT_MEMBERS = new Set(['expr', 'query', 'labelSelector', 'spanSelector']);

/** @param text as it would be put into an editor */
export function mayWrite(text: string): boolean {
  // Between two words a comment counts as a blank does.
  return WRITES.test(text.normalize('NFKC').replace(/\/\*.*?\*\//gs, ' '));
}

/**
 * @param value of Explore's `panes`, `left` or `right`, as JSON
 * @returns false also for all that is not known to read only
 */
export function explorePanesOnlyRead(value: string): boolean {
  let panes: unknown;
  try {
    panes = JSON.parse(value);
  } catch {
    return false;
  }
  const isPlain = isRecord(panes) && Object.values(panes).every(isRecord);
  return isPlain && Object.values(panes as Record<string, Record<string, unknown>>).every(paneOnlyReads);
}

function paneOnlyReads({ queries = [] }: Record<string, unknown>): boolean {
  return Array.isArray(queries) && queries.every((query) => isRecord(query) && Object.entries(query).every(isHarmless));
}

function isHarmless([name, value]: [string, unknown]): boolean {
  return (
    (PLAIN_MEMBERS.has(name) && (name === 'datasource' || !mayWrite(JSON.stringify(value)))) ||
    (TEXT_MEMBERS.has(name) && typeof value === 'string' && !mayWrite(value))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is put into a field may become part of a query, as a dashboard's variable does. */
export function breaksOut(value: string): boolean {
  return !isPlainVariable(value) && mayWrite(value);
}

/** A dashboard's queries may take a variable as it is: quotes, brackets, ends of statements and comments break out of one. */
export function isPlainVariable(value: string): boolean {
  return value.length <= 200 && !/['"`;()\\\p{Cc}]|--|\/\*/u.test(value);
}
