/** The class of every step of a folder of guides, by the shipped rules (src/actions/policyAuthored.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resolveSelectors, versionedComponents, versionedPages } from '@grafana/e2e-selectors';
import { classifyAuthored, type AuthoredClass } from '../src/actions/policyAuthored';
import { judgeRoute } from '../src/actions/routes';
import { readCondition } from '../src/guide/conditionWords';
import type { GuideStep } from '../src/guide/model';
import { parseGuideText } from '../src/guide/parseGuide';
import { allBlocks } from './guidesCheckGuide';

const DOCS = path.resolve(__dirname, '../docs');
export const TABLE = path.join(DOCS, 'classification.tsv');
export const SUMMARY = path.join(DOCS, 'classification.md');

/** `do`: a session may perform it. `show`: its author offers no Do It. `person`: the reader does it, in a guided block. */
export type OfferedAs = 'do' | 'show' | 'person';

export interface ClassifiedStep extends AuthoredClass {
  readonly file: string;
  readonly stepId: string;
  readonly offered: OfferedAs;
  readonly action: string;
  readonly target: string;
}

/** Characters of a target in the table: enough to know it again, too few for anyone's sentences. */
const TARGET_LENGTH = 90;
const TEXT_LENGTH = 32;

/** Files that are no guides are passed over. */
export async function classifyFolder(folder: string): Promise<ClassifiedStep[]> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return files.flatMap((file) => classifyFile(file, readFileSync(path.join(folder, file), 'utf8')));
}

function classifyFile(file: string, text: string): ClassifiedStep[] {
  const parsed = parseGuideText(text);
  if (!parsed.ok) {
    return [];
  }
  const { guide } = parsed;
  const byPerson = new Set(
    allBlocks(guide.blocks).flatMap((block) => (block.kind === 'guided' ? block.group.steps.map(({ id }) => id) : []))
  );
  let route = '';
  return guide.steps.map((step) => {
    route = pageAsked(step) ?? route;
    const judged = classifyAuthored(step, route, nameOf);
    route = pageAfter(step) ?? route;
    const offered = byPerson.has(step.id) ? 'person' : step.doIt ? 'do' : 'show';
    return { file, stepId: step.id, offered, action: step.action, target: shortened(step.reftarget ?? ''), ...judged };
  });
}

function pageAsked({ requirements }: GuideStep): string | null {
  const pages = requirements
    .map(readCondition)
    .filter(({ word, argument }) => word === 'on-page' && argument.startsWith('/'));
  return pages[0]?.argument ?? null;
}

/** Where a reader is after the step, as far as its text tells. */
function pageAfter({ action, reftarget, verify }: GuideStep): string | null {
  const verified = verify.map(readCondition).find(({ word }) => word === 'on-page');
  const link = /^(?:a)?[^\s]*\[href(?:\$|\^|\*)?=["'](\/[^"'\]]*)["']\]$/.exec(reftarget ?? '');
  const address = action === 'navigate' ? reftarget : link?.[1];
  const led = address && judgeRoute(address).route !== null ? address : null;
  return verified?.argument ?? led;
}

const selectors: unknown = resolveSelectors({ components: versionedComponents, pages: versionedPages });

function nameOf({ path: name, argument }: { readonly path: string; readonly argument: string | null }): string | null {
  const value = name
    .split('.')
    .reduce<unknown>(
      (owner, part) =>
        typeof owner === 'object' && owner !== null ? Object.getOwnPropertyDescriptor(owner, part)?.value : undefined,
      selectors
    );
  const text: unknown = typeof value === 'function' ? value(argument ?? '') : value;
  return typeof text === 'string' ? text : null;
}

function shortened(target: string): string {
  const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
  const quoted = target
    .replace(/\s+/g, ' ')
    .replace(/(["'])((?:(?!\1).)*)\1/g, (_, quote: string, text: string) => quote + cut(text, TEXT_LENGTH) + quote);
  return cut(quoted, TARGET_LENGTH);
}

const COLUMNS = ['file', 'step', 'offered', 'action', 'target', 'class', 'why'];

export function rowsAsTsv(rows: readonly ClassifiedStep[]): string {
  const lines = rows.map(({ file, stepId, offered, action, target, class: judged, why }) =>
    [file, stepId, offered, action, target, judged, why].join('\t')
  );
  return `${[COLUMNS.join('\t'), ...lines].join('\n')}\n`;
}

const CLASSES = ['look', 'move', 'change', 'danger', 'never', 'unknown until found'] as const;
const OFFERED: readonly OfferedAs[] = ['do', 'person', 'show'];

/** A readable account of the table, laid out as prettier would. */
export function summaryOf(rows: readonly ClassifiedStep[]): string {
  const count = (judged: string, offered: OfferedAs) =>
    String(rows.filter((row) => row.class === judged && row.offered === offered).length);
  const cells = [
    ['class', 'may be done', 'by the reader', 'only shown'],
    ...CLASSES.map((judged) => [judged, ...OFFERED.map((offered) => count(judged, offered))]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head, ...counts] = cells;
  return [INTRODUCTION, line(head), rule, ...counts.map(line), '', JUDGEMENTS].join('\n');
}

const INTRODUCTION = `# What following would do with real guides

[classification.tsv](classification.tsv) names every step of the 234 sample guides and its class: what a session may do with
it in an attendee's Grafana (\`look\` and \`move\` at once, \`change\` after one consent, \`danger\` by the attendee's own click
each time, \`never\` not at all). \`npm run guides:classify\` writes both files; a test fails when they are out of date.

The classes come from the shipped rules ([policy.ts](../src/actions/policy.ts), [routes.ts](../src/actions/routes.ts)), fed with
what the step's authored text tells about its element ([policyAuthored.ts](../src/actions/policyAuthored.ts)) and with the page
that the guide says it is on. When a step is performed, the same rules judge the element that was found, right before it is
touched; its form, dialog, page, text and address can only then be known. \`unknown until found\` says that the text does not
even tell what kind of thing the element is; such an element is \`danger\` unless a rule allows it.

\`offered\`: \`do\` may be performed, \`person\` is an inner step of a guided block, which its reader does, \`show\` has no Do It.
`;

const JUDGEMENTS = `## Judgement calls

- **Data source pages are danger, also to look at.** \`/connections/datasources\` and all below \`/connections\` except the overview and the list of connections: a click there can change where data comes from.
- **Pages of apps are danger**, except Grafana's four drilldown apps, which only look. Guides for Synthetic Monitoring, k6, IRM, Fleet Management and SLO therefore ask at each step. An app can be anything, and its buttons say little about what they do.
- **\`/admin\` is never opened for anyone**, as the design has it: a step that goes there is shown.
- **A secret's name and description count as secret** (\`#secret-name\`, \`generate-token-name-input\`): the rules see "secret" or "token" in the field's name and cannot tell the name of a secret from the secret. The attendee types it.
- **"Share" and "Import" are danger** although some only copy a link or open a page: the word does not say which.
- **"Add", "New", "Next", "Test" and "Run" are change**, not danger: in the sample guides they open an editor, a dialog or run a query; what ends the dialog is danger by the dialog.
- **"Cancel" and "Close" are no safer than other buttons**: on a page or in a dialog where a click is danger they are, too.
- **Choosing a refresh interval or a panel's menu is change**, not move: it looks like any other button without a role that says more.
- **Pages of Grafana's menu that only list what is below them** (\`/alerts-and-incidents\`, \`/observability\`, \`/testing-and-synthetics\`) are move. They were danger before this table was read.
- **A dashboard opened with \`editPanel\` is move, and the key is left out**: the dashboard opens, its editor does not. Steps that need the editor then say that their element is not there.
- **A link whose address the target knows only in part** (\`href*=\`) is judged by that part here, and by the whole when found. A relative one is unknown until found.
- **A tab is known by Grafana's test id** ("data-testid Tab ...") and a button by a test id that says so; other elements without a tag, role or address stay unknown.
- **"Confirm" and "danger" in a test id count as grave words.** Without them the button of Grafana's confirmation dialog was held back by its dialog alone. Words in camel case are taken apart, too.
`;
