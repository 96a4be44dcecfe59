/** The parts of a target that no CSS parser reads, taken out of it before it is parsed. Pure. */

/** A word from the test selectors of Grafana, such as `components.NavMenu.item`. */
export interface TokenName {
  readonly path: string;
  readonly argument: string | null;
}

export type Extraction =
  { readonly kind: 'contains' | 'text'; readonly text: string } | { readonly kind: 'token'; readonly name: TokenName };

export interface PreparedText {
  /** The text with `PLACEHOLDER(n)` for the n-th extraction. */
  readonly css: string;
  readonly extractions: readonly Extraction[];
  /** From a position in `css` to the one in the authored text. */
  authoredAt(position: number): number;
}

/** In Unicode's private use area, so that no authored pseudo-class is mistaken for it. */
export const PLACEHOLDER = '\ue000';

const STRING = String.raw`"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'`;
const PIECES = new RegExp(
  [
    String.raw`\\[^]`,
    STRING,
    String.raw`\[(?:${STRING}|\\[^]|[^\]"'\\])*\]`,
    // The quoted argument ends with its quote and a parenthesis, so that it may hold either alone.
    String.raw`:(?<kind>contains|text)\(\s*(?:(?<quote>["'])(?<quoted>[^]*?)\k<quote>\s*\)|(?<plain>[^()"']*(?:\([^()]*\)[^()]*)*)\))`,
    String.raw`\{grafana:(?<path>[\w.]+)(?::(?<argument>[^}]*))?\}`,
  ].join('|'),
  'gi'
);
const WHOLE_TOKEN = /^\s*grafana:([\w.]+)(?::([^]*))?$/;

export function prepareText(authored: string): PreparedText {
  const whole = WHOLE_TOKEN.exec(authored);
  if (whole) {
    const name = { path: whole[1], argument: whole[2] ?? null };
    return { css: `:${PLACEHOLDER}(0)`, extractions: [{ kind: 'token', name }], authoredAt: () => 0 };
  }
  const extractions: Extraction[] = [];
  /** Where an extraction stood, and by how much the text has shrunk up to its end. */
  const shifts: Array<{ end: number; shrunk: number }> = [];
  let shrunk = 0;
  const css = authored.replace(PIECES, (piece: string, ...rest: unknown[]) => {
    const groups = namedGroups(rest);
    const extraction = extractionOf(groups);
    if (!extraction) {
      return piece;
    }
    const written = `:${PLACEHOLDER}(${extractions.push(extraction) - 1})`;
    const start = rest.find((one) => typeof one === 'number') ?? 0;
    shifts.push({ end: start - shrunk + written.length, shrunk: shrunk + piece.length - written.length });
    shrunk += piece.length - written.length;
    return written;
  });
  return {
    css,
    extractions,
    authoredAt: (position) =>
      Math.min(position + (shifts.findLast(({ end }) => end <= position)?.shrunk ?? 0), authored.length),
  };
}

function namedGroups(rest: readonly unknown[]): Readonly<Record<string, string | undefined>> {
  const groups: unknown = rest.at(-1);
  const entries = typeof groups === 'object' && groups !== null ? Object.entries(groups) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : undefined]));
}

function extractionOf(groups: Readonly<Record<string, string | undefined>>): Extraction | null {
  const { kind, quote, quoted = '', plain = '', path, argument } = groups;
  if (path !== undefined) {
    return { kind: 'token', name: { path, argument: argument ?? null } };
  }
  if (kind === undefined) {
    return null;
  }
  const text = quote === undefined ? plain.trim() : quoted;
  return { kind: kind.toLowerCase() === 'text' ? 'text' : 'contains', text: text.replace(/\\(["'\\()])/g, '$1') };
}
