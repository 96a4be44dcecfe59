import type { Monaco } from '@grafana/ui';
import { METRIC_NAMES, metricNamed } from '../demo/metrics';

/** Monaco's name of the query language, as in Grafana. */
export const PROMQL = 'promql';

const FUNCTIONS = ['rate', 'irate', 'increase', 'histogram_quantile', 'label_replace', 'absent', 'delta'];
const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'by', 'without', 'on', 'ignoring', 'group_left', 'offset'];

/** Teaches Monaco the colours and completions of PromQL, once a page. */
export function registerPromql(monaco: Monaco): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === PROMQL)) {
    return;
  }
  monaco.languages.register({ id: PROMQL });
  monaco.languages.setMonarchTokensProvider(PROMQL, {
    words: [...FUNCTIONS, ...AGGREGATIONS],
    tokenizer: {
      root: [
        [/#.*$/, 'comment'],
        [/"(?:[^"\\]|\\.)*"?/, 'string'],
        [/\[[0-9smhdwy:]+\]/, 'number'],
        [/\d+(\.\d+)?/, 'number'],
        [/[a-zA-Z_]\w*(?=\s*(=|!=|=~|!~))/, 'tag'],
        [/[a-zA-Z_:][\w:]*/, { cases: { '@words': 'keyword', '@default': 'identifier' } }],
        [/[{}()]/, '@brackets'],
        [/[-+*/%^=!<>~]+/, 'delimiter'],
      ],
    },
  });
  monaco.languages.setLanguageConfiguration(PROMQL, {
    brackets: [
      ['{', '}'],
      ['(', ')'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '(', close: ')' },
      { open: '"', close: '"' },
    ],
  });
  monaco.languages.registerCompletionItemProvider(PROMQL, {
    provideCompletionItems(model, position) {
      const word = model.getWordUntilPosition(position);
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
      const metrics = METRIC_NAMES.map((name) => ({
        label: name,
        kind: monaco.languages.CompletionItemKind.Constant,
        detail: metricNamed(name).help,
        insertText: name,
        range,
      }));
      const functions = FUNCTIONS.map((name) => ({
        label: name,
        kind: monaco.languages.CompletionItemKind.Function,
        insertText: name,
        range,
      }));
      return { suggestions: [...metrics, ...functions] };
    },
  });
}
