/** TERM-4: what a screen model is not told makes no difference to it. */
import { SerializeAddon } from '@xterm/addon-serialize';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { Backlog, isTextAndStyles } from './Backlog';
import { OutputFilter } from './OutputFilter';
import { Remainder } from './Remainder';

const SCROLLBACK = 7;
const STEP = 40;

class Model {
  readonly terminal = new Terminal({ cols: 12, rows: 4, scrollback: SCROLLBACK, allowProposedApi: true });
  private readonly serializer = new SerializeAddon();
  private readonly remainder = new Remainder(this.terminal);

  constructor() {
    this.terminal.loadAddon(this.serializer);
  }

  get state() {
    return { rows: this.terminal.rows, scrollsWhole: this.remainder.scrollsWhole };
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.terminal.write(bytes, resolve));
  }

  /** Everything that a newcomer would be shown, and where lines were wrapped. */
  get shown() {
    const { normal } = this.terminal.buffer;
    return {
      screen: this.serializer.serialize() + this.remainder.text(),
      wrapped: Array.from({ length: normal.length }, (_, row) => normal.getLine(row)?.isWrapped),
    };
  }
}

type Said = { bytes: Uint8Array } | { size: { cols: number; rows: number } } | 'draw' | 'trim';

const styles = fc.constantFrom(
  '\x1b[31m',
  '\x1b[m',
  '\x1b[0m',
  '\x1b[1;44m',
  '\x1b[22m',
  '\x1b[38;2;1;2;3m',
  '\x1b[4:3m'
);
const lines = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.string({ maxLength: 30 }), fc.constantFrom('\r\n', '\r\n', '\r\n', '\n'))
      .map(([text, end]) => text.replace(/[\x00-\x1f]/g, '') + end),
  },
  { weight: 4, arbitrary: styles },
  {
    weight: 1,
    arbitrary: fc.constantFrom('漢字', 'e\u0301', '\t', '\n', '\r', '\r\n\r\n\r\n\r\n', '\b\b', '\x07', '\x0b'),
  }
);
const anything = fc.constantFrom(
  '\x1b[2;3r',
  '\x1b[r',
  '\x1b[?1049h',
  '\x1b[?1049l',
  '\x1b[2A',
  '\x1b[H',
  '\x1b[2J',
  '\x1b[?45h',
  '\x1b[?45l',
  '\x1b[?7l',
  '\x1b[?7h',
  '\x1b[4h',
  '\x1b7',
  '\x1b8',
  '\x1b(0',
  '\x1b(B',
  '\x0e',
  '\x0f',
  '\x1b[?6h',
  '\x1b]2;title\x07'
);
const text = fc.array(lines, { minLength: 1, maxLength: 40 }).map((all) => Buffer.from(all.join('')));
const said: fc.Arbitrary<Said[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: text.map((bytes) => ({ bytes })) },
    { weight: 2, arbitrary: anything.map((all) => ({ bytes: Buffer.from(all) })) },
    {
      weight: 1,
      arbitrary: fc
        .record({ cols: fc.integer({ min: 3, max: 14 }), rows: fc.integer({ min: 1, max: 6 }) })
        .map((size) => ({ size })),
    },
    { weight: 2, arbitrary: fc.constantFrom('draw' as const, 'trim' as const) }
  ),
  { maxLength: 25 }
);

it('TERM-4: a model that is told what stays shows what one shows that is told all', async () => {
  let all = 0;
  let told = 0;
  await fc.assert(
    fc.asyncProperty(said, async (happened) => {
      const filter = new OutputFilter();
      const [whole, lazy] = [new Model(), new Model()];
      const backlog = new Backlog({ scrollback: SCROLLBACK, step: STEP });
      let number = 0;
      const draw = async () => {
        for (let step = backlog.take(lazy.state); step; step = backlog.take(lazy.state)) {
          if (step.type === 'resize') {
            lazy.terminal.resize(step.size.cols, step.size.rows);
          } else {
            told += step.bytes.length;
            await lazy.write(step.bytes);
          }
        }
      };
      for (const each of happened) {
        number += 1;
        if (each === 'draw') {
          await draw();
        } else if (each === 'trim') {
          backlog.trim(lazy.state);
        } else if ('size' in each) {
          whole.terminal.resize(each.size.cols, each.size.rows);
          backlog.resize(number, each.size);
        } else {
          const bytes = filter.pass(each.bytes);
          all += bytes.length;
          await whole.write(bytes);
          backlog.output(number, bytes);
        }
      }
      await draw();
      expect(lazy.shown).toEqual(whole.shown);
      expect(backlog.bytes).toBe(0);
    }),
    { numRuns: 300 }
  );
  expect(told).toBeLessThan(all);
});

it('TERM-4: of a flood it is told a history and two screens, with the styles that were in force', () => {
  const backlog = new Backlog({ scrollback: 100, step: 1000 });
  backlog.output(1, Buffer.from('\x1b[1m\x1b[31mred\x1b[0m\x1b[44m\x1b[32m'));
  for (let number = 2; number < 100; number += 1) {
    backlog.output(number, Buffer.from('a line\r\n'.repeat(100)));
  }
  const step = backlog.take({ rows: 10, scrollsWhole: true });
  expect(step).toMatchObject({ type: 'output', number: 99 });
  expect(step?.type === 'output' && Buffer.from(step.bytes).toString()).toBe(
    `\x1b[0m\x1b[44m\x1b[32m\r\n${'a line\r\n'.repeat(120)}`
  );
  expect(backlog.take({ rows: 10, scrollsWhole: true })).toBeNull();
});

it.each([
  ['margins or the other screen', { rows: 10, scrollsWhole: false }, 'a line\r\n', ''],
  ['lines that do not begin in the first column', { rows: 10, scrollsWhole: true }, 'a line\n', ''],
  ['a cursor that goes up', { rows: 10, scrollsWhole: true }, 'a line\r\n\x1b[A', ''],
  ['more styles than are looked at', { rows: 10, scrollsWhole: true }, 'a line\r\n', 'x'],
])('TERM-4: leaves nothing out where there are %s', (_what, state, line, many) => {
  const backlog = new Backlog({ scrollback: 100, step: 1000 });
  const text = `${many && Array.from({ length: 70 }, (_, colour) => `\x1b[38;5;${colour}m`).join('')}${line.repeat(5000)}`;
  backlog.output(1, Buffer.from(text));
  const step = backlog.take(state);
  expect(step?.type === 'output' && Buffer.from(step.bytes).toString()).toBe(text);
});

it.each([
  ['text\r\n\t\x1b[1;38:5:1mx\x1b[m', true],
  ['\x1b[>4;1m', false],
  ['\x1b[?1m', false],
  ['\x1b[1 m', false],
  ['\x1b[1K', false],
  ['\x1bM', false],
  ['\x1b', false],
  ['\x1b[31', false],
  ['a\x0eb', false],
  ['a\x0fb', false],
])('TERM-4: %j is text and styles alone: %s', (bytes, is) => {
  expect(isTextAndStyles(Buffer.from(bytes))).toBe(is);
});

it('TERM-11: looks at no more than some lines of a program that never returns to the first column', () => {
  const backlog = new Backlog({ scrollback: SCROLLBACK, step: STEP });
  backlog.output(1, Buffer.alloc(1_000_000, '\n'));
  const looks = jest.spyOn(Buffer.prototype, 'lastIndexOf');
  try {
    expect(backlog.trim({ rows: 4, scrollsWhole: true })).toBeNull();
    expect(looks.mock.calls.length).toBeLessThan(10_000);
  } finally {
    looks.mockRestore();
  }
});
