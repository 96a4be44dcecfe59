/** What a bench hands back, and how that is printed and kept. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Figure {
  name: string;
  value: number;
  unit: 'ms' | 's' | 'x' | 'events' | 'samples' | 'attendees' | 'cores' | 'MB' | '%' | 'frames/s' | 'Mbps' | 'kbps';
  /** The value may be at most this; null where nothing is promised. */
  goal: number | null;
  /** The goal is what it must be at least. */
  isLeast?: true;
}

export interface BenchResult {
  bench: string;
  figures: Figure[];
  /** All samples behind the figures, by round, in the figures' unit. */
  rounds: unknown;
}

export const isMissed = ({ value, goal, isLeast }: Figure) =>
  goal !== null && !(isLeast ? value >= goal : value <= goal);

const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

export function table(results: readonly BenchResult[]): string {
  const rows = results.flatMap(({ bench, figures }) =>
    figures.map((figure) => [
      bench,
      figure.name,
      `${shown(figure.value)} ${figure.unit}`,
      figure.goal === null ? '' : `${figure.isLeast ? '>=' : '<='} ${figure.goal}`,
      figure.goal === null ? '' : isMissed(figure) ? 'MISSED' : 'met',
    ])
  );
  const all = [['bench', 'figure', 'value', 'goal', ''], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}

/** `bench/results/latest.json`; earlier ones are overwritten. */
export async function keep(results: readonly BenchResult[]): Promise<string> {
  const file = path.join(__dirname, 'results/latest.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ finished: new Date().toISOString(), results }, null, 2)}\n`);
  return file;
}
