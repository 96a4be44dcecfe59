/** Guide blocks from JSON, one reader a block type: a new type is a new row. Pure. */
import {
  assistantSchema,
  challengeSchema,
  collapsibleSchema,
  conditionalSchema,
  grotGuideSchema,
  imageSchema,
  inputSchema,
  quizSchema,
  sectionSchema,
  snippetRefSchema,
  terminalConnectSchema,
  terminalSchema,
  textSchema,
  videoSchema,
} from './blockSchemas';
import type { Block, GuideStep } from './model';
import {
  createReading,
  isJson,
  parse,
  problem,
  type Path,
  type GuideProblem,
  type Reader,
  type Reading,
} from './reading';
import { groupReader, readCodeBlock, readInteractive } from './readSteps';
import { contentHash } from './stepHash';

const textReader =
  (kind: 'markdown' | 'html'): Reader =>
  (json, at, reading) => {
    const block = parse(textSchema, json, at, reading);
    return block && { kind, content: block.content };
  };

const readImage: Reader = (json, at, reading) => {
  const block = parse(imageSchema, json, at, reading);
  return (
    block && {
      kind: 'image',
      src: block.src,
      alt: block.alt,
      width: block.width ?? null,
      height: block.height ?? null,
    }
  );
};

const readVideo: Reader = (json, at, reading) => {
  const block = parse(videoSchema, json, at, reading);
  return (
    block && {
      kind: 'video',
      src: block.src,
      provider: block.provider ?? providerOf(block.src),
      title: block.title,
      start: block.start ?? null,
      end: block.end ?? null,
    }
  );
};

function providerOf(src: string): 'youtube' | 'vimeo' | 'native' {
  const [, host = ''] = /^https?:\/\/(?:[^/?#]*@)?([^/?#:]*)/i.exec(src) ?? [];
  if (/(^|\.)(youtube\.com|youtube-nocookie\.com|youtu\.be)$/i.test(host)) {
    return 'youtube';
  }
  return /(^|\.)vimeo\.com$/i.test(host) ? 'vimeo' : 'native';
}

const MERELY_SHOWN = new Set(['markdown', 'html', 'image', 'video']);

const readCollapsible: Reader = (json, at, reading) => {
  const block = parse(collapsibleSchema, json, at, reading);
  if (!block) {
    return null;
  }
  block.blocks.forEach((entry, index) => {
    if (isJson(entry) && typeof entry.type === 'string' && READERS.has(entry.type) && !MERELY_SHOWN.has(entry.type)) {
      reading.errors.push(problem([...at, 'blocks', index, 'type'], `a collapsible cannot hold a ${entry.type} block`));
    }
  });
  const { title, collapsed } = block;
  return { kind: 'collapsible', title, collapsed, blocks: reading.list(block.blocks, [...at, 'blocks']) };
};

const readSection: Reader = (json, at, reading) => {
  const block = parse(sectionSchema, json, at, reading);
  return (
    block && {
      kind: 'section',
      id: block.id ?? null,
      title: block.title,
      requirements: block.requirements,
      objectives: block.objectives,
      autoCollapse: block.autoCollapse,
      blocks: reading.list(block.blocks, [...at, 'blocks']),
    }
  );
};

const readConditional: Reader = (json, at, reading) => {
  const block = parse(conditionalSchema, json, at, reading);
  return (
    block && {
      kind: 'conditional',
      id: reading.names.nameOf({ ...block, at, what: 'conditional' }),
      conditions: block.conditions,
      reftarget: block.reftarget ?? null,
      display: block.display,
      whenTrue: { ...block.whenTrueSectionConfig, blocks: reading.list(block.whenTrue, [...at, 'whenTrue']) },
      whenFalse: { ...block.whenFalseSectionConfig, blocks: reading.list(block.whenFalse, [...at, 'whenFalse']) },
    }
  );
};

const readAssistant: Reader = (json, at, reading) => {
  const block = parse(assistantSchema, json, at, reading);
  return block && { kind: 'group', blocks: reading.list(block.blocks, [...at, 'blocks']) };
};

const readQuiz: Reader = (json, at, reading) => {
  const block = parse(quizSchema, json, at, reading);
  if (!block) {
    return null;
  }
  const id = reading.names.nameOf({ ...block, at, what: 'quiz' });
  reading.units.push(id);
  return { kind: 'quiz', ...block, id, hash: contentHash(json) };
};

const readInput: Reader = (json, at, reading) => {
  const block = parse(inputSchema, json, at, reading);
  if (!block) {
    return null;
  }
  const id = reading.names.nameOf({ ...block, at, what: 'input' });
  const { dataCheckQuery, dataCheckFailureMessage, dataCheckTimeFrom, dataCheckTimeTo, dataCheckBlocking, ...plain } =
    block;
  reading.places.set(id, at.join('.'));
  if (dataCheckBlocking) {
    reading.units.push(id);
  }
  return {
    kind: 'input',
    ...plain,
    id,
    hash: contentHash(json),
    defaultValue: block.defaultValue ?? null,
    pattern: block.pattern ?? null,
    datasourceFilter: block.datasourceFilter || null,
    dataCheck:
      dataCheckQuery === undefined
        ? null
        : {
            query: dataCheckQuery,
            failureMessage: dataCheckFailureMessage,
            from: dataCheckTimeFrom,
            to: dataCheckTimeTo,
            blocking: dataCheckBlocking,
          },
    tracked: dataCheckBlocking,
  };
};

const readTerminal: Reader = (json, at, reading) => {
  const block = parse(terminalSchema, json, at, reading);
  if (!block) {
    return null;
  }
  const id = reading.names.nameOf({ ...block, at, what: 'terminal' });
  reading.units.push(id);
  return { kind: 'terminal', ...block, id, hash: contentHash(json) };
};

const readTerminalConnect: Reader = (json, at, reading) => {
  const block = parse(terminalConnectSchema, json, at, reading);
  return block && { kind: 'terminal-connect', content: block.content, buttonText: block.buttonText };
};

const readChallenge: Reader = (json, at, reading) => {
  const block = parse(challengeSchema, json, at, reading);
  if (!block) {
    return null;
  }
  const id = reading.names.nameOf({ ...block, at, what: 'challenge' });
  reading.units.push(id);
  const { setupScript, setupCommands, hintLevels, ...plain } = block;
  return {
    kind: 'challenge',
    ...plain,
    id,
    hash: contentHash(json),
    commands: [...setupCommands, ...(setupScript ? [setupScript] : [])],
    hintLevels: hintLevels.map(({ text }) => text),
  };
};

const readGrotGuide: Reader = (json, at, reading) => {
  const block = parse(grotGuideSchema, json, at, reading);
  return block && { kind: 'grot-guide', welcome: block.welcome, screens: block.screens };
};

/** One that is still here was not replaced before reading (snippets.ts): its snippet could not be had. */
const readSnippetRef: Reader = (json, at, reading) => {
  const block = parse(snippetRefSchema, json, at, reading);
  if (!block) {
    return null;
  }
  reading.warnings.push(problem([...at, 'snippetId'], `the snippet ${block.snippetId} is missing`));
  return { kind: 'markdown', content: `*A part of this guide (${block.snippetId}) could not be loaded.*` };
};

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['markdown', textReader('markdown')],
  ['html', textReader('html')],
  ['image', readImage],
  ['video', readVideo],
  ['collapsible', readCollapsible],
  ['section', readSection],
  ['conditional', readConditional],
  ['assistant', readAssistant],
  ['interactive', readInteractive],
  ['multistep', groupReader('multistep')],
  ['guided', groupReader('guided')],
  ['code-block', readCodeBlock],
  ['quiz', readQuiz],
  ['input', readInput],
  ['terminal', readTerminal],
  ['terminal-connect', readTerminalConnect],
  ['challenge', readChallenge],
  ['grot-guide', readGrotGuide],
  ['snippet-ref', readSnippetRef],
]);

export function readBlocks(blocks: readonly unknown[]): {
  blocks: Block[];
  steps: GuideStep[];
  units: string[];
  places: ReadonlyMap<string, string>;
  errors: GuideProblem[];
  warnings: GuideProblem[];
} {
  const reading = createReading(readBlock);
  const read = reading.list(blocks, ['blocks']);
  const { steps, units, places, errors, warnings } = reading;
  return { blocks: read, steps, units, places, errors, warnings };
}

function readBlock(entry: unknown, at: Path, reading: Reading): Block | null {
  if (!isJson(entry)) {
    reading.errors.push(problem(at, 'must be an object with a type'));
    return null;
  }
  if (typeof entry.type !== 'string') {
    reading.errors.push(problem([...at, 'type'], 'must name a block type'));
    return null;
  }
  const reader = READERS.get(entry.type);
  if (!reader) {
    reading.warnings.push(problem(at, `unknown block type ${JSON.stringify(entry.type.slice(0, 60))} was skipped`));
    return null;
  }
  return reader(entry, at, reading);
}
