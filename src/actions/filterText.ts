/** Label filters as one writes them: `job="api" level!=debug`. Pure. */

export interface LabelFilter {
  readonly key: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const FILTER = /(?:^|[\s,]+)([\w.:/-]+)\s*(=~|!~|!=|=)\s*("(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[^\s,"']+)/y;

/** The filters that the whole text consists of; null when it is something else. */
export function readFilters(text: string): readonly LabelFilter[] | null {
  const filters: LabelFilter[] = [];
  const trimmed = text.trim();
  FILTER.lastIndex = 0;
  while (FILTER.lastIndex < trimmed.length) {
    const [, key, operator, value] = FILTER.exec(trimmed) ?? [];
    if (key === undefined || !isOperator(operator)) {
      return null;
    }
    filters.push({ key, operator, value: unquote(value) });
  }
  return filters.length > 0 ? filters : null;
}

function isOperator(text: string): text is LabelFilter['operator'] {
  return text === '=' || text === '!=' || text === '=~' || text === '!~';
}

function unquote(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1).replace(/\\(["'\\])/g, '$1') : value;
}
