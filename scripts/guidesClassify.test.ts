import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { classifyFolder, rowsAsTsv, SUMMARY, summaryOf, TABLE } from './guidesClassifyTable';

/** Real guides, whose licence does not let them into this project. */
const SAMPLES = path.resolve(__dirname, '../../shared/guides-open');
const there = existsSync(SAMPLES);
if (!there) {
  console.warn('Skipped: the sample guides are not beside the project, so the table cannot be made again.');
}

(there ? test : test.skip)('the committed classification is what the shipped rules say today', async () => {
  const rows = await classifyFolder(SAMPLES);
  expect(readFileSync(TABLE, 'utf8')).toBe(rowsAsTsv(rows));
  expect(readFileSync(SUMMARY, 'utf8')).toBe(summaryOf(rows));
});

test('the committed table has a class for each of its steps', () => {
  const [head, ...rows] = readFileSync(TABLE, 'utf8').trimEnd().split('\n');
  expect(head.split('\t')).toHaveLength(7);
  expect(rows.length).toBeGreaterThan(800);
  const classes = new Set(rows.map((row) => row.split('\t')[5]));
  expect([...classes].sort()).toEqual(['change', 'danger', 'look', 'move', 'never', 'unknown until found']);
});
