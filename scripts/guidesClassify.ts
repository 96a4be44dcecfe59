/** `npm run guides:classify`: writes docs/classification.tsv and .md from the sample guides. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { classifyFolder, rowsAsTsv, summaryOf, TABLE, SUMMARY } from './guidesClassifyTable';

const SAMPLES = path.resolve(__dirname, '../../shared/guides-open');

async function main(): Promise<void> {
  const rows = await classifyFolder(process.argv[2] ?? SAMPLES);
  writeFileSync(TABLE, rowsAsTsv(rows));
  writeFileSync(SUMMARY, summaryOf(rows));
  console.log(`${rows.length} steps in ${path.relative('', TABLE)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
