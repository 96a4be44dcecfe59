/**
 * What a hostile sender with good keys puts into a body: valid JSON with values that nobody should send, and text that is
 * nearly JSON. Made as text, so that numbers and nesting need not be what JSON.stringify can write.
 */
import { LIMITS } from '../../protocol/limits';
import type { Dice } from './Dice';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Stands in the tree for text that is put in after it was written. */
interface Raw {
  raw: string;
}
type Tree = null | boolean | number | string | Raw | Tree[] | Map<string, Tree>;

const isRaw = (tree: Tree): tree is Raw => typeof tree === 'object' && tree !== null && 'raw' in tree;

/** Maps, in which `__proto__` is a key like any other. */
function plant(json: Json): Tree {
  if (Array.isArray(json)) {
    return json.map(plant);
  }
  return typeof json === 'object' && json !== null
    ? new Map(Object.entries(json).map(([key, value]) => [key, plant(value)]))
    : json;
}

function write(tree: Tree): string {
  if (isRaw(tree)) {
    return tree.raw;
  }
  if (Array.isArray(tree)) {
    return `[${tree.map(write).join(',')}]`;
  }
  if (tree instanceof Map) {
    return `{${[...tree].map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(',')}}`;
  }
  return JSON.stringify(tree);
}

const NUMBERS = [
  ...['-1', '0', '-0', '1', '2', '255', '256', '0.5', '1e-9', '1e21', '1e400', '-1e400'],
  ...['2147483647', '2147483648', '4294967294', '4294967295', '4294967296', '9007199254740993'],
];
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON'];
/** Lengths that limits have, of characters; the last fills a frame nearly. */
const LENGTHS = [60, 80, 200, 253, 300, 2000, 4096].flatMap((limit) => [limit, limit + 1]);
const TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\udfff\ud800',
    '\u202e\u2066',
    '\u200d\u200d',
    '\ufe0f',
    '\u0344\u0344',
    'İ',
    '\ufdfa',
  ],
  ...['/', '//evil.example', '/\\evil.example', '/d/\u0001', 'javascript:alert(1)', '${jndi:x}', '<img src=x>', "'--"],
  ...['true', 'null', '1', '[object Object]', '__proto__', 'constructor', 'undefined', 'NaN'],
];

function longText(dice: Dice): string {
  const length = dice.chance(0.9) ? dice.pick(LENGTHS) : LIMITS.frameBytes - dice.pick([100, 200, 300]);
  return dice.pick(['a', '\u0344', '\u200b', '\ud83d\ude00', '0', '\ufdfa']).repeat(length).slice(0, length);
}

function deep(dice: Dice): string {
  const depth = dice.pick([10, 100, 1_000, 10_000]);
  const [left, right] = dice.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  return `${left.repeat(depth)}1${right.repeat(depth)}`;
}

function badValue(dice: Dice): Tree {
  switch (dice.below(8)) {
    case 0:
    case 1:
      return { raw: dice.pick(NUMBERS) };
    case 2:
    case 3:
      return dice.pick(TEXTS);
    case 4:
      return longText(dice);
    case 5:
      return dice.chance(0.1) ? { raw: deep(dice) } : [];
    case 6:
      return new Map([[dice.pick(PROTOTYPE_KEYS), new Map([['polluted', true]])]]);
    default:
      return dice.pick<Tree>([null, true, false, new Map(), [null], [new Map(), 1]]);
  }
}

/** Every map and list of the tree, the root first. */
function holders(tree: Tree): Array<Map<string, Tree> | Tree[]> {
  if (isRaw(tree) || tree === null || typeof tree !== 'object') {
    return [];
  }
  return [tree, ...[...(tree instanceof Map ? tree.values() : tree)].flatMap(holders)];
}

function changeMap(map: Map<string, Tree>, dice: Dice): void {
  const keys = [...map.keys()];
  const key = keys.length > 0 ? dice.pick(keys) : 'type';
  const before = map.get(key);
  switch (dice.below(8)) {
    case 0:
      map.delete(key);
      break;
    case 1:
      map.set(dice.pick(PROTOTYPE_KEYS), badValue(dice));
      break;
    case 2:
      map.set(`${key}_`, badValue(dice));
      break;
    case 3:
      // The same value, wrapped or nearly.
      map.set(key, dice.chance(0.5) ? [before ?? null] : new Map([['value', before ?? null]]));
      break;
    case 4:
      map.set(key, typeof before === 'string' ? changeText(before, dice) : badValue(dice));
      break;
    default:
      map.set(key, badValue(dice));
  }
}

function changeList(list: Tree[], dice: Dice): void {
  switch (dice.below(4)) {
    case 0:
      list.splice(0);
      break;
    case 1:
      for (const wanted = dice.pick([8, 9, 32, 33, 500]); list.length > 0 && list.length < wanted;) {
        list.push(list[0]);
      }
      break;
    default:
      list.splice(dice.below(list.length + 1), dice.below(2), badValue(dice));
  }
}

function changeText(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  switch (dice.below(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + dice.pick(TEXTS) + text.slice(at);
    case 2:
      return text.toUpperCase();
    case 3:
      return text + text;
    default:
      return text.slice(0, at) + String.fromCharCode(dice.below(0x10000)) + text.slice(at + 1);
  }
}

/** Text that is no JSON any more, or JSON with a second meaning. */
function changeWriting(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  switch (dice.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text}${dice.pick([' ', '\n', '\u0000', 'x', text, ',', '}'])}`;
    case 2:
      return `${dice.pick(['\ufeff', ' ', ")]}'\n", '\u0000'])}${text}`;
    case 3:
      return text.replace('{', '{"type":"ping","type":"pong",');
    case 4:
      return dice.pick([
        '',
        'null',
        '0',
        '""',
        '[]',
        '{}',
        '{"type":{}}',
        '{"type":"vote"}',
        `"${'a'.repeat(300)}"`,
        deep(dice),
      ]);
    default:
      return text.slice(0, at) + dice.pick(['"', '\\', '\\u', '{', ']', '1e', '\ud800']) + text.slice(at);
  }
}

/**
 * The text of `value` with one to three mutations.
 * @param types other types of the protocol: a body may say that it is another one than it looks like
 */
export function mutateJson(value: unknown, types: readonly string[], dice: Dice): string {
  const tree = plant(value as Json);
  for (let times = 1 + dice.below(dice.chance(0.7) ? 1 : 3); times > 0; times--) {
    if (tree instanceof Map && types.length > 0 && dice.chance(0.1)) {
      tree.set('type', dice.pick(types));
      continue;
    }
    const all = holders(tree);
    const holder = all.length > 0 ? dice.pick(all) : null;
    if (Array.isArray(holder)) {
      changeList(holder, dice);
    } else if (holder) {
      changeMap(holder, dice);
    }
  }
  const text = write(tree);
  return dice.chance(0.12) ? changeWriting(text, dice) : text;
}
