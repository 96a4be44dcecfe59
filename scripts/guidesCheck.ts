/** `npm run guides:check -- FILE...`: checks guide files and folders of them; one line a file, exit 1 on any error. */
import path from 'node:path';
import { checkFiles, type CheckedFile } from './guidesCheckFiles';

async function main(names: readonly string[]): Promise<void> {
  if (names.length === 0) {
    console.error('Name guide files, or folders of them: npm run guides:check -- src/guide/bundled');
    process.exitCode = 2;
    return;
  }
  let checked: CheckedFile[];
  try {
    checked = await checkFiles(names);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    return;
  }
  checked.forEach((file) => console.log(describe(file).join('\n')));
  const wrong = checked.filter(({ errors }) => errors.length > 0).length;
  const right = checked.filter(({ kind, errors }) => kind !== 'none' && errors.length === 0).length;
  console.log(`${right} ok, ${wrong} with errors`);
  process.exitCode = wrong > 0 ? 1 : 0;
}

/** The file's own line, then one for each thing to look at. */
function describe({ file, kind, errors, warnings, counts }: CheckedFile): string[] {
  const verdict = errors.length > 0 ? 'error' : kind === 'none' ? 'skip' : 'ok';
  const facts = {
    guide: [counted(counts.blocks, 'block'), counted(counts.steps, 'step'), counted(counts.targets, 'target')],
    manifest: ['manifest'],
    none: ['not a guide'],
  }[kind];
  const troubles = [
    ...(errors.length > 0 ? [counted(errors.length, 'error')] : []),
    ...(warnings.length > 0 ? [counted(warnings.length, 'warning')] : []),
  ];
  const line = ({ path: at, message }: { path: string; message: string }, kindOf: string) =>
    `       ${[at, kindOf + message].filter(Boolean).join(': ')}`;
  return [
    `${verdict.padEnd(5)}  ${path.relative('', file)}  ${[...(errors.length > 0 ? [] : facts), ...troubles].join(', ')}`,
    ...errors.map((error) => line(error, '')),
    ...warnings.map((warning) => line(warning, 'warning: ')),
  ];
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

void main(process.argv.slice(2));
